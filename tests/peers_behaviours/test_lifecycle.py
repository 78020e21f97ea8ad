"""From create to remove, and operations around them."""

from __future__ import annotations

import gc
import io
import re
import signal
import tarfile
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from engineclient import EngineTimeout, NotFound, ServerError, Timeout
from engineclient.models.images import Progress
from tests.worlds import Containers, World, world

pytestmark = pytest.mark.engine

STUBBORN = "trap '' TERM; echo up; while :; do sleep 0.1; done"


@asynccontextmanager
async def _impatient(it: World, timeout: Any) -> AsyncIterator[World]:
    """The same engine with another timeout."""
    kind = "async" if it.is_async else "sync"
    async with world(kind, lambda make: make(it.engine.endpoint, timeout=timeout)) as other:
        yield other


async def test_18_waiting_for_the_removal_within_a_time(it: World) -> None:
    made = await it.do(it.engine.containers.create("busybox", ["sleep", "60"]))
    async with _impatient(it, Timeout(total=0.5)) as other:
        with pytest.raises(EngineTimeout):
            await it.do(other.engine.containers.wait(made.id, condition="removed"))
    await it.do(it.engine.containers.remove(made.id))
    with pytest.raises(NotFound):
        await it.do(it.engine.containers.wait(made.id))


async def test_18_waiting_for_the_removal_of_what_removes_itself(it: World) -> None:
    result = await it.do(it.engine.run("busybox", ["sh", "-c", "exit 9"], remove=True))
    assert result.exit_code in (9, 0)  # Podman 4 forgets it with the container
    with pytest.raises(NotFound):
        await it.do(it.engine.containers.inspect(result.id))


async def test_19_the_grace_of_a_stop_is_no_silence(it: World, started: Containers) -> None:
    id = await started.run(STUBBORN)
    await it.do(it.engine.wait_for(id, log="up", timeout=30))
    async with _impatient(it, 4) as other:
        assert await it.do(other.engine.containers.stop(id, t=5))
    assert not (await it.do(it.engine.containers.inspect(id))).state.running


async def test_20_nor_is_that_of_a_restart(it: World, started: Containers) -> None:
    id = await started.run(STUBBORN)
    await it.do(it.engine.wait_for(id, log="up", timeout=30))
    async with _impatient(it, 4) as other:
        await it.do(other.engine.containers.restart(id, t=5))
    assert (await it.do(it.engine.containers.inspect(id))).state.running


@pytest.mark.parametrize("given", [9, "KILL", "SIGKILL", signal.SIGKILL, None], ids=repr)
async def test_21_signals_by_number_by_name_and_by_enumeration(
    it: World, started: Containers, given: Any
) -> None:
    id = await started.run("sleep 60")
    await it.do(it.engine.containers.kill(id, signal=given))
    assert (await it.do(it.engine.containers.wait(id))).status_code == 137


async def test_22_an_archive_there_and_back_and_its_header(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        entry = tarfile.TarInfo("word")
        entry.size, entry.mode = 5, 0o640
        tar.addfile(entry, io.BytesIO(b"hello"))
    await it.do(it.engine.containers.put_archive(id, "/tmp", packed.getvalue()))
    found = await it.do(it.engine.containers.archive_info(id, "/tmp/word"))
    assert (found.name, found.size, found.mode & 0o777) == ("word", 5, 0o640)
    back = b"".join(await it.all(await it.do(it.engine.containers.get_archive(id, "/tmp/word"))))
    with tarfile.open(fileobj=io.BytesIO(back)) as tar:
        content = tar.extractfile("word")
        assert content is not None
        assert content.read() == b"hello"


async def test_23_ports_of_tcp_and_of_udp(it: World, started: Containers) -> None:
    ports = {"80/tcp": "18080", "53/udp": "18053"}
    id = await started.run(
        "sleep 60",
        ExposedPorts={port: {} for port in ports},
        HostConfig={
            "PortBindings": {port: [{"HostIp": "127.0.0.1", "HostPort": on}] for port, on in ports.items()}
        },
    )
    found = (await it.do(it.engine.containers.inspect(id))).network_settings.ports
    assert {port: found[port][0].host_port for port in ports} == ports


async def test_26_an_errors_message_is_the_engines_own(it: World) -> None:
    with pytest.raises(NotFound) as caught:
        await it.do(it.engine.containers.inspect("nosuchcontainer"))
    assert re.match(r"(?i)no (such container|container with name)", caught.value.message)
    assert str(caught.value) == caught.value.message
    assert not caught.value.message.startswith("{")


async def test_29_a_network_whose_name_has_a_space(it: World) -> None:
    podman = (await it.do(it.engine.ping())).libpod
    with pytest.raises(NotFound, match="a network"):
        await it.do(it.engine.networks.inspect("a network"))
    if podman:  # it makes none with such a name
        return
    made = await it.do(it.engine.networks.create("a network"))
    try:
        assert (await it.do(it.engine.networks.inspect("a network"))).id == made.id
    finally:
        await it.do(it.engine.networks.remove("a network"))


async def test_30_what_is_dropped_leaves_nothing_open(it: World, started: Containers) -> None:
    id = await started.run("while :; do echo x; sleep 0.1; done")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(3):
            async with _impatient(it, 30) as other:
                stream = await it.do(other.engine.containers.logs(id, follow=True))
                async for _frame in it.each(stream):
                    break
            del stream, other
            gc.collect()


async def test_31_a_pull_gives_typed_records(it: World) -> None:
    records = await it.all(it.engine.images.pull("busybox"))
    assert records
    assert all(isinstance(record, Progress) for record in records)
    assert any(record.status for record in records)


async def test_32_the_order_of_events(it: World) -> None:
    stream = await it.do(it.engine.events(filters={"type": "container"}))
    made = await it.do(it.engine.containers.create("busybox", ["sleep", "60"]))
    await it.do(it.engine.containers.start(made.id))
    await it.do(it.engine.containers.kill(made.id))
    await it.do(it.engine.containers.wait(made.id))
    await it.do(it.engine.containers.remove(made.id))
    seen = list[str]()
    async for event in it.each(stream):
        if event.actor.id == made.id and event.action in (
            "create",
            "start",
            "kill",
            "die",
            "destroy",
            "remove",
        ):
            seen.append(event.action)
            if seen[-1] in ("destroy", "remove"):
                break
    assert [action for action in seen if action != "kill"] in (
        ["create", "start", "die", "destroy"],
        ["create", "start", "die", "remove"],  # Podman
    )


VERBS = {
    "inspect": (), "start": (), "stop": (), "restart": (), "kill": (), "pause": (), "unpause": (), "rename": ("other",),
    "update": ({},), "top": (), "changes": (), "wait": (), "remove": (), "logs": (), "attach": (),
    "export": (), "get_archive": ("/",),
}  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
async def test_36_no_verb_finds_what_is_not_there(it: World, verb: str) -> None:
    podman = (await it.do(it.engine.ping())).libpod
    with pytest.raises(ServerError if podman and verb == "changes" else NotFound):  # Podman: 500
        opened = await it.do(getattr(it.engine.containers, verb)("nosuchcontainer", *VERBS[verb]))
        await it.all(opened)
