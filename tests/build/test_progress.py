"""The reports of BuildKit: how they are decoded and shown."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Sequence

import pytest

from engineclient.build.place import excerpt
from engineclient.build.plain import PlainDisplay
from engineclient.build.rawjson import raw_json
from engineclient.build.trace import (
    Group,
    Status,
    Vertex,
    VertexLog,
    VertexStatus,
    VertexWarning,
    decode_status,
    read_status,
)
from engineclient.errors import DecodeError
from engineclient.wire.protobuf import field, message

S = 1_000_000_000
T = 1_795_846_289 * S


class Clock:
    def __init__(self) -> None:
        self.now = T

    def __call__(self) -> int:
        return self.now


def plain(*reports: Status, title: str = "", each: bool = True) -> str:
    """The whole output; with `each` it is drawn after each report, otherwise only at the end."""
    shown: list[bytes] = []
    display = PlainDisplay(shown.append, Clock(), title)
    for report in reports:
        display.steps.update(report)
        if each:
            display.refresh()
    display.done()
    return b"".join(shown).decode()


def vertex(digest: str, name: str, *times: float, **more: object) -> Status:
    moments = [int(T + time * S) for time in times]
    made = Vertex(
        digest,
        name=name,
        started=moments[0] if moments else None,
        completed=moments[1] if len(moments) > 1 else None,
        **more,  # type: ignore[arg-type]
    )
    return Status(vertexes=[made])


def log(digest: str, time: float, data: bytes) -> Status:
    return Status(logs=[VertexLog(digest, int(T + time * S), 1, data)])


def part(digest: str, id: str, current: int, total: int, *times: float) -> Status:
    started, at, *completed = (int(T + time * S) for time in times)
    made = VertexStatus(id, digest, "x", current, total, at, started, completed[0] if completed else None)
    return Status(statuses=[made])


def test_steps_one_after_the_other() -> None:
    assert plain(
        vertex("a", "[internal] load"),
        vertex("a", "[internal] load", 0),
        part("a", "transferring dockerfile:", 69, 0, 0, 0.001, 0.002),
        vertex("a", "[internal] load", 0, 0.11),
        vertex("b", "[1/2] FROM x", 0.2, 0.2, cached=True),
        vertex("c", "[2/2] RUN y", 0.3),
        log("c", 0.5, b"hello\n"),
        vertex("c", "[2/2] RUN y", 0.3, 12.34),
        title="building",
    ) == (
        "#0 building\n\n#1 [internal] load\n#1 transferring dockerfile: 69B done\n#1 DONE 0.1s\n\n"
        "#2 [1/2] FROM x\n#2 CACHED\n\n#3 [2/2] RUN y\n#3 0.200 hello\n#3 DONE 12.0s\n"
    )


def test_a_step_that_has_not_begun_is_not_shown() -> None:
    assert plain(vertex("a", "x")) == ""


def test_all_at_once_is_shown_in_the_order_of_the_ends() -> None:
    assert (
        plain(vertex("a", "A", 0, 3), vertex("b", "B", 0, 2), vertex("c", "C", 1), each=False)
        == "#1 B\n#1 DONE 2.0s\n\n#2 A\n#2 DONE 3.0s\n\n#3 C\n"
    )


def test_turning_from_one_step_to_another_and_back() -> None:
    assert plain(
        vertex("a", "A", 0),
        log("a", 1, b"half"),
        vertex("b", "B", 0, 1),
        log("a", 11, b" done\nmore\n"),
        vertex("a", "A", 0, 12),
    ) == (
        "#1 A\n#1 1.000 half\n#1 ...\n\n#2 B\n#2 DONE 1.0s\n\n"
        "#1 A\n#1 1.000 half done\n#1 11.00 more\n#1 DONE 12.0s\n"
    )


@pytest.mark.parametrize(
    ("reports", "shown"),
    [
        ([log("a", 0.5, b"a"), log("a", 0.6, b"b\n")], "#1 0.500 ab\n"),
        ([log("a", 0.5, b"a\n\nb\n")], "#1 0.500 a\n#1 0.500 \n#1 0.500 b\n"),
        ([log("a", 15, b"a\n"), log("a", 150, b"b\n")], "#1 15.00 a\n#1 150.0 b\n"),
        ([log("a", 1, b"\xff\n")], "#1 1.000 \udcff\n"),
    ],
)
def test_output(reports: Sequence[Status], shown: str) -> None:
    written: list[bytes] = []
    display = PlainDisplay(written.append, Clock())
    for report in [vertex("a", "A", 0), *reports]:
        display.steps.update(report)
        display.refresh()
    assert b"".join(written).decode("utf-8", "surrogateescape") == "#1 A\n" + shown


@pytest.mark.parametrize(
    ("reports", "shown"),
    [
        ([part("a", "sha256:x", 0, 2_000_000, 0, 0)], "#1 sha256:x 0B / 2.00MB\n"),
        ([part("a", "x", 12_345, 0, 0, 3)], "#1 x 12.35kB 3.0s\n"),
        (
            [part("a", "x", 0, 100, 0, 0), part("a", "x", 4, 100, 0, 1), part("a", "x", 5, 100, 0, 1)],
            "#1 x 0B / 100B\n#1 x 5B / 100B 1.0s\n",
        ),
        (
            [part("a", "x", 1, 100, 0, 0), part("a", "x", 1, 100, 0, 6)],
            "#1 x 1B / 100B\n#1 x 1B / 100B 6.0s\n",
        ),
        ([part("a", "x", 1, 1, 0, 1, 1.04)], "#1 x 1B / 1B 1.0s done\n"),
    ],
)
def test_parts(reports: Sequence[Status], shown: str) -> None:
    assert plain(vertex("a", "A", 0), *reports) == "#1 A\n" + shown


def test_a_step_that_fails_is_told_of_again_at_the_end() -> None:
    lines = b"".join(b"%d\n" % number for number in range(12))
    shown = plain(
        vertex("a", "[2/2] RUN x", 0),
        log("a", 1, lines),
        vertex("a", "[2/2] RUN x", 0, 2, error="exit code: 7"),
    )
    last = "".join(f"1.000 {number}\n" for number in range(2, 12))
    assert shown.endswith(f"#1 ERROR: exit code: 7\n------\n > [2/2] RUN x:\n{last}------\n")


def test_a_step_that_was_canceled_and_one_that_warns() -> None:
    assert plain(vertex("a", "A", 0, 1, error="x: context canceled")) == "#1 A\n#1 CANCELED\n"
    warning = Status(warnings=[VertexWarning("a", short=b"Casing (line 1)")])
    assert plain(vertex("a", "A", 0), warning) == "#1 A\n#1 WARN: Casing (line 1)\n"


def test_what_is_under_way_is_canceled() -> None:
    display = PlainDisplay(lambda _: None, Clock())
    for report in (vertex("a", "[1] A", 1), vertex("b", "[2] B", 1, 2), vertex("c", "[3] C")):
        display.update(report)
    (canceled,) = display.steps.canceled(9).vertexes
    assert (canceled.digest, canceled.completed, canceled.error) == ("a", 9, "context canceled")


def test_a_late_first_report_resets_nothing_and_time_counts_once() -> None:
    assert (
        plain(vertex("a", "A", 0, 2), vertex("a", "A"), vertex("a", "A", 1, 3), each=False)
        == "#1 A\n#1 DONE 3.0s\n"
    )


def test_a_group_is_one_step() -> None:
    group = Group("g", "resolve images")
    assert (
        plain(vertex("a", "A", 0, 1, group=group), vertex("b", "B", 1, 2, group=group), each=False)
        == "#1 resolve images\n#1 DONE 2.0s\n"
    )


def test_what_has_been_shown_is_not_kept_for_later() -> None:
    display = PlainDisplay(lambda _: None, Clock())
    for number in range(2000):
        display.update(vertex(str(number), "x", 0, 1))
        display.refresh()
    assert not display.steps.changed


# what is decoded


STAMP = field(1, 1_795_846_289) + field(2, 5)


def test_a_report_is_decoded() -> None:
    data = b"".join(
        (
            message(1, field(1, "d") + field(2, "i") + field(3, "n") + field(4, 1) + message(5, STAMP) + field(7, "e")),
            message(2, field(1, "s") + field(2, "d") + field(4, 3) + field(5, -1) + message(6, STAMP)),
            message(3, field(1, "d") + message(2, STAMP) + field(3, 2) + field(4, b"\xff")),
            message(
                4,
                field(1, "d") + field(2, 1) + field(3, b"w") + field(4, b"x") + field(5, "u")
                + message(6, field(1, "Dockerfile") + field(2, b"FROM") + field(4, "L"))
                + message(7, message(1, field(1, 3)) + message(2, field(1, 4) + field(2, 9))),
            ),
        )
    )  # fmt: skip
    assert decode_status(data) == Status(
        [Vertex("d", ("i",), "n", cached=True, started=T + 5, error="e")],
        [VertexStatus("s", "d", current=3, total=-1, timestamp=T + 5)],
        [VertexLog("d", T + 5, 2, b"\xff")],
        [VertexWarning("d", 1, b"w", (b"x",), "u", "Dockerfile", b"FROM", "L", (((3, 0), (4, 9)),))],
    )
    assert read_status(base64.b64encode(data).decode()) == decode_status(data)


@pytest.mark.parametrize("stamp", [field(1, 1 << 60), field(2, -1), field(2, S)])
def test_times_that_cannot_be(stamp: bytes) -> None:
    with pytest.raises(DecodeError, match="out of range"):
        decode_status(message(1, message(5, stamp)))


@pytest.mark.parametrize("aux", [None, 5, "%", "gA=="])
def test_no_report(aux: object) -> None:
    with pytest.raises(DecodeError):
        read_status(aux)


def test_no_bytes_do_harm() -> None:
    chance = random.Random(1)
    display = PlainDisplay(lambda _: None, Clock())
    for _ in range(2000):
        try:
            display.update(decode_status(chance.randbytes(chance.randrange(60))))
        except DecodeError:
            pass
        display.refresh()


# JSON


def test_raw_json_is_buildx_s() -> None:
    # a line of docker-buildx 0.29
    line = (
        '{"statuses":[{"id":"transferring dockerfile:","vertex":"sha256:31e4","name":"transferring","current":69,'
        '"timestamp":"2026-11-28T06:11:29.31887086Z","started":"2026-11-28T06:11:29.3Z",'
        '"completed":"2026-11-28T06:11:30Z"}]}\n'
    )
    moments = (T + 318_870_860, T + 300_000_000, T + S)
    made = VertexStatus("transferring dockerfile:", "sha256:31e4", "transferring", 69, 0, *moments)
    assert raw_json(Status(statuses=[made])) == line


def test_raw_json_of_the_rest() -> None:
    status = Status(
        [Vertex("d", ("i",), "a && b", cached=True, started=T, error="e")],
        [],
        [VertexLog("d", T, 1, b"a\n")],
        [VertexWarning("d", 1, b"w", (b"x",), "u", "Dockerfile", b"F", "Dockerfile", (((1, 0), (2, 3)),))],
    )
    time = "2026-11-28T06:11:29Z"
    assert raw_json(status).endswith("\n")
    assert r"a \u0026\u0026 b" in raw_json(status)
    assert json.loads(raw_json(status)) == {
        "vertexes": [
            {"digest": "d", "inputs": ["i"], "name": "a && b", "started": time, "cached": True, "error": "e"}
        ],
        "logs": [{"vertex": "d", "stream": 1, "data": "YQo=", "timestamp": time}],
        "warnings": [
            {
                "vertex": "d",
                "level": 1,
                "short": "dw==",
                "detail": ["eA=="],
                "url": "u",
                "sourceInfo": {"filename": "Dockerfile", "data": "Rg==", "language": "Dockerfile"},
                "range": [{"start": {"line": 1}, "end": {"line": 2, "character": 3}}],
            }
        ],
    }


# the place of an error


DOCKERFILE = b"FROM busybox\n\n# note\nRUN a && \\\n    b\nRUN c\nRUN c\nCOPY x /\n"
RULE = "-" * 20


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        (
            "[2/4] RUN a &&     b",
            f"Dockerfile:4\n{RULE}\n   3 |     # note\n   4 | >>> RUN a && \\\n   5 | >>>     b\n   6 |     RUN c\n{RULE}\n",
        ),
        (
            "[stage-1 4/4] COPY x /",
            f"Dockerfile:8\n{RULE}\n   6 |     RUN c\n   7 |     RUN c\n   8 | >>> COPY x /\n   9 |     \n{RULE}\n",
        ),
        ("[3/4] RUN c", ""),  # it may be either
        ("[internal] load build context", ""),
        ("exporting to image", ""),
    ],
)
def test_place(step: str, shown: str) -> None:
    assert excerpt(DOCKERFILE, "Dockerfile", step) == shown
