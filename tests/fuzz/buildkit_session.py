"""An engine's requests in a session, out of order and damaged: nothing is written outside of the destination.

A call ends with a status, or the server raises that it is not HTTP/2. Results are written into a directory, beside which
is a file that must not change.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.exceptions import ProtocolError

from engineclient.archive.memory import MemoryTree
from engineclient.archive.results import ResultDirectory, ResultFile
from engineclient.build import auth, filesend, filesync, secrets, ssh, upload
from engineclient.build.auth import Login, Token
from engineclient.build.call_records import CallRecords
from engineclient.build.session import Session
from engineclient.errors import DecodeError
from engineclient.wire.fsutil import Packet, PacketType, Stat
from engineclient.wire.grpc import HEALTH_CHECK, Methods
from engineclient.wire.protobuf import field
from tests.fuzz.buildkit_traces import damaged
from tests.fuzz.watched import watched

_SENTINEL: Final = b"outside"
_PATHS: Final = (
    "a",
    "b",
    "a/b",
    "..",
    "../x",
    "/x",
    "a/../../x",
    "",
    ".",
    "a/.",
    "a//b",
    "link",
    "link/x",
    "\udcff",
)
_TARGETS: Final = ("", "..", "/", "../outside", "a", "/etc/passwd", "link")
_MODES: Final = (0o644, 1 << 31 | 0o755, 1 << 27 | 0o777, 1 << 25 | 0o644, 1 << 26, 1 << 19, (1 << 32) - 1)
_SHARED: Final = (
    filesync.DIFF_COPY,
    secrets.GET_SECRET,
    auth.CREDENTIALS,
    auth.FETCH_TOKEN,
    auth.VERIFY_TOKEN_AUTHORITY,
)
_PATHS_OF_CALLS: Final = (*_SHARED, ssh.CHECK_AGENT, ssh.FORWARD_AGENT, upload.PULL, HEALTH_CHECK, "/x/y", "")


class _Agent:
    def ask(self, request: bytes) -> bytes:
        return request

    def close(self) -> None:
        pass


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        outside = Path(folder, "outside")
        outside.write_bytes(_SENTINEL)
        wrong = watched("session", lambda: _play(random, Path(folder, "in", "result")))
        found = {path.relative_to(folder).parts[0] for path in Path(folder).rglob("*")}
        if not found <= {"outside", "in"} or outside.read_bytes() != _SENTINEL:
            return f"session: something was made or changed outside: {sorted(found)}"
        inside = (
            {path.name for path in Path(folder, "in").iterdir()}
            if Path(folder, "in").is_dir()
            else set[str]()
        )
        if not all(name == "result" or name.startswith(".tmp-result") for name in inside):
            return f"session: something was made beside the result: {sorted(inside)}"
        return wrong


class _Watched(Session):
    """A session whose connection is also recorded, which must never raise."""

    def __init__(self, methods: Methods) -> None:
        super().__init__(methods)
        self._records = CallRecords("/session")

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._records.feed("daemon", data)
        for piece in super().feed(data):
            self._records.feed("client", piece)
            yield piece


class _Engine(H2Connection):
    """The engine's side; after its bytes were damaged it may reject valid answers."""

    damaged = False


def _play(random: Random, result: Path) -> None:
    result.parent.mkdir()
    session = _Watched(_methods(random, str(result)))
    h2 = _Engine(H2Configuration(client_side=True))
    h2.initiate_connection()
    h2.increment_flow_control_window(random.choice((1, 1 << 20)))
    try:
        for _ in range(random.randrange(1, 5)):
            _call(h2, random, session)
        for _ in session.feed(damaged(random.randbytes(random.randrange(40)), random) or b"x"):
            pass
    except DecodeError:
        pass
    finally:
        session.close()


