"""`compose watch`: its output while files are copied into containers."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from engineclient.commands.compose.watch import Watching
from engineclient.compose import labels
from engineclient.compose.state import Container
from tests.compose.support import project

if TYPE_CHECKING:
    from collections.abc import Callable

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


class Looks(threading.Event):
    """An event that is set after some scans of the files; a function is called before each of them."""

    def __init__(self, *before: Callable[[], object]) -> None:
        super().__init__()
        self._before = [*before]

    def wait(self, timeout: float | None = None) -> bool:
        if not self._before:
            self.set()
            return True
        self._before.pop(0)()
        return False


def nothing() -> None:
    """No change."""


@pytest.fixture
def watched(tmp_path: Path) -> tuple[Watching, Output, list[Any]]:
    (tmp_path / "f").write_text("one")
    rule = f"{{path: '{tmp_path}', target: /app, action: sync, initial_sync: true}}"
    made = project(f"services: {{a: {{build: ., develop: {{watch: [{rule}]}}}}}}")
    app = SimpleNamespace(out=Output(), err=Output(), group_options={"progress": "plain"})
    done: list[Any] = []
    container = Container({"Id": "c", "ImageID": "i", "Labels": {labels.SERVICE: "a"}})

    def perform(procedure: Any) -> Any:
        done.append(procedure)
        answers = [(container,), SimpleNamespace(created="2026-01-02T03:04:05Z")]
        return answers[len(done) - 1] if len(done) <= len(answers) else (container,)

    engine = SimpleNamespace(perform=perform)
    watching = Watching(cast("App", app), cast("Engine", engine), made, (), prune=True, quiet=False)
    return watching, app.out, done


def test_the_first_sync_is_not_shown(watched: tuple[Watching, Output, list[Any]]) -> None:
    watching, out, done = watched
    watching.run(Looks(nothing))
    assert out.printed == b"Watch enabled\n"
    assert len(done) == 4  # the containers and their image, the containers and the files


def test_a_change_is_shown(watched: tuple[Watching, Output, list[Any]], tmp_path: Path) -> None:
    watching, out, _ = watched
    watching.run(Looks(lambda: (tmp_path / "g").write_text("two"), nothing))
    assert out.printed == b'Watch enabled\nSyncing service "a" after 1 changes were detected\n'


def test_changes_are_handled_together_once_there_are_no_more(
    watched: tuple[Watching, Output, list[Any]], tmp_path: Path
) -> None:
    watching, out, _ = watched
    looks = Looks(
        lambda: (tmp_path / "g").write_text("two"),
        lambda: (tmp_path / "h").mkdir(),
        lambda: (tmp_path / "f").unlink(),
        nothing,
        nothing,
    )
    watching.run(looks)
    assert out.printed == b'Watch enabled\nSyncing service "a" after 3 changes were detected\n'


def test_what_comes_and_goes_is_no_change(
    watched: tuple[Watching, Output, list[Any]], tmp_path: Path
) -> None:
    watching, out, _ = watched
    watching.run(Looks((tmp_path / "g").mkdir, (tmp_path / "g").rmdir, nothing))
    assert out.printed == b"Watch enabled\n"
