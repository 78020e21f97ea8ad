"""Examples of `engine.plugins`."""

from __future__ import annotations

import json

from engineclient import APIError, Engine, EngineError
from engineclient.archive.context import context_of

NAME = "registry.invalid:5000/sample:v1"


def create(engine: Engine) -> None:
    config = {
        "description": "A sample",
        "entrypoint": ["/nothing"],
        "interface": {"types": ["docker.volumedriver/1.0"], "socket": "sample.sock"},
        "network": {"type": "host"},
        "env": [{"name": "DEBUG", "description": "", "settable": ["value"], "value": "0"}],
    }
    files = {"config.json": json.dumps(config), "rootfs/stamp": "1"}
    engine.plugins.create(NAME, b"".join(context_of(files)))


def list(engine: Engine) -> None:
    for plugin in engine.plugins.list(filters={"enabled": False}):
        print(plugin.name, plugin.enabled)


def set(engine: Engine) -> None:
    engine.plugins.set(NAME, ["DEBUG=1"])


def inspect(engine: Engine) -> None:
    print(engine.plugins.inspect(NAME).settings.env)


def enable(engine: Engine) -> None:
    try:
        engine.plugins.enable(NAME, timeout=5)
    except APIError as error:
        print(error.message)  # there is no program in this sample


def disable(engine: Engine) -> None:
    try:
        engine.plugins.disable(NAME)
    except APIError as error:
        print(error.message)


def push(engine: Engine) -> None:
    try:
        engine.plugins.push(NAME).wait()
    except EngineError as error:
        print("not pushed:", error)


def remove(engine: Engine) -> None:
    engine.plugins.remove(NAME, force=True)


def privileges(engine: Engine) -> None:
    try:
        for privilege in engine.plugins.privileges(NAME):
            print(privilege.name, privilege.value)
    except APIError as error:
        print(error.message)


def pull(engine: Engine) -> None:
    try:
        engine.plugins.pull(NAME, privileges=[]).wait()
    except EngineError as error:
        print("not pulled:", error)


def upgrade(engine: Engine) -> None:
    try:
        engine.plugins.upgrade(NAME, NAME, privileges=[]).wait()
    except EngineError as error:
        print("not upgraded:", error)
