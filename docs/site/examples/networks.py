"""Examples of `engine.networks`."""

from __future__ import annotations

from engineclient import Engine
from engineclient.models.networks import EndpointConfig, NetworkConfig


def create(engine: Engine) -> None:
    network = engine.networks.create("back", config=NetworkConfig(labels={"tier": "back"}, internal=True))
    print(network.id)


def list(engine: Engine) -> None:
    for network in engine.networks.list(filters={"label": "tier=back"}):
        print(network.name, network.driver)


def connect(engine: Engine) -> None:
    engine.run("busybox", ["sleep", "600"], name="web", detach=True)
    engine.networks.connect("back", "web", config=EndpointConfig(aliases=["www"]))


def inspect(engine: Engine) -> None:
    network = engine.networks.inspect("back")
    print([container.name for container in network.containers.values()])


def disconnect(engine: Engine) -> None:
    engine.networks.disconnect("back", "web")
    engine.containers.remove("web", force=True)


def remove(engine: Engine) -> None:
    engine.networks.remove("back")


def prune(engine: Engine) -> None:
    print(engine.networks.prune(filters={"label": "tier=back"}).deleted)
