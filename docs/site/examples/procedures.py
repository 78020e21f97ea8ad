"""Examples of the procedures: `engine.run`, `engine.exec.run`, ..."""

from __future__ import annotations

from engineclient import CommandFailed, ContainerConfig, Engine, StreamError
from engineclient.models.container_config import Healthcheck


def run(engine: Engine) -> None:
    result = engine.run("busybox", ["sh", "-c", "cat; exit 7"], stdin=b"words", remove=True)
    print(result.exit_code, result.stdout, result.stderr)
    try:
        result.check()
    except CommandFailed as error:
        print(error)


def pull(engine: Engine) -> None:
    engine.pull("busybox", progress=lambda record: print(record.id, record.status))


def create(engine: Engine) -> None:
    check = Healthcheck(test=["CMD", "test", "-e", "/tmp/up"], interval=300_000_000, retries=100)
    command = ["sh", "-c", "echo ready; touch /tmp/up; exec httpd -f -p 8000 -h /"]
    created = engine.create("busybox", command, name="web", config=ContainerConfig(healthcheck=check))
    engine.containers.start(created.id)


def wait_for(engine: Engine) -> None:
    reached = engine.wait_for("web", log="ready", port=8000, timeout=30)
    print(reached.line, reached.port)


def wait_healthy(engine: Engine) -> None:
    engine.wait_healthy("web", timeout=30)


def exec_run(engine: Engine) -> None:
    result = engine.exec.run("web", ["sort"], stdin=b"b\na\n").check()
    print(result.stdout)


def copy_to(engine: Engine) -> None:
    engine.copy_to("web", b"debug = true\n", "/etc/app.toml")


def write_file(engine: Engine) -> None:
    engine.write_file("web", "/etc/secret.toml", b"key = 1\n", mode=0o600, uid=33)


def read_file(engine: Engine) -> None:
    print(engine.read_file("web", "/etc/app.toml").decode())


def stats(engine: Engine) -> None:
    for usage in engine.stats("web", stream=False):
        print(usage.cpu_percent, usage.memory, usage.memory_limit)


def push(engine: Engine) -> None:
    engine.images.tag("busybox", "registry.invalid/team/busybox:1")
    try:
        print(engine.push("registry.invalid/team/busybox:1"))
    except StreamError as error:
        print("not pushed:", error)
    engine.images.remove("registry.invalid/team/busybox:1")


def prune_all(engine: Engine) -> None:
    engine.containers.remove("web", force=True)
    print(engine.prune_all(filters={"label": "nobody=has-it"}).space_reclaimed)
