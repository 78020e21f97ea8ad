"""What surrounds a command: the environment, the working directory, the files that flags name."""

from __future__ import annotations

import errno
import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.cli.local_files import working_directory, write_whole
from engineclient.cli.terminal.signals import Signals
from engineclient.commands import main
from engineclient.golang.files import read_file

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker


@pytest.fixture
def gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working directory is gone."""
    there = tmp_path / "gone"
    there.mkdir()
    monkeypatch.chdir(there)
    there.rmdir()


@pytest.mark.usefixtures("gone")
@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["cp", "x", "web:/"], "getwd: no such file or directory\n"),
        (["cp", "web:/x", "y"], "getwd: no such file or directory\n"),
        (["save", "-o", "x", "busybox"], "failed to save image: getwd: no such file or directory\n"),
        (["export", "-o", "x", "web"], "failed to export container: getwd: no such file or directory\n"),
        (["load", "-i", "x"], "open x: no such file or directory\n"),
    ],
)
def test_a_working_directory_that_is_gone_is_named_by_what_needs_it(
    minidocker: Minidocker, args: list[str], error: str
) -> None:
    assert minidocker(*args) == (1, "", error)


@pytest.mark.usefixtures("gone")
def test_nothing_else_needs_a_working_directory(minidocker: Minidocker) -> None:
    minidocker.answers = {"POST /containers/create": {"Id": "abc", "Warnings": []}}
    assert working_directory() == ""
    assert minidocker("create", "-v", "/a:/b", "busybox") == (0, "abc\n", "")
    assert minidocker("create", "-v", "./a:/b", "busybox").code == 0
    assert b'"./a:/b"' in minidocker.bodies[-1]  # the engine refuses it, as it does of docker


@pytest.mark.parametrize(
    ("args", "code", "error"),
    [
        (["import", ""], 1, "open : no such file or directory\n"),
        (["import", "", "name"], 1, "open : no such file or directory\n"),
        (["create", "--env-file", "", "x"], 125, "open : no such file or directory"),
        (["create", "--label-file=", "x"], 125, "open : no such file or directory"),
        (["exec", "--env-file", "", "web", "true"], 1, "open : no such file or directory"),
    ],
)
def test_an_empty_path_is_no_file(minidocker: Minidocker, args: list[str], code: int, error: str) -> None:
    ended = minidocker(*args)
    assert (ended.code, error in ended.err, minidocker.asked) == (code, True, [])


_MEM = "/proc/self/mem"  # reads of its begin end with EIO, as of a disk that fails


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["load", "-i", _MEM], f"read {_MEM}: input/output error\n"),
        (["import", _MEM, "x"], f"read {_MEM}: input/output error\n"),
        (["secret", "create", "x", _MEM], f"error reading from {_MEM}: read {_MEM}: input/output error\n"),
        (
            ["exec", "--env-file", _MEM, "web", "true"],
            f"invalid env file ({_MEM}): read {_MEM}: input/output error\n",
        ),
        (["stack", "config", "-c", _MEM], f"read {_MEM}: input/output error\n"),
    ],
    ids=lambda each: " ".join(each[:2]) if isinstance(each, list) else "",
)
def test_a_file_that_cannot_be_read_on_is_named(minidocker: Minidocker, args: list[str], error: str) -> None:
    minidocker.answers = {"POST /images/load": b"", "POST /images/create": b""}
    assert minidocker(*args) == (1, "", error)


def test_read_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    assert read_file(str(tmp_path / "x")) == b"x"
    with pytest.raises(FileNotFoundError):
        read_file("")


def test_a_file_that_takes_a_part_at_a_time_gets_all() -> None:
    class Slow:
        def __init__(self) -> None:
            self.taken = b""

        def write(self, data: bytes) -> int:
            self.taken += bytes(data[:3])
            return min(3, len(data))

    file: Any = Slow()
    write_whole(file, b"0123456789")
    assert file.taken == b"0123456789"


@pytest.mark.parametrize(
    ("args", "platform"),
    [
        (["pull", "x"], "linux/arm64"),
        (["create", "x"], "linux/arm64"),
        (["create", "--platform", "linux/s390x", "x"], "linux/s390x"),
        (["import", "/dev/null"], "linux/arm64"),
        (["pull", "--platform", "linux/s390x", "x"], "linux/s390x"),
    ],
)
def test_the_platform_of_the_environment(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch, args: list[str], platform: str
) -> None:
    monkeypatch.setenv("DOCKER_DEFAULT_PLATFORM", "linux/arm64")
    minidocker.answers = {"POST /images/create": b"{}", "POST /containers/create": {"Id": "abc"}}
    minidocker(*args)
    assert f"platform={platform}" in minidocker.asked[-1]


@pytest.mark.parametrize("command", ["push", "save", "load", "history", "rmi", "inspect"])
def test_the_platform_of_the_environment_is_not_for_images_that_are_here(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DOCKER_DEFAULT_PLATFORM", "linux/s390x")
    assert "linux/s390x" not in minidocker(command, "--help").out


@pytest.mark.parametrize("command", ["pull", "create", "run", "import"])
def test_help_shows_the_platform_of_the_environment(
    minidocker: Minidocker, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DOCKER_DEFAULT_PLATFORM", "linux/arm64")
    assert '"linux/arm64"' in minidocker(command, "--help").out


def test_a_handler_that_is_not_python_s_is_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    """faulthandler (PYTHONFAULTHANDLER, -X dev) has one of C for SIGABRT, which `signal` gives as None."""
    real = signal.signal

    def first_of_c(number: int, handler: Any) -> Any:
        before = real(number, handler)
        return None if callable(handler) else before

    monkeypatch.setattr(signal, "signal", first_of_c)
    signals = Signals()
    came: list[int] = []
    signals.on(signal.SIGUSR1, came.append)
    os.kill(os.getpid(), signal.SIGUSR1)
    signals.release()
    assert (came, signal.getsignal(signal.SIGUSR1)) == ([signal.SIGUSR1], signal.SIG_DFL)


def test_a_thread_that_is_not_the_main_one_can_run_commands(capfd: pytest.CaptureFixture[str]) -> None:
    """Python handles signals in the main thread only."""
    codes: list[int] = []
    handled: list[int] = []

    def call() -> None:
        codes.append(main(["context", "show"]))
        signals = Signals()
        signals.on(signal.SIGUSR1, handled.append)
        signals.release()

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert (codes, capfd.readouterr().out) == ([0], "default\n")


def test_an_id_that_cannot_be_written_names_the_file_and_leaves_none(
    minidocker: Minidocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk."""
    minidocker.answers = {"POST /containers/create": {"Id": "abc", "Warnings": []}}
    path = tmp_path / "id"

    def full(_file: object, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("engineclient.commands.container.run.write_whole", full)
    why = f"failed to write the container ID to the file: write {path}: no space left on device"
    assert minidocker("create", "--cidfile", str(path), "x") == (1, "", f"{why}\n")
    ended = minidocker("run", "--cidfile", str(path), "x")
    assert (ended.code, ended.err.splitlines()[0]) == (125, f"minidocker: {why}")
    assert not path.exists()
