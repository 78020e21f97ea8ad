"""Examples of `engine.swarm`."""

from __future__ import annotations

from engineclient import APIError, Engine
from engineclient.models.swarm import SwarmInit, SwarmJoin, SwarmSpec


def init(engine: Engine) -> None:
    node = engine.swarm.init(SwarmInit(listen_addr="127.0.0.1:2377", advertise_addr="127.0.0.1"))
    print(node)


def inspect(engine: Engine) -> None:
    swarm = engine.swarm.inspect()
    print(swarm.version.index, swarm.created_at)


def update(engine: Engine) -> None:
    swarm = engine.swarm.inspect()
    engine.swarm.update(SwarmSpec(name="default", labels={"stage": "test"}), version=swarm.version.index)


def unlock_key(engine: Engine) -> None:
    print(engine.swarm.unlock_key().unlock_key or "this swarm does not lock its managers")


def unlock(engine: Engine) -> None:
    try:
        engine.swarm.unlock("SWMKEY-1-this-is-no-key")
    except APIError as error:
        print(error.message)


def join(engine: Engine) -> None:
    try:
        engine.swarm.join(SwarmJoin(remote_addrs=["127.0.0.1:2377"], join_token="SWMTKN-1-this-is-no-token"))
    except APIError as error:
        print(error.message)


def leave(engine: Engine) -> None:
    engine.swarm.leave(force=True)
