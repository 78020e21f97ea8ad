"""Standard input of every kind."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

import pytest

from engineclient.cli.standard_input import pieces, wait_for_data, whole
from engineclient.golang.files import file_error


def test_one_that_does_not_block_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """As node gives it to what it starts."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)

    def later() -> None:
        os.write(writing, b"pass")
        os.write(writing, b"word")
        os.close(writing)

    timer = threading.Timer(0.1, later)
    with os.fdopen(reading, "rb") as file:
        monkeypatch.setattr(sys, "stdin", file)
        timer.start()
        assert whole() == b"password"
    timer.join()


def test_one_that_is_closed_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert list(pieces()) == []


@pytest.mark.parametrize("read", [lambda: sys.stdin.readline(), lambda: sys.stdin.buffer.read().decode()])
def test_others_who_read_it_wait_for_it_too(monkeypatch: pytest.MonkeyPatch, read: Callable[[], str]) -> None:
    """Prompts, for example; docker waits for their answers."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)

    def later() -> None:
        os.write(writing, b"y")
        time.sleep(0.1)
        os.write(writing, b"es\n")
        os.close(writing)

    timer = threading.Timer(0.1, later)
    with os.fdopen(reading, "r") as file:
        monkeypatch.setattr(sys, "stdin", file)
        wait_for_data()
        timer.start()
        assert read() == "yes\n"
    timer.join()


def test_one_that_blocks_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull) as file:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdin", file)
        wait_for_data()
        assert sys.stdin is file


def test_one_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a disk that fails; /proc/self/mem has nothing at its begin."""
    with open("/proc/self/mem", "rb") as file:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdin", file)
        with pytest.raises(OSError) as caught:
            whole()
    assert file_error("-", caught.value) == "read /dev/stdin: input/output error"
