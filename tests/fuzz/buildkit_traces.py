"""Damaged reports of BuildKit: refused with a DecodeError, or accepted by every display and by the events."""

from __future__ import annotations

import json
from base64 import b64encode
from random import Random
from typing import Final

from engineclient.build.events import Summary
from engineclient.build.graph import GraphReader
from engineclient.build.plain import PlainDisplay
from engineclient.build.rawjson import raw_json
from engineclient.build.trace import read_status
from engineclient.build.tty import TTYDisplay
from engineclient.errors import DecodeError
from engineclient.wire.protobuf import field, message
from tests.fuzz.watched import watched


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    reports = [damaged(_report(random), random) for _ in range(random.randrange(1, 8))]
    return watched("trace", lambda: _show(reports, random))


def _show(reports: list[bytes], random: Random) -> None:
    written: list[bytes] = []
    now = iter(range(0, 1 << 62, 10**8))
    size = random.randrange(0, 200), random.randrange(0, 60)
    displays: list[PlainDisplay | TTYDisplay] = [
        PlainDisplay(written.append, lambda: next(now)),
        TTYDisplay(written.append, lambda: next(now), lambda: size, "title"),
    ]
    reader, summary = GraphReader(), Summary()
    for data in reports:
        try:
            status = read_status(b64encode(data).decode())
        except DecodeError:
            continue
        json.loads(raw_json(status))
        for event in reader.read(status):
            summary.add(event)
        for display in displays:
            display.update(status)
            display.refresh()
    for display in displays:
        display.done()
    summary.result()


_NAMES: Final = ("[1/2] FROM x", "[internal] load", "[a 2/3] RUN x\ty", "exporting", "\udcff", "")


def _time(random: Random) -> bytes:
    seconds = random.choice((0, 1, 10**9, 5 * 10**10, -1, 1 << 62))
    return field(1, seconds) + field(2, random.choice((0, 1, 999_999_999, 10**9, -5)))


def _report(random: Random) -> bytes:
    digests = [f"sha256:{number}" for number in range(3)]
    parts: list[bytes] = []
    for _ in range(random.randrange(6)):
        digest = random.choice(digests)
        stamps = b"".join(message(number, _time(random)) for number in (5, 6) if random.randrange(2))
        match random.randrange(4):
            case 0:
                group = message(8, field(1, "g") + field(2, "group")) if random.randrange(4) == 0 else b""
                error = field(7, random.choice(("", "bad", "context canceled")))
                vertex = field(1, digest) + field(3, random.choice(_NAMES)) + field(4, random.randrange(2))
                parts.append(message(1, vertex + stamps + error + group))
            case 1:
                amounts = field(4, random.choice((0, 7, 1 << 63, -1))) + field(5, random.choice((0, 9, -3)))
                times = b"".join(
                    message(number, _time(random)) for number in (6, 7, 8) if random.randrange(2)
                )
                parts.append(
                    message(2, field(1, "part") + field(2, digest) + field(3, "p") + amounts + times)
                )
            case 2:
                text = random.choice((b"a\nb", b"\n", b"\xff\x1b[2K\r", b"x" * 300, b""))
                parts.append(
                    message(3, field(1, digest) + message(2, _time(random)) + field(3, 2) + field(4, text))
                )
            case _:
                place = message(1, field(1, 3)) + message(2, field(1, -9))
                parts.append(message(4, field(1, digest) + field(3, b"w\xff") + message(7, place)))
    return b"".join(parts)


def damaged(data: bytes, random: Random) -> bytes:
    """The data with some bytes changed, added or removed; mostly none."""
    for _ in range(random.choice((0, 0, 0, 0, 0, 0, 1, 3))):
        at = random.randrange(len(data) + 1)
        cut = at + random.randrange(4)
        data = data[:at] + random.randbytes(random.randrange(4)) + data[cut:]
    return data
