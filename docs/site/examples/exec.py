"""Examples of `engine.exec`."""

from __future__ import annotations

from engineclient import Engine
from engineclient.models.exec import ExecConfig


def create(engine: Engine) -> None:
    engine.run("busybox", ["sleep", "600"], name="web", detach=True, remove=True)
    config = ExecConfig(attach_stdout=True, user="www-data", working_dir="/tmp")
    command = engine.exec.create("web", ["id", "-un"], config=config)
    print(command.id)


def start(engine: Engine) -> None:
    command = engine.exec.create("web", ["echo", "hello"])
    with engine.exec.start(command.id) as duplex:
        for frame in duplex:
            print(frame.stream, frame.data)


def inspect(engine: Engine) -> None:
    command = engine.exec.create("web", ["false"])
    with engine.exec.start(command.id) as duplex:
        print([frame.data for frame in duplex])
    print(engine.exec.inspect(command.id).exit_code)


def start_detached(engine: Engine) -> None:
    command = engine.exec.create("web", ["touch", "/tmp/done"])
    engine.exec.start_detached(command.id)


def resize(engine: Engine) -> None:
    config = ExecConfig(attach_stdin=True, attach_stdout=True, tty=True)
    command = engine.exec.create("web", ["sh"], config=config)
    with engine.exec.start(command.id, tty=True) as duplex:
        engine.exec.resize(command.id, height=24, width=80)
        duplex.write(b"exit\n")
        print(b"".join(frame.data for frame in duplex))
    engine.containers.remove("web", force=True)
