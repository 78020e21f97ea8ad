"""Standard input of every kind."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from engineclient.cli.standard_input import pieces, whole


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
