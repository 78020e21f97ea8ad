"""cp as a program uses it, sync and async: there and back again on a real engine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from engineclient import AsyncEngine, Engine
from engineclient.calls import Steps
from engineclient.procedures.copy import copy_from, copy_to

pytestmark = pytest.mark.engine

FILES = {"site/index.html": b"<p>hello</p>\n", "site/deep/er/data": bytes(range(256)) * 5000}


@pytest.fixture
def container(engine_host: str, engine_images: object) -> Iterator[str]:
    with Engine(engine_host) as engine:
        created = engine.create("busybox")
        yield created.id
        engine.containers.remove(created.id, force=True)


def there_and_back(container: str, folder: Path) -> Steps[None]:
    yield from copy_to(container, f"{folder}/site", "/srv")
    yield from copy_from(container, "/srv", f"{folder}/back")


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_files_come_back_as_they_went(engine_host: str, container: str, tmp_path: Path, kind: str) -> None:
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    async def in_a_loop() -> None:
        async with AsyncEngine(engine_host) as engine:
            await engine.perform(there_and_back(container, tmp_path))

    if kind == "async":
        asyncio.run(in_a_loop())
    else:
        with Engine(engine_host) as engine:
            engine.perform(there_and_back(container, tmp_path))
    found = {
        str(path.relative_to(tmp_path / "back")): path.read_bytes()
        for path in (tmp_path / "back").rglob("*")
        if path.is_file()
    }
    assert found == {name.removeprefix("site/"): content for name, content in FILES.items()}
