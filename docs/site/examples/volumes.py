"""Examples of `engine.volumes`."""

from __future__ import annotations

from engineclient import Engine, NotFound
from engineclient.models.volumes import VolumeConfig


def create(engine: Engine) -> None:
    volume = engine.volumes.create("data", config=VolumeConfig(labels={"app": "shop"}))
    print(volume.name, volume.mountpoint)


def inspect(engine: Engine) -> None:
    print(engine.volumes.inspect("data").labels)


def list(engine: Engine) -> None:
    for volume in engine.volumes.list(filters={"label": "app=shop"}).volumes:
        print(volume.name, volume.driver)


def remove(engine: Engine) -> None:
    engine.volumes.remove("data")
    try:
        engine.volumes.inspect("data")
    except NotFound as error:
        print(error.message)


def prune(engine: Engine) -> None:
    print(engine.volumes.prune(filters={"label": "app=shop"}).deleted)