def _call(h2: _Engine, random: Random, session: Session) -> None:
    stream = h2.get_next_available_stream_id()
    path = random.choice((filesend.DIFF_COPY, filesend.DIFF_COPY, *_PATHS_OF_CALLS))
    headers = [(":method", "POST"), (":scheme", "http"), (":path", path or "/"), (":authority", "x")]
    headers += [("dir-name", random.choice(("context", "dockerfile", "x")))]
    headers += [(name, random.choice(("a", "**", "[", "!", "..", "a%2fb"))) for name in
                random.sample(("followpaths", "include-patterns", "exclude-patterns"), random.randrange(4))]  # fmt: skip
    h2.send_headers(stream, headers)
    _exchange(h2, random, session)
    for data in _messages(path, random):
        framed = (b"\1" if random.randrange(60) == 0 else b"\0") + len(data).to_bytes(4, "big") + data
        if random.randrange(30) == 0:
            framed = damaged(framed, random)
        if framed and stream in h2.streams and not h2.streams[stream].closed:
            h2.send_data(stream, framed[: h2.local_flow_control_window(stream)][: h2.max_outbound_frame_size])
            _exchange(h2, random, session)
    if stream in h2.streams and not h2.streams[stream].closed:
        h2.end_stream(stream) if random.randrange(3) else h2.reset_stream(stream)
        _exchange(h2, random, session)


def _exchange(h2: _Engine, random: Random, session: Session) -> None:
    data = h2.data_to_send()
    if random.randrange(60) == 0:
        data = damaged(data, random)
        h2.damaged = True
    if not data:
        return
    for piece in session.feed(data):
        try:
            h2.receive_data(piece)
        except ProtocolError as error:
            if not h2.damaged:
                raise
            raise DecodeError("the engine takes an answer for another call's") from error


def _messages(path: str, random: Random) -> list[bytes]:
    """The messages of a call: plausible ones, or random bytes."""
    packets = [_packet(random) for _ in range(random.randrange(6))]
    match path if random.randrange(6) else "":
        case filesend.DIFF_COPY:
            stats = sorted((_stat(random) for _ in range(random.randrange(4))), key=lambda stat: stat.path)
            packets = [Packet(PacketType.STAT, stat) for stat in stats] + [Packet(PacketType.STAT)]
            for number, stat in enumerate(stats):
                if stat.size > 0:
                    data = b"1" * min(stat.size, 5)
                    packets += [
                        Packet(PacketType.DATA, number=number, data=data),
                        Packet(PacketType.DATA, number=number),
                    ]
            packets.append(Packet(PacketType.FIN))
            if random.randrange(3) == 0:
                random.shuffle(packets)
        case filesync.DIFF_COPY:
            wanted = (Packet(PacketType.REQ, number=random.randrange(6)) for _ in range(random.randrange(6)))
            packets = [*wanted, Packet(PacketType.FIN)]
        case "":
            pass
        case _:
            name = random.choice(("x", "default", "example.org", "a" * 300))
            return [damaged(field(1, name) + field(2, random.randbytes(5)), random)]
    return [damaged(packet.encode(), random) for packet in packets]


def _packet(random: Random) -> Packet:
    kind = random.choice([*PacketType])
    stat = _stat(random) if kind is PacketType.STAT and random.randrange(4) else None
    data = random.randbytes(random.choice((0, 3, 3, 50)))
    return Packet(kind, stat, random.choice((0, 0, 1, 2, 1 << 31)), data)


def _stat(random: Random) -> Stat:
    size = random.choice((0, 3, 3, 5, -1, 1 << 62))
    return Stat(random.choice(_PATHS), random.choice(_MODES), size=size, target=random.choice(_TARGETS))


def _methods(random: Random, result: str) -> Methods:
    tree = MemoryTree({"a": b"1" * 300_000, "Dockerfile": "FROM x", "d/e": ""})
    receiving = random.choice(
        (
            filesend.receive_files(partial(ResultDirectory, result)),
            filesend.receive_archive(partial(ResultFile, result)),
        )
    )
    return {
        **filesync.file_sync({"context": tree, "dockerfile": tree}),
        **secrets.secrets({"x": lambda: b"value"}),
        **auth.auth(lambda _: Login("a", "b"), lambda _: Token("t"), b"seed" * 8),
        **ssh.ssh_agents({"default": _Agent}),
        **upload.uploads({"x": iter([b"1" * 600_000])}),
        **receiving,
    }
