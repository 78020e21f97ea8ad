"""Commands in running containers."""

from __future__ import annotations

import pytest

from engineclient import Frame
from engineclient.models.exec import ExecConfig
from tests.worlds import Containers, World

pytestmark = pytest.mark.engine

BOTH = ["sh", "-c", "echo out; sleep 0.2; echo err >&2"]


async def test_01_exec_output_is_exact(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    for number in range(5):  # the first bytes may come with the head of the answer
        result = await it.do(it.engine.exec.run(id, ["echo", "-n", f"hello {number}"]))
        assert result.stdout == f"hello {number}".encode()


async def test_02_both_streams_as_one(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    frames = list[Frame]()
    await it.do(it.engine.exec.run(id, BOTH, output=frames.append))
    assert b"".join(frame.data for frame in frames) == b"out\nerr\n"


async def test_03_both_streams_apart(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    result = await it.do(it.engine.exec.run(id, BOTH))
    assert (result.stdout, result.stderr) == (b"out\n", b"err\n")


async def test_04_a_frame_for_each_write_as_it_comes(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    made = await it.do(it.engine.exec.create(id, BOTH))
    frames = await it.all(await it.do(it.engine.exec.start(made.id)))
    assert frames == [Frame("stdout", b"out\n"), Frame("stderr", b"err\n")]


async def test_05_a_terminal_has_one_stream_and_its_own_line_ends(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    result = await it.do(it.engine.exec.run(id, BOTH, config=ExecConfig(tty=True)))
    assert (result.stdout, result.stderr) == (b"out\r\nerr\r\n", b"")


@pytest.mark.parametrize("tty", [False, True])
async def test_06_the_framing_is_that_of_the_start(it: World, started: Containers, tty: bool) -> None:
    id = await started.run("sleep 60")
    config = ExecConfig(attach_stdout=True, tty=tty)
    made = await it.do(it.engine.exec.create(id, ["echo", "hello"], config=config))
    frames = await it.all(await it.do(it.engine.exec.start(made.id, tty=tty)))
    output = b"".join(frame.data for frame in frames)
    assert output == (b"hello\r\n" if tty else b"hello\n")


async def test_07_a_detached_exec_gives_nothing(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    made = await it.do(it.engine.exec.create(id, ["touch", "/tmp/done"]))
    assert await it.do(it.engine.exec.start_detached(made.id)) is None
    waiting = ["sh", "-c", "until [ -e /tmp/done ]; do sleep 0.1; done"]
    assert (await it.do(it.engine.exec.run(id, waiting))).exit_code == 0


async def test_08_a_failing_exec_has_its_exit_code(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    result = await it.do(it.engine.exec.run(id, ["sh", "-c", "exit 3"]))
    assert (result.exit_code, (await it.do(it.engine.exec.inspect(result.id))).exit_code) == (3, 3)


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ({"user": "www-data"}, b"33 / \n"),
        ({"env": {"WORD": "a b"}}, b"0 / a b\n"),
        ({"working_dir": "/var/www"}, b"0 /var/www \n"),
    ],
    ids=["user", "env", "workdir"],
)
async def test_11_user_environment_and_directory(
    it: World, started: Containers, arguments: dict[str, str], shown: bytes
) -> None:
    id = await started.run("sleep 60")
    command = ["sh", "-c", 'echo $(id -u) $PWD "$WORD"']
    assert (await it.do(it.engine.exec.run(id, command, **arguments))).stdout == shown


async def test_33_an_exec_known_by_its_id_tells_its_terminal(it: World, started: Containers) -> None:
    id = await started.run("sleep 60")
    config = ExecConfig(attach_stdout=True, tty=True)
    made = await it.do(it.engine.exec.create(id, ["echo", "hello"], config=config))
    found = await it.do(it.engine.exec.inspect(made.id))
    assert found.process is not None
    frames = await it.all(await it.do(it.engine.exec.start(made.id, tty=bool(found.process.tty))))
    assert b"".join(frame.data for frame in frames) == b"hello\r\n"
