"""The parts of a session that need no engine: raw mode, the names of signals, and the size of the window."""

from __future__ import annotations

import os
import signal
import subprocess
import termios
import threading
from collections.abc import Iterator
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, NamedTuple, cast

import pytest

from engineclient import Conflict
from engineclient.cli.output import Output
from engineclient.cli.terminal.rawmode import RawMode
from engineclient.cli.terminal.signals import FORWARDED, name_of
from engineclient.cli.terminal.window import Window
from engineclient.wire import resizing

if TYPE_CHECKING:
    from engineclient.cli.app import App


class Pty(NamedTuple):
    master: FileIO
    slave: FileIO


@pytest.fixture
def pty() -> Iterator[Pty]:
    master, slave = os.openpty()
    with FileIO(master, "r+") as master_file, FileIO(slave, "r+") as slave_file:
        yield Pty(master_file, slave_file)


def settings(slave: FileIO) -> str:
    return subprocess.run(["stty", "-g"], stdin=slave, capture_output=True, text=True, check=True).stdout


def test_raw_mode_is_that_of_stty_and_what_was_found_comes_back(pty: Pty) -> None:
    subprocess.run(["stty", "-echo", "intr", "^X", "ixoff"], stdin=pty.slave, check=True)
    found = settings(pty.slave)
    raw = RawMode(pty.slave.fileno())
    raw.enter()
    raw.enter()
    entered = termios.tcgetattr(pty.slave)
    subprocess.run(["stty", "raw", "-echo", "-iexten", "-echonl"], stdin=pty.slave, check=True)
    flags = termios.tcgetattr(pty.slave)[:4]
    raw.leave()
    assert settings(pty.slave) == found
    assert entered[1:4] == flags[1:4]
    raw.leave()


def test_what_is_no_terminal_does_not_become_raw() -> None:
    read, write = os.pipe()
    raw = RawMode(read)
    raw.enter()
    raw.leave()
    os.close(read)
    os.close(write)


def test_a_terminal_that_is_gone_needs_no_restoring(pty: Pty) -> None:
    raw = RawMode(pty.slave.fileno())
    raw.enter()
    pty.master.close()
    raw.leave()


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (signal.SIGHUP, "HUP"),
        (signal.SIGUSR1, "USR1"),
        (signal.SIGWINCH, "WINCH"),
        (signal.SIGRTMIN, "RTMIN"),
        (signal.SIGRTMIN + 3, "RTMIN+3"),
        (signal.SIGRTMIN + 15, "RTMIN+15"),
        (signal.SIGRTMAX - 14, "RTMAX-14"),
        (signal.SIGRTMAX - 1, "RTMAX-1"),
        (signal.SIGRTMAX, "RTMAX"),
    ],
)
def test_names_of_signals(number: int, name: str) -> None:
    assert name_of(number) == name


@pytest.mark.parametrize("name", ["KILL", "STOP", "CHLD", "PIPE", "URG", "SEGV", "TTIN", "TTOU"])
def test_what_is_our_own_is_not_passed_on(name: str) -> None:
    assert getattr(signal, f"SIG{name}") not in FORWARDED


@pytest.mark.parametrize("name", ["HUP", "INT", "QUIT", "TERM", "TSTP", "CONT", "USR1", "WINCH", "ALRM"])
def test_what_concerns_the_container_is_passed_on(name: str) -> None:
    assert getattr(signal, f"SIG{name}") in FORWARDED


class Screen:
    """An app as far as a window needs one: its output is a terminal, its errors are kept."""

    def __init__(self, slave: FileIO) -> None:
        self.out = Output(TextIOWrapper(BufferedWriter(slave)))
        self.err = self
        self.told = list[str]()
        self.heard = threading.Event()

    def line(self, text: str) -> None:
        self.told.append(text)
        self.heard.set()


@pytest.fixture
def screen(pty: Pty) -> Screen:
    return Screen(pty.slave)


class Other:
    """The terminal at the container's side: refuses its first sizes, and tells when it has heard of so many."""

    def __init__(self, refusals: int = 0, until: int = 0) -> None:
        self.sizes = list[tuple[int, int]]()
        self.enough = threading.Event()
        self._refusals = refusals
        self._until = until

    def resize(self, height: int, width: int) -> None:
        self.sizes.append((height, width))
        if len(self.sizes) == self._until:
            self.enough.set()
        if len(self.sizes) <= self._refusals:
            raise Conflict(409, "not yet")


def window(screen: Screen, other: Other) -> Window:
    return Window(cast("App", screen), other.resize)


def test_the_size_is_that_of_the_terminal_that_shows_our_output(pty: Pty, screen: Screen) -> None:
    assert screen.out.size() == (0, 0)
    termios.tcsetwinsize(pty.master, (33, 99))
    assert screen.out.size() == (33, 99)


@pytest.mark.parametrize(("redraw", "sizes"), [(False, [(33, 99)]), (True, [(34, 100), (33, 99)])])
def test_it_is_passed_on_at_once(
    pty: Pty, screen: Screen, redraw: bool, sizes: list[tuple[int, int]]
) -> None:
    termios.tcsetwinsize(pty.master, (33, 99))
    other = Other()
    one = window(screen, other)
    one.open(redraw=redraw)
    assert other.sizes == sizes
    one.close()


def test_no_size_is_passed_on_before_there_is_one(pty: Pty, screen: Screen) -> None:
    other = Other(until=1)
    one = window(screen, other)
    one.open(redraw=True)
    assert other.sizes == []
    termios.tcsetwinsize(pty.master, (33, 99))
    one.changed()
    assert other.enough.wait(10)
    assert other.sizes == [(33, 99)]
    one.close()


def test_changes_are_passed_on(pty: Pty, screen: Screen) -> None:
    other = Other(until=2)
    one = window(screen, other)
    termios.tcsetwinsize(pty.master, (33, 99))
    one.open(redraw=False)
    termios.tcsetwinsize(pty.master, (44, 66))
    one.changed()
    assert other.enough.wait(10)
    assert other.sizes == [(33, 99), (44, 66)]
    one.close()


def test_a_terminal_that_is_being_made_is_asked_again(pty: Pty, screen: Screen) -> None:
    other = Other(refusals=3, until=4)
    one = window(screen, other)
    termios.tcsetwinsize(pty.master, (33, 99))
    one.open(redraw=False)
    assert other.enough.wait(10)
    assert (other.sizes, screen.told) == ([(33, 99)] * 4, [])
    one.close()


def test_what_takes_no_size_at_all_is_told_of(
    pty: Pty, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resizing, "PAUSES", (0.001,) * 10)
    other = Other(refusals=100)
    one = window(screen, other)
    termios.tcsetwinsize(pty.master, (33, 99))
    one.open(redraw=False)
    assert screen.heard.wait(10)
    assert (len(other.sizes), screen.told) == (11, ["failed to resize tty, using default size"])
    one.close()
