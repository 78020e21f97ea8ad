"""Examples of `engine.containers`."""

from __future__ import annotations

import io
import tarfile

from engineclient import ContainerConfig, Engine, HostConfig
from engineclient.models.container_config import UpdateConfig


def create(engine: Engine) -> None:
    config = ContainerConfig(env={"GREETING": "hello"}, host_config=HostConfig(memory=64 * 1024**2))
    created = engine.containers.create(
        "busybox", ["sh", "-c", "echo $GREETING; exec sleep 600"], name="web", config=config
    )
    print(created.id, created.warnings)


def start(engine: Engine) -> None:
    if not engine.containers.start("web"):
        print("it was running already")


def inspect(engine: Engine) -> None:
    web = engine.containers.inspect("web")
    print(web.state.status, web.state.started_at, web.config.image)


def list(engine: Engine) -> None:
    for container in engine.containers.list(all=True, filters={"name": ["web"]}):
        print(container.names[0], container.image, container.state)


def logs(engine: Engine) -> None:
    for frame in engine.containers.logs("web", tail=10):
        print(frame.stream, frame.data)


def top(engine: Engine) -> None:
    top = engine.containers.top("web", ps_args="-o pid,args")
    print(top.titles, top.processes)


def stats(engine: Engine) -> None:
    for record in engine.containers.stats("web", stream=False):
        print(record.cpu.usage.total, record.memory.usage)


def update(engine: Engine) -> None:
    engine.containers.update("web", UpdateConfig(memory=128 * 1024**2, memory_swap=-1))


def put_archive(engine: Engine) -> None:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        entry = tarfile.TarInfo("greeting")
        entry.size = 5
        tar.addfile(entry, io.BytesIO(b"hello"))
    engine.containers.put_archive("web", "/tmp", archive.getvalue())


def archive_info(engine: Engine) -> None:
    found = engine.containers.archive_info("web", "/tmp/greeting")
    print(found.name, found.size, oct(found.mode))


def get_archive(engine: Engine) -> None:
    archive = b"".join(engine.containers.get_archive("web", "/tmp/greeting"))
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        print(tar.getnames())


def changes(engine: Engine) -> None:
    for change in engine.containers.changes("web"):
        print(change.kind, change.path)


def export(engine: Engine) -> None:
    with engine.containers.export("web") as archive:
        print(sum(len(piece) for piece in archive), "bytes of a tar archive")


def commit(engine: Engine) -> None:
    image = engine.containers.commit("web", "greeting:1", comment="with a greeting", changes=['CMD ["sh"]'])
    print(image.id)


def pause(engine: Engine) -> None:
    engine.containers.pause("web")


def unpause(engine: Engine) -> None:
    engine.containers.unpause("web")


def restart(engine: Engine) -> None:
    engine.containers.restart("web", t=0)


def stop(engine: Engine) -> None:
    engine.containers.stop("web", t=0)


def rename(engine: Engine) -> None:
    engine.containers.rename("web", "old-web")


def remove(engine: Engine) -> None:
    engine.containers.remove("old-web", force=True, volumes=True)


def attach(engine: Engine) -> None:
    config = ContainerConfig(open_stdin=True, stdin_once=True)
    cat = engine.containers.create("busybox", ["cat"], name="cat", config=config)
    with engine.containers.attach(cat.id, stdin=True) as duplex:
        engine.containers.start(cat.id)
        duplex.write(b"hello\n")
        duplex.close_stdin()
        print([frame.data for frame in duplex])


def wait(engine: Engine) -> None:
    print(engine.containers.wait("cat").status_code)


def attach_websocket(engine: Engine) -> None:
    with engine.containers.attach_websocket("cat", logs=True, stream=False) as duplex:
        print(b"".join(frame.data for frame in duplex))


def resize(engine: Engine) -> None:
    config = ContainerConfig(tty=True, open_stdin=True)
    shell = engine.containers.create("busybox", ["sh"], name="shell", config=config)
    engine.containers.start(shell.id)
    engine.containers.resize(shell.id, height=24, width=80)


def kill(engine: Engine) -> None:
    engine.containers.kill("shell", signal="SIGKILL")
    engine.containers.wait("shell")


def prune(engine: Engine) -> None:
    pruned = engine.containers.prune(filters={"label!": "keep"})
    print(pruned.deleted, pruned.space_reclaimed)
