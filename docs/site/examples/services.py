"""Examples of `engine.services`; each needs a manager of a swarm."""

from __future__ import annotations

from engineclient import Engine
from engineclient.models.service_spec import ServiceSpec
from engineclient.models.task_spec import ContainerSpec, TaskSpec


def create(engine: Engine) -> None:
    engine.swarm.init({"ListenAddr": "127.0.0.1:2377", "AdvertiseAddr": "127.0.0.1"})
    container = ContainerSpec(image="busybox", command=["sh", "-c", "echo hello; exec sleep 600"])
    service = ServiceSpec(name="web", task_template=TaskSpec(container_spec=container))
    print(engine.services.create(service).id)


def list(engine: Engine) -> None:
    for service in engine.services.list():
        print(service.spec.name, service.version.index)


def inspect(engine: Engine) -> None:
    print(engine.services.inspect("web").spec.name)


def update(engine: Engine) -> None:
    found = engine.services.inspect("web")
    spec = {**found.spec.raw, "Labels": {"tier": "front"}}
    engine.services.update(found.id, spec, version=found.version.index)


def logs(engine: Engine) -> None:
    for frame in engine.services.logs("web", tail=10):
        print(frame.stream, frame.data)


def remove(engine: Engine) -> None:
    engine.services.remove("web")
    engine.swarm.leave(force=True)
