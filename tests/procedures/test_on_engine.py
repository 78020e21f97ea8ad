"""The procedures of `Engine` and `AsyncEngine` on a real engine."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from engineclient import ContainerEnded, EngineError, EngineTimeout, Unhealthy
from engineclient.api.system import system
from tests.worlds import Containers, World

pytestmark = pytest.mark.engine

MOMENT = 300_000_000  # nanoseconds


async def test_a_line_of_the_log(it: World, started: Containers) -> None:
    id = await started.run("sleep 0.3; echo up; echo ready 1 >&2; sleep 60")
    assert (await it.do(it.engine.wait_for(id, log="ready", timeout=20))).line == "ready 1"


async def test_a_line_of_the_run_before_does_not_count(it: World, started: Containers) -> None:
    id = await started.run("test -e /again || echo ready; touch /again; sleep 60")
    await it.do(it.engine.wait_for(id, log="ready", timeout=20))
    await it.do(it.engine.containers.kill(id))
    await it.do(it.engine.containers.wait(id))
    await asyncio.sleep(2.1)  # Podman stamps lines with whole seconds
    await it.do(it.engine.containers.start(id))
    with pytest.raises(EngineTimeout):
        await it.do(it.engine.wait_for(id, log="ready", timeout=0.5))


async def test_a_line_that_never_comes(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    with pytest.raises(EngineTimeout, match="after 0.5 seconds"):
        await it.do(it.engine.wait_for(id, log="ready", timeout=0.5))
    assert (await it.do(it.engine.containers.inspect(id))).state.running


@pytest.mark.parametrize("condition", [{"log": "ready"}, {"port": 80}])
async def test_the_end_of_the_container_comes_first(
    it: World, started: Containers, condition: dict[str, Any]
) -> None:
    id = await started.run("echo no config; sleep 0.3; exit 7")
    with pytest.raises(ContainerEnded, match="exit code 7 before .*: no config") as caught:
        await it.do(it.engine.wait_for(id, timeout=20, **condition))
    assert caught.value.exit_code == 7


async def test_a_port_that_is_not_published(it: World, started: Containers) -> None:
    id = await started.run("sleep 0.3; exec httpd -f -p 8000 -h /")
    assert (await it.do(it.engine.wait_for(id, port=8000, timeout=20))).port == 8000


async def test_the_exit_code(it: World, started: Containers) -> None:
    id = await started.run("sleep 0.3; exit 7")
    assert (await it.do(it.engine.wait_for(id, exit=True, timeout=20))).exit_code == 7


async def _checks_health(it: World) -> None:
    """Podman's health checks are started by systemd, which there is none of here."""
    if (await it.do(it.engine.ping())).libpod:
        pytest.skip("Podman checks health only where systemd runs")


async def test_health(it: World, started: Containers) -> None:
    await _checks_health(it)
    check = {"Test": ["CMD", "test", "-e", "/up"], "Interval": MOMENT, "Retries": 100}
    id = await started.run("sleep 0.5; touch /up; sleep 60", Healthcheck=check)
    await it.do(it.engine.wait_healthy(id, timeout=30))


async def test_ill_health(it: World, started: Containers) -> None:
    await _checks_health(it)
    check = {"Test": ["CMD-SHELL", "echo refused; exit 1"], "Interval": MOMENT, "Retries": 1}
    id = await started.run("sleep 60", Healthcheck=check)
    with pytest.raises(Unhealthy, match="refused"):
        await it.do(it.engine.wait_healthy(id, timeout=30))


async def test_no_health_check(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    with pytest.raises(EngineError, match="has no health check"):
        await it.do(it.engine.wait_healthy(id, timeout=5))


async def test_files_and_bytes_go_in_and_come_back(it: World, started: Containers, tmp_path: Path) -> None:
    id = await started.run("sleep 60")
    content = bytes(range(256)) * 4000
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index").write_bytes(content)
    await it.do(it.engine.copy_to(id, tmp_path / "site", "/tmp"))
    await it.do(it.engine.copy_to(id, b"words", "/tmp/site/word"))
    assert await it.do(it.engine.read_file(id, "/tmp/site/word")) == b"words"
    await it.do(it.engine.copy_from(id, "/tmp/site", tmp_path / "back"))
    found = {path.name: path.read_bytes() for path in (tmp_path / "back").iterdir()}
    assert found == {"index": content, "word": b"words"}


async def test_owner_and_permissions_of_a_written_file(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    await it.do(it.engine.write_file(id, "/tmp/f", b"x", mode=0o640, uid=33, gid=34))
    shown = await it.do(it.engine.exec.run(id, ["stat", "-c", "%a %u %g", "/tmp/f"]))
    assert shown.stdout == b"640 33 34\n"


async def test_exec_with_stdin(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    ended = await it.do(it.engine.exec.run(id, ["sh", "-c", "cat; echo e >&2; exit 5"], stdin=b"in" * 70_000))
    assert ended[1:] == (5, b"in" * 70_000, b"e\n")


async def test_usage(it: World, started: Containers) -> None:
    id = await started.run("while :; do :; done")
    [usage] = await it.all(it.engine.stats(id, stream=False))
    assert 0 < usage.memory <= usage.memory_limit
    records = []
    async for usage in it.each(it.engine.stats(id)):
        records.append(usage)
        if len(records) == 2:
            break
    assert records[1].cpu_percent > 5


async def test_prune_all_takes_what_nothing_uses(it: World) -> None:
    label = {"pruned": "by-test"}
    made = await it.do(it.engine.containers.create("busybox", ["true"], config={"Labels": label}))
    network = await it.do(it.engine.networks.create("pruned-by-test", config={"Labels": label}))
    pruned = await it.do(it.engine.prune_all(filters={"label": "pruned=by-test"}))
    assert (pruned.containers, pruned.networks) == ([made.id], ["pruned-by-test"]), network


async def test_events_with_reconnect_are_events(it: World, started: Containers) -> None:
    stream = await it.do(it.engine.events(filters={"type": "container", "event": "start"}, reconnect=True))
    id = await started.run("sleep 60")
    async for event in it.each(stream):
        if event.actor.id == id:
            break
    assert system.events(reconnect=True).request.path == "/events"
