"""Examples of `engine.nodes`; each needs a manager of a swarm."""

from __future__ import annotations

from engineclient import APIError, Engine
from engineclient.models.nodes import NodeSpec


def list(engine: Engine) -> None:
    engine.swarm.init({"ListenAddr": "127.0.0.1:2377", "AdvertiseAddr": "127.0.0.1"})
    for node in engine.nodes.list():
        print(node.id, node.spec.role, node.spec.availability)


def inspect(engine: Engine) -> None:
    [first] = engine.nodes.list(filters={"role": "manager"})
    node = engine.nodes.inspect(first.id)
    print(node.spec.role, node.description and node.description.hostname)


def update(engine: Engine) -> None:
    [node] = engine.nodes.list(filters={"role": "manager"})
    spec = NodeSpec(role="manager", availability="active", labels={"disk": "fast"})
    engine.nodes.update(node.id, spec, version=node.version.index)


def remove(engine: Engine) -> None:
    try:
        engine.nodes.remove(engine.nodes.list()[0].id)
    except APIError as error:
        print(error.message)  # the last manager stays
    engine.swarm.leave(force=True)
