"""Examples of `engine.secrets`; each needs a manager of a swarm."""

from __future__ import annotations

from engineclient import Engine
from engineclient.models.secrets import SecretSpec


def create(engine: Engine) -> None:
    engine.swarm.init({"ListenAddr": "127.0.0.1:2377", "AdvertiseAddr": "127.0.0.1"})
    made = engine.secrets.create(SecretSpec(name="greeting", data=b"words", labels={"app": "shop"}))
    print(made.id)


def list(engine: Engine) -> None:
    for each in engine.secrets.list(filters={"name": "greeting"}):
        print(each.id, each.spec.name)


def inspect(engine: Engine) -> None:
    print(engine.secrets.inspect("greeting").spec.labels)


def update(engine: Engine) -> None:
    found = engine.secrets.inspect("greeting")
    changed = SecretSpec(name="greeting", labels={"app": "shop", "tier": "front"})
    engine.secrets.update(found.id, changed, version=found.version.index)


def remove(engine: Engine) -> None:
    engine.secrets.remove("greeting")
    engine.swarm.leave(force=True)
