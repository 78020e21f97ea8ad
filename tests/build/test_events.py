"""The reports of both builders as events."""

from __future__ import annotations

import itertools

import pytest

from engineclient.build import events
from engineclient.build.events import (
    Began,
    BuildFailed,
    BuildStep,
    Ended,
    Event,
    Output,
    Progress,
    Summary,
)
from engineclient.build.graph import GraphReader, instruction_of
from engineclient.build.prose import ProseReader
from engineclient.build.trace import Status, Vertex, VertexLog, VertexStatus, VertexWarning
from engineclient.build.vertices import Steps
from engineclient.errors import DecodeError
from engineclient.models import images

S = 1_000_000_000


def read(*records: dict[str, object], error: str = "") -> list[Event]:
    clock = itertools.count(100.0)
    reader = ProseReader(lambda: next(clock))
    found = [event for record in records for event in reader.read(images.Progress(record))]
    return [*found, *reader.end(error)]


def lines(*texts: str) -> list[dict[str, object]]:
    return [{"stream": text} for text in texts]


DOCKER = lines(
    "Step 1/3 : FROM busybox AS a",
    "\n",
    " ---> e61e6e92da75\n",
    "Step 2/3 : RUN make",
    "\n",
    " ---> Running in 4475144d61d9\n",
    "\x1b[91mwarning\n\x1b[0m",
    "made\n",
    " ---> Removed intermediate container 4475144d61d9\n",
    " ---> 00e7164c04a4\n",
    "Step 3/3 : COPY . /",
    "\n",
    " ---> Using cache\n",
    " ---> 4101f7691893\n",
    "[Warning] One or more build-args [X] were not consumed\n",
    "Successfully built 4101f7691893\n",
    "Successfully tagged x:latest\n",
)


def test_the_classic_builder() -> None:
    assert read(*DOCKER) == [
        Began("1", "[1/3] FROM busybox AS a", "FROM busybox AS a", 100.0),
        Ended("1", False, 1.0),
        Began("2", "[2/3] RUN make", "RUN make", 102.0),
        Output("2", "stderr", b"warning\n", 103.0),
        Output("2", "stdout", b"made\n", 104.0),
        Ended("2", False, 3.0),
        Began("3", "[3/3] COPY . /", "COPY . /", 106.0),
        events.Warning("One or more build-args [X] were not consumed"),
        Ended("3", True, 1.0),
    ]


PODMAN = lines(
    "[1/2] STEP 1/1: FROM x AS a\n",
    "--> e61e6e92da75\n",
    "[2/2] STEP 1/2: FROM a\n",
    "[2/2] STEP 2/2: RUN make\n",
    f"--> Using cache {'0' * 64}\n",
    "[2/2] COMMIT name\n",
    "Successfully tagged localhost/name:latest\n",
)


def test_podman() -> None:
    found = [
        (event.name if isinstance(event, Began) else event.cached)
        for event in read(*PODMAN)
        if isinstance(event, (Began, Ended))
    ]
    assert found == [
        "[1 1/1] FROM x AS a",
        False,
        "[2 1/2] FROM a",
        False,
        "[2 2/2] RUN make",
        True,
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "Step 2/2 : RUN make\n",
        "Step 3/3 : x",
        "STEP 1/2: x\n",
        "COMMIT\n",
        f"{'0' * 64}\n",
        "Step 1/2 : FROM busybox",
        " ---> Using cache\n",
    ],
)
def test_a_program_that_prints_what_the_builder_does(printed: str) -> None:
    found = read(*lines("Step 1/2 : RUN x", "\n", " ---> Running in 4475144d61d9\n", "out\n", printed))
    assert [type(event) for event in found] == [Began, Output, Output, Ended]
    assert isinstance(found[-1], Ended)
    assert not found[-1].cached


def test_a_pull_is_progress() -> None:
    pulling: dict[str, object] = {
        "status": "Downloading",
        "id": "abc",
        "progressDetail": {"current": 1, "total": 2},
    }
    assert read(pulling, {"status": "Pull complete", "id": "abc"}) == [
        Progress("", "Downloading abc", 1, 2, False),
        Progress("", "Pull complete abc", 0, 0, True),
    ]


def test_the_step_under_way_has_the_error() -> None:
    assert read(*lines("Step 1/1 : RUN x"), error="no")[-1] == Ended("1", False, 1.0, "no")


