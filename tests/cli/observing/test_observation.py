"""`minidocker --explain`, `--curl` and `--trace`: beside a command, which stays as it is."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pexpect  # type: ignore[import-untyped]
import pytest

from engineclient.commands import main
from engineclient.trace.jsonl import loads
from tests.support import UPGRADED, answer, chunked, scripted

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path

    from tests.commands.engine import Minidocker
    from tests.support import ScriptedEngine

PROGRAM = [sys.executable, "-c", "from engineclient.commands import main; raise SystemExit(main())"]
CONTAINERS = [{"Id": "a" * 64, "Names": ["/web"], "Image": "nginx", "Labels": {}, "State": "running"}]


def run(engine: str, *args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"DOCKER_HOST": engine} | environ
    return subprocess.run([*PROGRAM, *args], env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("flag", ["--explain", "--curl", "--trace=run.jsonl"])
def test_the_command_itself_stays_as_it_is(
    minidocker: Minidocker, flag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    minidocker.answers = {"GET /containers/json": CONTAINERS, "POST /containers/none/start": (404, "No such")}
    for args in (("ps", "-q"), ("start", "none")):
        plain, observed = minidocker(*args), minidocker(flag, *args)
        assert observed[:2] == plain[:2]
        assert [line for line in plain.err.splitlines() if line not in observed.err.splitlines()] == []
        assert observed.err != plain.err


def test_the_story_is_told_on_stderr(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /containers/json": CONTAINERS}
    ended = minidocker("--explain", "ps", "-q")
    lines = ended.err.splitlines()
    assert lines[0].startswith("│ ── the conversation of this command with unix://")
    assert "-q, --quiet → The client prints the ids alone" in lines[1]
    assert lines[3].split()[:3] == ["│", "1", "→"]
    assert lines[3].endswith("GET /containers/json")
    assert any(line.endswith("· 1 entry") for line in lines)
    assert lines[-1].startswith("│ ── 1 request · ")


def test_curl_lines_alone(minidocker: Minidocker) -> None:
    minidocker.answers = {"GET /containers/json": []}
    ended = minidocker("-H", "unix:///run/my.sock", "--curl", "ps", "-aq")
    assert ended.err.endswith(" 'http://localhost/v1.50/containers/json?all=1'\n")


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (["--trace", "run.txt", "ps"], "a trace is saved to a file that ends in .har, .html, .jsonl or .mmd"),
        (["--trace", "no/such/run.har", "ps"], "there is no directory no/such"),
        (["--explain", "explain", "run-stdin"], "'minidocker explain' has none of its own to show"),
        (["--explain", "proxy", "--listen", "s"], "'minidocker proxy' has none of its own to show"),
        (["--trace=a.har", "record", "x", "--", "true"], "'minidocker record' has none of its own to show"),
        (["--curl", "replay", "x", "--", "true"], "'minidocker replay' has none of its own to show"),
        (["--curl", "tour"], "'minidocker tour' has none of its own to show"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_runs(
    minidocker: Minidocker, args: list[str], complaint: str
) -> None:
    ended = minidocker(*args)
    assert (ended.code, ended.out, minidocker.asked) == (1, "", [])
    assert complaint in ended.err


def test_a_trace_is_kept_although_the_command_fails(minidocker: Minidocker, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    minidocker.answers = {"POST /containers/web/start": (500, "on fire")}
    ended = minidocker("--trace", str(path), "start", "web")
    assert ended.code == 1
    assert f"minidocker: the conversation is kept in {path}\n" in ended.err
    trace = loads(path.read_text())
    assert trace.command == ["minidocker", "start", "web"]
    assert "on fire" in str(trace.events)


def test_without_an_engine_to_name_nothing_is_kept(minidocker: Minidocker, tmp_path: Path) -> None:
    path = tmp_path / "run.har"
    assert minidocker("--trace", str(path), "start").code == 1
    assert not path.exists()


@pytest.mark.parametrize(
    ("args", "kept"),
    [
        (["run", "-e", "TOKEN=x", "--name=web", "a"], "run -e TOKEN=*** --name=web a"),
        (["run", "-eTOKEN=x", "--env=A=b", "a"], "run -eTOKEN=*** --env=A=*** a"),
        (["import", "https://me:hunter2@host/a.tar"], "import https://***@host/a.tar"),
        (
            ["commit", "-c", "ENV TOKEN=hunter2", "--change=env A b", "a"],
            "commit -c ENV *** --change=env *** a",
        ),
        (["login", "-u", "me", "-p", "hunter2", "host"], "login"),
    ],
)
def test_secrets_of_the_command_line_are_not_kept(
    minidocker: Minidocker, args: list[str], kept: str, tmp_path: Path
) -> None:
    path = tmp_path / "run.jsonl"
    minidocker("--trace", str(path), *args)
    assert " ".join(loads(path.read_text()).command) == f"minidocker {kept}"


def events(connection: socket.socket, head: bytes) -> None:
    """An engine whose containers come and go while one lists them."""
    target = head.split(b" ")[1]
    mine = {"Type": "container", "Action": "start", "Actor": {"ID": "web", "Attributes": {}}, "timeNano": 1}
    other = mine | {"Actor": {"ID": "db", "Attributes": {}}}
    if b"/events" in target:
        lines = b"".join(json.dumps(event).encode() + b"\n" for event in (mine, other))
        connection.sendall(chunked(lines, end=b"until" in target))
    elif b"/_ping" in target:
        connection.sendall(answer(b"OK"))
    elif b"/logs" in target:
        kind = "Content-Type: application/vnd.docker.multiplexed-stream"
        connection.sendall(chunked(b"\x01\x00\x00\x00\x00\x00\x00\x06ready\n", headers=(kind,), end=False))
    else:
        connection.sendall(answer(json.dumps({"Id": "web", "Config": {"Tty": False}}).encode()))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ScriptedEngine]:
    with scripted(tmp_path / "docker.sock", events) as engine:
        yield engine


def test_the_daemons_own_events_stand_beside_it_once(engine: ScriptedEngine, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    ended = run(engine.host, "--explain", "--trace", str(path), "start", "web")
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.count("◆") == ended.stderr.count("container start") == 1
    assert [daemon_event.id for daemon_event in loads(path.read_text()).daemon_events] == ["web"]
    asked = [event.path for event in loads(path.read_text()).events if hasattr(event, "path")]
    assert "/events" not in asked


def test_in_a_program_that_calls_it_nobody_goes_on_listening(engine: ScriptedEngine, tmp_path: Path) -> None:
    assert main(["-H", engine.host, "--trace", str(tmp_path / "run.jsonl"), "start", "web"]) == 0
    for thread in threading.enumerate():
        if "_listen" in thread.name:
            thread.join(10)
            assert not thread.is_alive()


def minding_interrupts() -> None:
    """What runs in the background of a shell ignores them, and so would the program."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_trace_is_kept_although_the_command_is_interrupted(
    engine: ScriptedEngine, tmp_path: Path, number: signal.Signals
) -> None:
    path = tmp_path / "run.jsonl"
    argv = [*PROGRAM, "--trace", str(path), "logs", "-f", "web"]
    environ = os.environ | {"DOCKER_HOST": engine.host}
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(argv, env=environ, preexec_fn=minding_interrupts, **pipes) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        running.send_signal(number)
        try:
            running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == 128 + number
    assert "ready" in path.read_text()


