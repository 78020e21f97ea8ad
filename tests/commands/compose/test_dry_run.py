"""`compose --dry-run`: the operations are shown, and no request that changes the engine is sent."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from engineclient import Engine
from engineclient.commands.compose import command
from tests.commands.compose.programs import Program


@pytest.fixture(autouse=True)
def _engine_in_memory(compose: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(_options: Any, on_event: Any, *, unsent: Any) -> Engine:
        transport = httpx.MockTransport(compose.memory.answer)
        return Engine(transport=transport, api_version="1.51", on_event=on_event, dry_run=unsent)

    monkeypatch.setattr(command, "connect", connect)


def steps(err: str) -> list[str]:
    """The objects and their operations in the output."""
    prefix = " DRY-RUN MODE -  "
    assert all(line.startswith(prefix) for line in err.splitlines())
    return [line.removeprefix(prefix) for line in err.splitlines()]


@pytest.mark.parametrize("words", [["--dry-run", "up", "-d"], ["up", "-d", "--dry-run"]])
def test_up(compose: Program, words: list[str]) -> None:
    ended = compose(*words)
    assert (ended.code, ended.out) == (0, "")
    assert steps(ended.err) == [
        "Network p_default  Creating",
        "Network p_default  Created",
        "Container p-db-1  Creating",
        "Container p-db-1  Created",
        "Container p-web-1  Creating",
        "Container p-web-1  Created",
        "Container p-db-1  Starting",
        "Container p-db-1  Started",
        "Container p-web-1  Starting",
        "Container p-web-1  Started",
    ]
    assert compose.memory.requests == []


def test_attached_it_ends_at_once(compose: Program) -> None:
    ended = compose("--dry-run", "up")
    assert (ended.code, ended.out) == (
        0,
        "end of 'compose up' output, interactive run is not supported in dry-run mode\n",
    )


def test_nothing_is_waited_for(compose: Program) -> None:
    compose.write(
        "services: {db: {image: busybox, post_start: [{command: ls}]}, "
        "web: {image: busybox, depends_on: {db: {condition: service_healthy}}}}"
    )
    told = steps(compose("--dry-run", "up", "-d", "--wait").err)
    assert told[-4:-2] == ["Container p-db-1  Waiting", "Container p-db-1  Healthy"]


def test_down_leaves_what_there_is(compose: Program) -> None:
    compose("up", "-d")
    before = [*compose.memory.requests]
    assert "Container p-web-1  Removed" in steps(compose("--dry-run", "down").err)
    assert compose.memory.requests == before


def test_build_shows_images_that_it_makes_up(compose: Program) -> None:
    compose.write("services: {web: {build: .}}")
    ended = compose("--dry-run", "build")
    assert (ended.code, ended.out) == (0, "")
    assert steps(ended.err) == [
        "web ==> ==> writing image dryRun-ca84d1343b96baa8137c943ed1860e522cacb238 ",
        "web ==> ==> naming to p-web ",
        "web  Built",
    ]


def test_up_takes_what_would_be_built_for_built(compose: Program) -> None:
    compose.write("services: {web: {build: .}}")
    ended = compose("--dry-run", "up", "-d")
    assert ended.code == 0
    assert steps(ended.err)[-2:] == ["Container p-web-1  Starting", "Container p-web-1  Started"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["exec", "web", "ls"], "interactive exec is not supported in dry-run mode"),
        (["run", "web", "ls"], "interactive run is not supported in dry-run mode"),
    ],
)
def test_what_has_no_dry_run(compose: Program, words: list[str], message: str) -> None:
    compose("up", "-d")
    assert compose("--dry-run", *words) == (1, "", f"{message}\n")


def test_json_says_that_it_is_one(compose: Program) -> None:
    told = compose("--dry-run", "--progress", "json", "up", "-d").err.splitlines()[0]
    assert told == '{"dry-run":true,"id":"Network p_default","status":"Creating"}'