def test_buildkit() -> None:
    reader = GraphReader()
    reports = [
        Status([Vertex("d", name="[build 2/3] RUN make")]),
        Status([Vertex("d", name="[build 2/3] RUN make", started=5 * S)]),
        Status(
            [],
            [VertexStatus("transferring context:", "d", "transferring", 3, 4)],
            [VertexLog("d", 6 * S, 2, b"x")],
            [
                VertexWarning(
                    "d", short=b"careful", url="u", filename="Dockerfile", ranges=(((3, 0), (3, 0)),)
                )
            ],
        ),
        Status([Vertex("d", name="[build 2/3] RUN make", started=5 * S, completed=7 * S, error="bad")]),
        Status([Vertex("d", name="[build 2/3] RUN make", started=5 * S, completed=7 * S, error="bad")]),
    ]
    assert [event for report in reports for event in reader.read(report)] == [
        Began("d", "[build 2/3] RUN make", "RUN make", 5.0),
        Progress("d", "transferring context:", 3, 4, False),
        Output("d", "stderr", b"x", 6.0),
        events.Warning("careful", "u", "Dockerfile", 3),
        Ended("d", False, 2.0, "bad"),
    ]


def test_a_step_that_is_taken_up_again() -> None:
    reader = GraphReader()
    found = [
        event
        for start, end, cached in ((1, 2, False), (5, 7, False), (5, 7, True))
        for event in reader.read(Status([Vertex("d", started=start * S, completed=end * S, cached=cached)]))
    ]
    assert found[1:] == [Ended("d", False, 1.0), Ended("d", False, 3.0), Ended("d", True, 3.0)]


def test_more_steps_than_anyone_builds_are_refused() -> None:
    reader, steps = GraphReader(), Steps()
    with pytest.raises(DecodeError, match="more than 100000 steps"):
        for number in range(1_000_000):
            for _ in reader.read(Status([Vertex(str(number), started=1)])):
                pass
    with pytest.raises(DecodeError, match="more than 100000 steps"):
        for number in range(1_000_000):
            steps.update(Status([Vertex(str(number), started=1)]))


def test_more_parts_than_any_step_has_are_refused() -> None:
    steps = Steps()
    steps.update(Status([Vertex("x", started=1)]))
    with pytest.raises(DecodeError, match="more than 100000 parts"):
        for number in range(1_000_000):
            steps.update(Status([], [VertexStatus(str(number), "x", started=1)]))


def test_a_line_without_an_end_is_broken() -> None:
    steps = Steps()
    steps.update(Status([Vertex("x", started=1)]))
    for _ in range(5):
        steps.update(Status([], [], [VertexLog("x", 2, 1, b"x" * 400_000)]))
    assert [len(line) for line in steps.by_digest["x"].lines] == [800_006, 800_006, 400_006]


def test_output_that_is_not_shown_is_forgotten() -> None:
    steps = Steps()
    steps.update(Status([Vertex("x", started=1)]))
    for number in range(1000):
        steps.update(Status([], [], [VertexLog("x", 2, 1, b"%d\n" % number)]))
        steps.forget(3)
    assert [line.split()[1] for line in steps.by_digest["x"].lines] == [b"997", b"998", b"999"]


@pytest.mark.parametrize(
    ("name", "instruction"),
    [
        ("[2/5] RUN make", "RUN make"),
        ("[build 2/5] COPY a\n b", "COPY a\n b"),
        ("[linux/amd64 build  2/11] RUN x", "RUN x"),
        ("[internal] load build context", ""),
        ("exporting to image", ""),
        ("[auth] x:pull token for 1/2", ""),
    ],
)
def test_the_instruction_of_a_step(name: str, instruction: str) -> None:
    assert instruction_of(name) == instruction


def test_the_end_of_a_long_output_is_kept() -> None:
    summary = Summary()
    summary.add(Began("1", "n", "", 0.0))
    for number in range(100_000):
        summary.add(Output("1", "stdout", b"%08d" % number, 0.0))
    (step,) = summary.steps
    assert len(step.output) == 64 * 1024
    assert step.output.endswith(b"00099999")


@pytest.mark.parametrize(
    ("message", "code", "expected"),
    [
        ('process "x" did not complete successfully: exit code: 3', None, 3),
        ("while running runtime: exit status 9", None, 9),
        ("returned a non-zero code: 7", 7, 7),
        ("no such file", None, None),
    ],
)
def test_the_exit_code_of_a_failure(message: str, code: int | None, expected: int | None) -> None:
    assert BuildFailed(message, code=code).code == expected


def test_the_step_of_a_failure() -> None:
    steps = (BuildStep("a", ""), BuildStep("b", "", error="x"), BuildStep("c", ""))
    assert BuildFailed("x", steps=steps).step == steps[1]
    assert BuildFailed("x").step is None
