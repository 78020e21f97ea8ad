"""The program as a shell sees it: exit codes, signals, what it imports, and completion."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engineclient.cli.app import App
from engineclient.commands.program import complete, main, run
from engineclient.commands.table import TABLE
from engineclient.versions import CLIENT
from tests.cli.samples import sample_root

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.samples import Ended

CLI = Path(__file__).parents[2] / "cli.py"


@pytest.mark.parametrize(
    ("line", "ended"),
    [
        ("rm a b -f", (0, "a True\nb True\n", "")),
        ("container remove a", (0, "a False\n", "")),
        ("everything --code=7", (7, "((), {'float': 0.0, 'word': '', 'code': 7})\n", "")),
        ("-v", (0, f"minidocker version {CLIENT}\n", "")),
        ("-vD", (0, f"minidocker version {CLIENT}\n", "")),
        ("-v nosuch", (0, f"minidocker version {CLIENT}\n", "")),
        ("-v rm a", (0, "a False\n", "")),
        ("--version=false rm a", (0, "a False\n", "")),
        ("-D -- rm a", (0, "a False\n", "")),
        ("fail interrupt", (130, "", "")),
        ("fail file", (1, "", "open /no/such: no such file or directory\n")),
        ("run --isolation=x a", (125, "", (
            "--isolation is not supported by minidocker: only Windows has it\n\n"
            "Usage:  minidocker run [OPTIONS] IMAGE [COMMAND] [ARG...]\n\n"
            "Run 'minidocker run --help' for more information\n"))),
        ("stop --time 1 a", (0, (
            "Flag --time has been deprecated, use --timeout instead\n(('a',), {'timeout': 1})\n"), "")),
    ],
)  # fmt: skip
def test_ends(line: str, ended: tuple[int, str, str], call: Callable[..., Ended]) -> None:
    assert call(*line.split()) == ended


@pytest.mark.parametrize("kind", ["surprise", "value"])
def test_a_surprise_takes_one_line(kind: str, call: Callable[..., Ended]) -> None:
    ended = call("fail", kind)
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert ended.err.startswith("minidocker: unexpected ")


def test_a_surprise_shows_its_traceback_in_debug_mode(call: Callable[..., Ended]) -> None:
    assert call("-D", "fail", "surprise").err.startswith("Traceback (most recent call last):")


def test_global_options_reach_the_app() -> None:
    app = App()
    run(["-H", "unix:///a", "--config=/c", "-Dl", "WARN", "--tlsverify", "rm", "x"], app, sample_root())
    given = {"hosts": ["unix:///a"], "config": "/c", "debug": True, "log_level": "WARN", "tlsverify": True}
    assert {name: getattr(app.options, name) for name in given} == given
    assert not app.options.tls


def test_path_tells_how_a_command_was_called() -> None:
    app = App()
    run(["container", "remove", "x"], app, sample_root())
    assert app.path == "minidocker container rm"


def process(*args: str, script: str | None = None) -> list[str]:
    return [sys.executable, *(["-c", script] if script else [str(CLI)]), *args]


def test_a_dry_run_is_not_read_only_too(call: Callable[..., Ended]) -> None:
    text = "conflicting options: cannot specify both --dry-run and --read-only\n"
    assert call("--dry-run", "--read-only", "ps") == (1, "", text)


@pytest.mark.parametrize("name", ["docker", "minidocker", "podman"])
def test_in_the_place_of_docker_it_goes_by_that_name(tmp_path: Path, name: str) -> None:
    program = tmp_path / name
    program.write_text("from engineclient.commands import main\nraise SystemExit(main())\n")
    ended = subprocess.run(
        [sys.executable, program, "rename", "a"], capture_output=True, text=True, check=False
    )
    called = "docker" if name == "docker" else "minidocker"
    assert ended.stderr.startswith(f"{called}: '{called} rename' requires 2 arguments\n")


def test_in_the_place_of_docker_its_version_is_where_scripts_look_for_docker_s(tmp_path: Path) -> None:
    program = tmp_path / "docker"
    program.write_text("from engineclient.commands import main\nraise SystemExit(main())\n")
    ended = subprocess.run([sys.executable, program, "-v"], capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == (f"Docker version {CLIENT}\n", "")


def test_a_reader_that_left_ends_it_by_sigpipe() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = subprocess.run(process("--help"), stdout=writer, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writer)
    assert (ended.returncode, ended.stderr) == (-signal.SIGPIPE, b"")


@pytest.mark.parametrize("ignored", [False, True], ids=["", "ignored"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_it_silently(number: signal.Signals, code: int, ignored: bool) -> None:
    """Also those that are ignored at the start, as SIGINT is in a background job of a script."""
    script = (
        f"import signal; {ignored} and signal.signal({int(number)}, signal.SIG_IGN)\n"
        "import sys, os, signal; from engineclient.cli import root; from engineclient.commands import program\n"
        f"root.Root.find = lambda *_: os.kill(os.getpid(), {int(number)})\n"
        "root.Root.knows = lambda *_: True\n"
        "sys.exit(program.main())"
    )
    ended = subprocess.run(process("wait", script=script), capture_output=True, check=False, cwd=CLI.parent)
    assert (ended.returncode, ended.stdout, ended.stderr) == (code, b"", b"")


@pytest.mark.parametrize("line", ["--help", "-v", "recordings ls --no-such", "-H recording: version"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_calls_it_keeps_its_handlers(
    number: signal.Signals, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = signal.SIG_IGN if number is signal.SIGINT else lambda *_: None
    before = signal.signal(number, own)
    try:
        main(line.split())
        assert signal.getsignal(number) == own
    finally:
        signal.signal(number, before)


def test_a_program_that_calls_it_survives_a_reader_that_has_left() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    script = "import sys; from engineclient.commands import main; print(main(['--help']), file=sys.stderr)"
    try:
        ended = subprocess.run(
            process(script=script), stdout=writer, stderr=subprocess.PIPE, check=False, cwd=CLI.parent
        )
    finally:
        os.close(writer)
    assert ended.stderr.splitlines()[0] == b"141"


def test_a_program_that_calls_it_may_redirect_the_text() -> None:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        assert main(["-H", "recording:", "version", "-f", "{{.Client.Os}}", "--nope"]) == 125
        assert main(["-v"]) == 0
    assert out.getvalue() == f"minidocker version {CLIENT}\n"
    assert err.getvalue().startswith("unknown flag: --nope\n")


def test_what_a_program_printed_before_comes_first() -> None:
    script = "from engineclient.commands import main; print('before'); main(['-v']); print('after')"
    ended = subprocess.run(
        process(script=script), capture_output=True, text=True, check=False, cwd=CLI.parent
    )
    assert ended.stdout.splitlines() == ["before", f"minidocker version {CLIENT}", "after"]


def modules_after(*args: str, complete: str = "") -> set[str]:
    """The modules that the program has imported when it ends."""
    script = (
        "import sys; from engineclient.commands import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    environment = {
        **os.environ,
        "_MINIDOCKER_COMPLETE": complete,
        "COMP_WORDS": "minidocker ",
        "COMP_CWORD": "1",
    }
    ended = subprocess.run(
        process(*args, script=script),
        capture_output=True,
        text=True,
        check=True,
        cwd=CLI.parent,
        env=environment,
    )
    return set(ended.stderr.split())


@pytest.mark.parametrize(("args", "instruction"), [(["--help"], ""), (["-v"], ""), ([], "bash_complete")])
def test_help_and_completion_import_no_client(args: list[str], instruction: str) -> None:
    commands = {entry.where.partition(":")[0] for entry in TABLE}
    loaded = modules_after(*args, complete=instruction)
    assert loaded & {"httpx", "asyncio", "engineclient.engine", *commands} == set()


def test_the_library_does_not_import_click() -> None:
    script = "import engineclient, sys; sys.exit('click' in sys.modules)"
    assert subprocess.run(process(script=script), check=False, cwd=CLI.parent).returncode == 0


def completions(words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    complete("bash_complete", App(), sample_root())
    return [line.partition(",")[2] for line in capsys.readouterr().out.split()]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("minidocker r", ["rename", "rm", "rmi", "run"]),
        ("minidocker con", ["container"]),
        ("minidocker container re", ["rename"]),
        ("minidocker -D container st", ["stop"]),
        ("minidocker --tlsc", ["--tlscacert", "--tlscert"]),
        ("minidocker run --h", ["--health-interval", "--hostname", "--help"]),
        ("minidocker run --rm --nosuch --na", ["--name"]),
        ("minidocker run --iso", []),
        ("minidocker rm --f", ["--force"]),
        ("minidocker rm ", ["web", "db"]),
        ("minidocker container rm -f web ", ["web", "db"]),
        ("minidocker ps ", []),
        ("minidocker nosuch ", []),
    ],
)
def test_completion(
    words: str, found: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert completions(words, monkeypatch, capsys) == found
