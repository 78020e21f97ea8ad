"""`engine.compose`: a project is planned, started, listed and removed, by both clients."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from engineclient import AsyncEngine, Engine
from engineclient.compose import Project
from engineclient.compose.plan import Action
from tests.compose.memory_engine import MemoryEngine


@pytest.fixture
def project(tmp_path: Path) -> Project:
    file = tmp_path / "compose.yaml"
    file.write_text("services: {web: {image: busybox}, db: {image: busybox}}")
    return Project.load([file], project_name="shop", environ={})


def test_a_project_from_its_plan_to_its_end(project: Project) -> None:
    with Engine(transport=httpx.MockTransport(MemoryEngine().answer), api_version="1.51") as engine:
        planned = engine.compose.plan(project)
        assert [each.action for each in planned.decisions] == [Action.CREATE] * 3
        assert engine.compose.containers("shop") == ()
        assert engine.compose.up(project).decisions == planned.decisions
        assert {each.service for each in engine.compose.containers("shop")} == {"db", "web"}
        engine.compose.down(project)
        assert engine.compose.containers("shop") == ()


def test_the_same_for_asyncio(project: Project) -> None:
    async def started() -> set[str]:
        async with AsyncEngine(
            transport=httpx.MockTransport(MemoryEngine().answer), api_version="1.51"
        ) as engine:
            await engine.compose.up(project)
            return {each.service for each in await engine.compose.containers("shop")}

    assert asyncio.run(started()) == {"db", "web"}
