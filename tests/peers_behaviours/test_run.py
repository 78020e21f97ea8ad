"""Containers that run a command."""

from __future__ import annotations

import pytest

from engineclient import APIError, CommandFailed, ContainerConfig, UpgradeRefused
from engineclient.models.host_config import HostConfig, LogConfig
from tests.worlds import Containers, World

pytestmark = pytest.mark.engine


@pytest.mark.not_on("Podman 4", "gives exit code 0 for each container that it removes itself")
async def test_09_the_exit_code_of_the_command(it: World) -> None:
    result = await it.do(it.engine.run("busybox", ["sh", "-c", "exit 42"], remove=True))
    assert result.exit_code == 42


async def test_10_a_missing_program_in_a_new_container(it: World) -> None:
    with pytest.raises((APIError, UpgradeRefused)) as caught:  # Podman looks for it when it is attached to
        await it.do(it.engine.run("busybox", ["nosuchprogram"], remove=True))
    assert "nosuchprogram" in f"{caught.value} {caught.value.__cause__}"


async def test_10_a_missing_program_in_a_running_container(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    assert (await it.do(it.engine.exec.run(id, ["nosuchprogram"]))).exit_code in (126, 127)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, b"unset\n"), ("", b"<>\n"), ("a=b c", b"<a=b c>\n")],
    ids=["None", "blank", "text"],
)
async def test_24_variables_that_are_none_or_blank(it: World, value: str | None, shown: bytes) -> None:
    script = '[ -n "${WORD+set}" ] && echo "<$WORD>" || echo unset'
    result = await it.do(it.engine.run("busybox", ["sh", "-c", script], env={"WORD": value}, remove=True))
    assert result.stdout == shown


async def test_25_a_user_by_number(it: World, started: Containers) -> None:
    config = ContainerConfig(user="1000")
    result = await it.do(it.engine.run("busybox", ["id", "-u"], config=config, remove=True))
    assert result.stdout == b"1000\n"
    id = await started.run("sleep 60")
    assert (await it.do(it.engine.exec.run(id, ["id", "-u"], user=1000))).stdout == b"1000\n"


@pytest.mark.not_on("Podman 4", "gives exit code 0 for each container that it removes itself")
async def test_27_a_failed_run_raises_when_it_is_checked(it: World, started: Containers) -> None:
    command = ["sh", "-c", "echo out; echo oops >&2; exit 7"]
    result = await it.do(it.engine.run("busybox", command, remove=True))
    with pytest.raises(CommandFailed, match="exit code 7: oops") as caught:
        result.check()
    assert (caught.value.exit_code, caught.value.stdout, caught.value.stderr) == (7, b"out\n", b"oops\n")
    id = await started.run("sleep 60")
    with pytest.raises(CommandFailed):
        (await it.do(it.engine.exec.run(id, ["false"]))).check()
    assert (await it.do(it.engine.exec.run(id, ["true"]))).check().exit_code == 0


async def test_28_output_without_a_log_driver(it: World) -> None:
    config = ContainerConfig(host_config=HostConfig(log_config=LogConfig(type="none")))
    result = await it.do(it.engine.run("busybox", ["echo", "hello"], config=config, remove=True))
    assert result.stdout == b"hello\n"


async def test_34_what_is_written_to_stdin_comes_back(it: World, started: Containers) -> None:
    config = ContainerConfig(open_stdin=True, stdin_once=True, attach_stdin=True)
    made = await it.do(it.engine.containers.create("busybox", ["cat"], config=config))
    started.keep(made.id)
    duplex = await it.do(it.engine.containers.attach(made.id, stdin=True))
    await it.do(it.engine.containers.start(made.id))
    await it.do(duplex.write(b"first\n"))
    await it.do(duplex.write(b"second"))
    await it.do(duplex.close_stdin())
    assert b"".join([frame.data async for frame in it.each(duplex)]) == b"first\nsecond"
    assert (await it.do(it.engine.containers.wait(made.id))).status_code == 0


async def test_35_output_that_is_no_text(it: World) -> None:
    command = ["printf", r"\377\376\000\303"]
    result = await it.do(it.engine.run("busybox", command, remove=True))
    assert result.stdout == b"\xff\xfe\x00\xc3"


async def test_37_a_string_is_no_command(it: World) -> None:
    with pytest.raises(TypeError, match="a command is a list"):
        await it.do(it.engine.run("busybox", "echo hello"))
