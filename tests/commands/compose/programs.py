"""minidocker in this process, on an engine in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from engineclient import Engine
from engineclient.cli.app import App
from engineclient.cli.root import Root
from engineclient.commands.program import run
from engineclient.commands.refused import REFUSED
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE
from tests.commands.engine import Ended
from tests.compose.memory_engine import MemoryEngine

Compose = Callable[..., Ended]


class Program:
    """`program("up", "-d")` is `minidocker compose -f FILE up -d`; `memory` is the engine."""

    def __init__(self, file: Path, read: Callable[[], tuple[str, str]]) -> None:
        self.memory = MemoryEngine()
        self._file = file
        self._read = read
        self._named = str(file)

    def write(self, text: str) -> None:
        """Write the compose file."""
        self._file.write_text(f"name: p\n{text}")

    def use(self, file: str) -> None:
        """Use another file from now on, such as `oci://reg.example/p:1`."""
        self._named = file

    def __call__(self, *words: str) -> Ended:
        code = run(
            ["compose", "-f", self._named, *words],
            App(self._connect),
            Root(TABLE, NOUNS, COMMON, FLAGGED, REFUSED),
        )
        return Ended(code, *self._read())

    def _connect(self, _options: Any, on_event: Any) -> Engine:
        return Engine(
            transport=httpx.MockTransport(self.memory.answer), api_version="1.51", on_event=on_event
        )


@pytest.fixture
def compose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """A project of two services, and the program."""
    program = Program(tmp_path / "compose.yaml", capsys.readouterr)
    program.write(TWO)
    return program


TWO = """
services:
  db: {image: busybox}
  web: {image: busybox, depends_on: [db]}
"""
