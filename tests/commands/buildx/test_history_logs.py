"""`buildx history logs`: the selection of a build, and its output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engineclient.build.history import LISTEN_BUILD_HISTORY, BuildRecord
from engineclient.build.solve import STATUS, status_request
from engineclient.cli.app import App
from engineclient.cli.failures import Failure
from engineclient.cli.root import Root
from engineclient.commands.buildx.history import find_build
from engineclient.commands.program import run
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from engineclient.wire.grpc import Methods, unary
from engineclient.wire.protobuf import field, message
from tests.commands.buildkit_engine import buildkit_engine

Ended = tuple[int, str, str]


def past(ref: str, *, completed: int | None = 1) -> BuildRecord:
    return BuildRecord(ref, {}, None, None, 0, completed, None, {}, 0, 0, 0)


BUILDS = [past("running", completed=None), past("a"), past("b"), past("c")]


@pytest.mark.parametrize(
    ("ref", "found"),
    [("", "running"), ("b", "b"), ("^0", "a"), ("^1", "b"), ("^2", "c"), ("^-1", "a"), ("^+1", "b")],
)
def test_which_build(ref: str, found: str) -> None:
    assert find_build(BUILDS, ref).ref == found


@pytest.mark.parametrize(
    ("ref", "complaint"),
    [
        ("nope", 'no record found for ref "nope"'),
        ("^3", 'no record found for ref "^3"'),
        ("^5", "no completed build found with offset 2"),
        ("^x", 'invalid offset "^x": strconv.Atoi: parsing "x": invalid syntax'),
    ],
)
def test_a_build_that_is_not_there(ref: str, complaint: str) -> None:
    with pytest.raises(Failure) as error:
        find_build(BUILDS, ref)
    assert error.value.text == complaint


def test_without_any_build() -> None:
    with pytest.raises(Failure, match="no records found"):
        find_build([], "")


@pytest.fixture
def seen() -> list[bytes]:
    """The requests for reports that the engine has received."""
    return []


@pytest.fixture
def minidocker(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    seen: list[bytes],
) -> Iterator[Callable[..., Ended]]:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    began, ended = field(1, 1_700_000_000), field(1, 1_700_000_002)
    vertex = field(1, "sha256:v") + field(3, "[1/1] RUN echo hi") + message(5, began) + message(6, ended)
    log = field(1, "sha256:v") + message(2, ended) + field(3, 1) + field(4, b"hi\n")
    report = message(1, vertex) + message(3, log)

    def status(request: bytes) -> bytes:
        seen.append(request)
        return report

    event = message(2, field(1, "ref1") + message(6, began) + message(7, ended))
    methods: Methods = {LISTEN_BUILD_HISTORY: unary(lambda _: event), STATUS: unary(status)}
    with buildkit_engine(tmp_path, methods) as host:

        def call(*args: str) -> Ended:
            argv = ["-H", host, "buildx", "history", "logs", *args]
            code = run(argv, App(), Root(TABLE, NOUNS, COMMON, FLAGGED))
            out, err = capsys.readouterr()
            return code, out, err

        yield call


@pytest.mark.parametrize("args", [[], ["ref1"], ["^0"], ["--progress", "auto"]], ids=str)
def test_how_it_went(minidocker: Callable[..., Ended], seen: list[bytes], args: list[str]) -> None:
    code, out, err = minidocker(*args)
    assert (code, out) == (0, "")
    assert err.splitlines() == ["#1 [1/1] RUN echo hi", "#1 2.000 hi", "#1 DONE 2.0s"]
    assert seen == [status_request("ref1")]


def test_as_json(minidocker: Callable[..., Ended]) -> None:
    assert minidocker("--progress", "rawjson")[2].startswith('{"vertexes":[{"digest":"sha256:v",')


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (["a", "b"], "accepts at most 1 arg(s), received 2"),
        (["--progress", "nope"], "invalid progress mode nope"),
        (["--progress", "tty"], "failed to get console: provided file is not a console"),
        (["nope"], 'no record found for ref "nope"'),
    ],
)
def test_what_is_refused(minidocker: Callable[..., Ended], args: list[str], complaint: str) -> None:
    assert minidocker(*args) == (1, "", f"ERROR: {complaint}\n")
