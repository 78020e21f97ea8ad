"""A pytest plugin for projects that use an engine: their tests run on recordings, whatever client they use.

    @pytest.mark.engine_recording("restarts")        # recordings/restarts.json beside the test file
    def test_restarts(engine_replay): ...            # DOCKER_HOST names a socket where the recording is played

`pytest --engine-record` records anew from the engine that DOCKER_HOST names, instead of replaying. Nothing but this
module is imported until a test uses a fixture.
"""

from __future__ import annotations

import re
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from engineclient.events import Event
    from engineclient.recording.replay.server import ReplayServer, Report

__all__ = ["EngineReplay"]

_OPTION = "--engine-record"
_MARK = "engine_recording"


@dataclass(frozen=True)
class EngineReplay:
    """The value of the fixture `engine_replay`.

    Attributes:
        host: the address of the socket, `unix:///...`, for a client that takes it as an argument.
        path: the file of the recording.
        recording: True while the recording is being made, False while it is replayed.

    """

    host: str
    path: Path
    recording: bool


class _Session(Protocol):
    """One test's replay or recording."""

    passed: bool

    def unexpected(self) -> str:
        """A message about what has gone wrong so far, "" if nothing has."""
        ...


_recorded: dict[Path, str] = {}  # the text of each file recorded in this run
_sessions: weakref.WeakKeyDictionary[pytest.Item, _Session] = weakref.WeakKeyDictionary()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--engine-record`."""
    group = parser.getgroup("engineclient", "recordings of a container engine")
    group.addoption(
        _OPTION,
        action="store_true",
        help="record the recordings of engine_replay anew, from the engine at DOCKER_HOST",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark `engine_recording`."""
    config.addinivalue_line(
        "markers",
        f"{_MARK}(name, optional=False, lenient=False, cut_after=0, status=None, slow=0.0): the recording that "
        "engine_replay replays, and how: recorded requests may be missing; requests are matched by method and path alone; "
        "the connection breaks after this many frames; other statuses for the answers, by number of the request "
        "({number: status}); seconds of silence before each answer",
    )


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Fail a test that made a request that was not recorded, even if its client handled the error as an answer."""
    outcome: Any = yield
    session = _sessions.get(item)
    report: pytest.TestReport = outcome.get_result()
    if session is None or report.when != "call":
        return
    if message := session.unexpected():
        if report.passed:
            report.outcome, report.longrepr = "failed", message
        else:
            report.sections.append(("engine replay", message))
    session.passed = report.passed


@pytest.fixture
def engine_record(request: pytest.FixtureRequest) -> str | None:
    """The address of the engine that is being recorded, to prepare it for the test; None during a replay.

    Requests sent to it directly are not part of the recording.
    """
    if not hasattr(pytest, "version_tuple"):
        pytest.fail(f"engine_replay needs pytest 7.0 or newer; this is {pytest.__version__}", pytrace=False)
    if not request.config.getoption(_OPTION):
        return None
    from engineclient.connect.resolve import resolve
    from engineclient.errors import InvalidHost

    try:
        endpoint = resolve()
    except InvalidHost as error:
        pytest.fail(f"{_OPTION}: {error}", pytrace=False)
    if endpoint.kind != "unix":
        pytest.fail(
            f"{_OPTION}: only an engine at a unix socket can be recorded, not {endpoint}", pytrace=False
        )
    return str(endpoint)


@pytest.fixture
def engine_replay(request: pytest.FixtureRequest, engine_record: str | None) -> Iterator[EngineReplay]:
    """A socket that replays a recording in the place of an engine. DOCKER_HOST names it during the test.

    The recording is `recordings/NAME.json` beside the test file; NAME is the argument of the mark `engine_recording`,
    by default MODULE/TEST. A request that was not recorded fails the test, and so does a recorded one that is not made.
    """
    mark = request.node.get_closest_marker(_MARK)
    name, how = _engine_recording(*(mark.args if mark else ()), **(mark.kwargs if mark else {}))
    path = request.path.parent / "recordings" / f"{name or _default_name(request)}.json"
    if engine_record and how.faults:
        pytest.skip("a test with faults has nothing to record")
    if not engine_record and not path.is_file():
        pytest.fail(
            f"no recording {path}; to make it: pytest {_OPTION} {request.node.nodeid!r}", pytrace=False
        )
    with tempfile.TemporaryDirectory(prefix="engineclient-") as folder:
        socket = Path(folder, "docker.sock")  # not in tmp_path: the path of a socket must be short
        session = _record(path, engine_record, socket) if engine_record else _replay(path, how, socket)
        with session as running, _environment(socket):
            _sessions[request.node] = running
            yield EngineReplay(f"unix://{socket}", path, bool(engine_record))


@dataclass(frozen=True)
class _How:
    optional: bool
    lenient: bool
    faults: Mapping[str, Any]


def _engine_recording(
    name: str = "",
    *,
    optional: bool = False,
    lenient: bool = False,
    cut_after: int = 0,
    status: Mapping[int, int] | None = None,
    slow: float = 0.0,
) -> tuple[str, _How]:
    """The name of the recording and how to play it, from the arguments of the mark."""
    faults = {"cut_after": cut_after, "status": tuple((status or {}).items()), "slow": slow}
    return name, _How(optional, lenient, {key: value for key, value in faults.items() if value})


def _default_name(request: pytest.FixtureRequest) -> str:
    test = re.sub(r"[^\w.-]+", "-", request.node.name).strip("-")
    return f"{request.path.stem}/{test}"


@contextmanager
def _environment(socket: Path) -> Iterator[None]:
    from engineclient.recording.child_process import ELSEWHERE

    with pytest.MonkeyPatch.context() as patch:
        for variable in ELSEWHERE:
            patch.delenv(variable, raising=False)
        patch.setenv("DOCKER_HOST", f"unix://{socket}")
        yield


class _Replay:
    def __init__(self, server: ReplayServer, how: _How) -> None:
        self.passed = False
        self._server = server
        self._forgiving = how.optional or how.lenient or bool(how.faults)

    def unexpected(self) -> str:
        report = self._server.report()
        report.unused.clear()
        return _message(report)

    def final(self) -> str:
        return self.unexpected() if self._forgiving else _message(self._server.report())


def _message(report: Report) -> str:
    return "" if report.good else f"not as recorded:\n{report}"


@contextmanager
def _replay(path: Path, how: _How, socket: Path) -> Iterator[_Session]:
    from engineclient.recording.faults import Faults
    from engineclient.recording.recording import Recording
    from engineclient.recording.replay.server import ReplayServer

    recording = Recording.load(path)
    with ReplayServer(
        recording, lenient=how.lenient, home=str(Path.home()), faults=Faults(**how.faults)
    ) as server:
        server.listen(socket)
        replay = _Replay(server, how)
        yield replay
        if replay.passed and (message := replay.final()):
            pytest.fail(message, pytrace=False)


class _Record:
    passed = False

    def unexpected(self) -> str:
        return ""


@contextmanager
def _record(path: Path, host: str, socket: Path) -> Iterator[_Session]:
    from engineclient.engine import Engine
    from engineclient.proxy.proxy import Proxy, connector
    from engineclient.recording.recording import EngineInfo, Recording

    with Engine(host) as engine:
        about = EngineInfo.from_version(dict(engine.version().raw))
    events: list[Event] = []
    record = _Record()
    with Proxy(socket, connector(host.removeprefix("unix://")), events.append):
        yield record
    if record.passed:  # the recording of a failed test would be wrong
        made = Recording.of(events, scenario=path.stem, engine=about, home=str(Path.home()))
        if _recorded.setdefault(path, made.dumps()) != made.dumps():
            pytest.fail(f"another test has just recorded something else as {path}", pytrace=False)
        made.save(path, times=False)
