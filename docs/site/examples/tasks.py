"""Examples of `engine.tasks`; each needs a manager of a swarm."""

from __future__ import annotations

from engineclient import Engine
from engineclient.models.service_spec import ServiceSpec
from engineclient.models.task_spec import ContainerSpec, TaskSpec


def list(engine: Engine) -> None:
    engine.swarm.init({"ListenAddr": "127.0.0.1:2377", "AdvertiseAddr": "127.0.0.1"})
    container = ContainerSpec(image="busybox", command=["sh", "-c", "echo hello; exec sleep 600"])
    service = ServiceSpec(name="web", task_template=TaskSpec(container_spec=container))
    engine.services.create(service)
    for task in engine.tasks.list(filters={"service": "web"}):
        print(task.id, task.slot, task.status.state)


def inspect(engine: Engine) -> None:
    for task in engine.tasks.list(filters={"service": "web"}):
        print(engine.tasks.inspect(task.id).desired_state)


def logs(engine: Engine) -> None:
    for task in engine.tasks.list(filters={"service": "web", "desired-state": "running"}):
        for frame in engine.tasks.logs(task.id):
            print(task.slot, frame.stream, frame.data)
    engine.swarm.leave(force=True)
