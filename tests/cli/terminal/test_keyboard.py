"""The keys of a terminal, one by one."""

from __future__ import annotations

import os
import pty
import termios
from collections.abc import Iterator
from queue import SimpleQueue

import pytest

from engineclient.cli.terminal.keyboard import Keyboard


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: the person's and the program's."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (b"w", "w"),
        (b"ab\r", "ab\r"),
        (b"\x03", "\x03"),
        ("é".encode(), "é"),
        (b"\x1b[Aw\x1bOB\x1b[3~d", "wd"),
    ],
)
def test_keys_come_as_they_are_pressed(terminal: tuple[int, int], typed: bytes, keys: str) -> None:
    pressed: SimpleQueue[str] = SimpleQueue()
    keyboard = Keyboard(terminal[1], pressed.put)
    keyboard.open()
    os.write(terminal[0], typed)
    assert [pressed.get(timeout=10) for _ in keys] == [*keys]
    keyboard.end()
    assert pressed.empty()


def test_lines_written_meanwhile_begin_at_the_left(terminal: tuple[int, int]) -> None:
    keyboard = Keyboard(terminal[1], print)
    before = termios.tcgetattr(terminal[1])
    keyboard.open()
    os.write(terminal[1], b"a\nb")
    assert os.read(terminal[0], 64) == b"a\r\nb"
    keyboard.close()
    keyboard.end()
    assert termios.tcgetattr(terminal[1]) == before