def coloured(host: str, **environ: str) -> bool:
    """Whether the story has colours on a terminal."""
    ours, theirs = pty.openpty()
    variables = os.environ | {"DOCKER_HOST": host, "TERM": "xterm"} | environ
    subprocess.run([*PROGRAM, "--explain", "start", "web"], env=variables, stderr=theirs, check=True)
    os.close(theirs)
    shown = b""
    try:
        while data := os.read(ours, 65536):
            shown += data
    except OSError:
        pass  # how a terminal tells its end
    os.close(ours)
    assert "→".encode() in shown
    return b"\x1b[" in shown


def test_colours_are_for_terminals_that_want_them(engine: ScriptedEngine) -> None:
    assert coloured(engine.host, NO_COLOR="")
    assert not coloured(engine.host, NO_COLOR="1")
    assert not coloured(engine.host, TERM="dumb")
    assert "\x1b" not in run(engine.host, "--explain", "start", "web").stderr


def session(connection: socket.socket, head: bytes) -> None:
    """An engine with one container, whose terminal says `# ` and echoes a line."""
    target = head.split(b" ")[1]
    if b"/events" in target:
        connection.sendall(answer(b"", "404 Not Found"))
    elif b"/attach" in target:
        connection.sendall(UPGRADED.replace(b"multiplexed", b"raw") + b"# ")
        connection.sendall(b"you said " + connection.recv(100) + b"\r\n")
        connection.recv(1)
    elif b"/wait" in target:
        connection.sendall(chunked(b'{"StatusCode":0}\n'))
    elif b"/create" in target:
        connection.sendall(answer(b'{"Id":"' + b"c" * 64 + b'","Warnings":[]}', "201 Created"))
    else:
        connection.sendall(answer(b"", "204 No Content" if b"/_ping" not in target else "200 OK"))


