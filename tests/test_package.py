"""The package as help(), dir() and editors show it."""

from __future__ import annotations

import inspect
import pydoc
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import engineclient
from engineclient import AsyncEngine, Engine


def test_dir_lists_all_that_can_be_imported() -> None:
    assert set(engineclient.__all__) <= set(dir(engineclient))
    assert all(hasattr(engineclient, name) for name in engineclient.__all__)


def test_help_shows_the_engine() -> None:
    text = pydoc.plain(pydoc.render_doc(engineclient))
    assert "class Engine(" in text
    assert "class AsyncEngine(" in text


def test_the_version_is_the_package_s() -> None:
    assert engineclient.__version__ == version("engineclient")


RESULTS = [
    ("run", "RunResult", "Coroutine[object, None, RunResult]"),
    ("pull", "None", "Coroutine[object, None, None]"),
    ("containers.inspect", "ContainerInspect", "Coroutine[object, None, ContainerInspect]"),
    ("containers.logs", "Stream[Frame]", "AsyncStream[Frame]"),
    ("containers.attach", "Duplex", "AsyncDuplex"),
    ("services.scale", "ServiceResult", "Coroutine[object, None, ServiceResult]"),
]


@pytest.mark.parametrize(("path", "sync", "waiting"), RESULTS)
async def test_help_shows_what_a_caller_gets(path: str, sync: str, waiting: str, tmp_path: Path) -> None:
    host = f"unix://{tmp_path}/none"
    with Engine(host) as engine:
        found = inspect.signature(_at(engine, path))
    async with AsyncEngine(host) as other:
        found_waiting = inspect.signature(_at(other, path))
    assert (found.return_annotation, found_waiting.return_annotation) == (sync, waiting)
    assert "self" not in found.parameters


def _at(engine: Any, path: str) -> Any:
    for name in path.split("."):
        engine = getattr(engine, name)
    return engine


def test_the_repr_of_an_engine_tells_where_it_is_and_no_password(tmp_path: Path) -> None:
    with Engine(f"unix://{tmp_path}/none", api_version="1.51") as engine:
        assert repr(engine) == f"<Engine unix://{tmp_path}/none, API 1.51>"
    with Engine("tcp://me:secret@far:2375") as engine:
        assert "secret" not in repr(engine)
