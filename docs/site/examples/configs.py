"""Examples of `engine.configs`; each needs a manager of a swarm."""

from __future__ import annotations

from engineclient import Engine
from engineclient.models.configs import ConfigSpec


def create(engine: Engine) -> None:
    engine.swarm.init({"ListenAddr": "127.0.0.1:2377", "AdvertiseAddr": "127.0.0.1"})
    made = engine.configs.create(ConfigSpec(name="greeting", data=b"words", labels={"app": "shop"}))
    print(made.id)


def list(engine: Engine) -> None:
    for each in engine.configs.list(filters={"name": "greeting"}):
        print(each.id, each.spec.name)


def inspect(engine: Engine) -> None:
    print(engine.configs.inspect("greeting").spec.labels)


def update(engine: Engine) -> None:
    found = engine.configs.inspect("greeting")
    changed = ConfigSpec(name="greeting", labels={"app": "shop", "tier": "front"})
    engine.configs.update(found.id, changed, version=found.version.index)


def remove(engine: Engine) -> None:
    engine.configs.remove("greeting")
    engine.swarm.leave(force=True)