def test_a_terminal_that_is_raw_is_the_containers(tmp_path: Path) -> None:
    with scripted(tmp_path / "docker.sock", session) as engine:
        environ: Any = os.environ | {"DOCKER_HOST": engine.host, "NO_COLOR": "1"}
        child = pexpect.spawn(
            PROGRAM[0], [*PROGRAM[1:], "--explain", "run", "-it", "busybox"], env=environ, timeout=60
        )
        child.expect_exact("# ")
        before = child.before
        child.send("hi")
        child.expect_exact("you said hi")
        between = child.before
        child.send("\x10\x11")  # the keys that detach
        child.expect(pexpect.EOF)
        after = child.before
    assert b"POST /containers/create" in before
    assert b"/attach" not in before
    assert between == b""
    assert b"/attach" in after
    assert b'stdin 2B "hi"' in after
    assert b"\n" not in after.replace(b"\r\n", b"")


def test_nothing_of_it_is_imported_unless_it_is_wanted() -> None:
    script = (
        "import sys; from engineclient.commands import main\n"
        "code = main(['-H', 'unix:///none', 'ps'])\n"
        "sys.exit(str([name for name in sys.modules if 'engineclient.trace' in name or 'observ' in name]))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ended.stderr.splitlines()[-1] == "[]"


@pytest.mark.engine
def test_a_real_daemon_tells_of_a_run_from_create_to_destroy(
    engine_host: str, engine_images: object, tmp_path: Path
) -> None:
    path = tmp_path / "run.jsonl"
    ended = run(engine_host, "--explain", "--trace", str(path), "run", "--rm", "busybox", "echo", "hi")
    assert (ended.returncode, ended.stdout) == (0, "hi\n"), ended.stderr
    trace = loads(path.read_text())
    titles = [
        daemon_event.title
        for daemon_event in sorted(trace.daemon_events, key=lambda daemon_event: daemon_event.at)
    ]
    expected = ["create", "attach", "start", "die", "destroy"]
    assert [title for title in titles if title.startswith("container ")] == [
        f"container {it}" for it in expected
    ]
    assert "network connect" in titles
    requests = {event.path.rpartition("/")[2]: event.at for event in trace.events if hasattr(event, "path")}
    created, started = (
        next(
            daemon_event.at
            for daemon_event in trace.daemon_events
            if daemon_event.title == f"container {action}"
        )
        for action in ("create", "start")
    )
    assert requests["create"] < created < requests["attach"] < requests["start"] < started
    assert ended.stderr.count("◆") == len(titles)
