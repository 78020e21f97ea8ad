"""`compose watch`: its output while files are copied into containers."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from engineclient.commands.compose.watch import Watching
from tests.compose.support import project

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.engine import Engine


class Output:
    """A stream that stores its output."""

    def __init__(self) -> None:
        self.printed = b""

    def line(self, text: str) -> None:
        self.write(text.encode() + b"\n")

    def write(self, data: bytes) -> None:
        self.printed += data


class Once(threading.Event):
    """An event that is set after one scan of the files; `meanwhile` is called before it."""

    def __init__(self, meanwhile: Any) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    def wait(self, timeout: float | None = None) -> bool:
        if self.is_set():
            return True
        self._meanwhile()
        self.set()
        return False


@pytest.fixture
def watched(tmp_path: Path) -> tuple[Watching, Output, list[Any]]:
    (tmp_path / "f").write_text("one")
    rule = f"{{path: '{tmp_path}', target: /app, action: sync, initial_sync: true}}"
    made = project(f"services: {{a: {{build: ., develop: {{watch: [{rule}]}}}}}}")
    app = SimpleNamespace(out=Output(), err=Output(), group_options={})
    done: list[Any] = []

    def perform(procedure: Any) -> tuple[()]:
        done.append(procedure)
        return ()

    engine = SimpleNamespace(perform=perform)
    watching = Watching(cast("App", app), cast("Engine", engine), made, (), prune=True, quiet=False)
    return watching, app.out, done


def test_the_first_sync_is_not_shown(watched: tuple[Watching, Output, list[Any]]) -> None:
    watching, out, done = watched
    watching.run(Once(lambda: None))
    assert out.printed == b"Watch enabled\n"
    assert len(done) == 2  # the containers, and the files


def test_a_change_is_shown(watched: tuple[Watching, Output, list[Any]], tmp_path: Path) -> None:
    watching, out, _ = watched
    watching.run(Once(lambda: (tmp_path / "g").write_text("two")))
    assert out.printed == b'Watch enabled\nSyncing service "a" after 1 changes were detected\n'
