"""The terminal class, with programs that need no engine."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from engineclient import Engine
from tests.terminal import terminal as module
from tests.terminal.terminal import Terminal


@pytest.fixture
def reader() -> Iterator[Terminal]:
    """A program that prints "got it" after return was pressed, and ends."""
    with Engine("unix:///nowhere.sock", api_version="1.51") as engine:
        terminal = Terminal(
            ["sh", "-c", "read line; echo got it"], dict(os.environ), (24, 80), engine, "none"
        )
        try:
            yield terminal
        finally:
            terminal.close()


def test_what_is_shown_while_the_program_ends_is_found(
    reader: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = reader._process
    poll = process.poll

    def ends_at_the_first_look() -> int | None:
        if process.returncode is None:
            reader.type(b"\r")
            process.wait()
        return poll()

    monkeypatch.setattr(process, "poll", ends_at_the_first_look)
    reader.expect(b"got it")


def test_what_an_ended_program_has_not_shown_is_waited_for_no_longer(reader: Terminal) -> None:
    reader.type(b"\r")
    with pytest.raises(AssertionError, match="waited for lost; it has ended: .*got it"):
        reader.expect(b"lost")


def test_a_program_that_shows_nothing_is_not_waited_for_for_ever(
    reader: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    with pytest.raises(AssertionError, match="waited for got it; it runs on"):
        reader.expect(b"got it")
