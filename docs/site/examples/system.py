"""Examples of the engine itself."""

from __future__ import annotations

from engineclient import APIError, Engine
from engineclient.models.system import AuthConfig


def ping(engine: Engine) -> None:
    print(engine.ping().api_version)


def version(engine: Engine) -> None:
    version = engine.version()
    print(version.version, version.api_version, version.os, version.arch)


def info(engine: Engine) -> None:
    info = engine.info()
    print(info.driver, info.cgroup_version, info.containers_running)


def df(engine: Engine) -> None:
    usage = engine.df()
    print(usage.raw.keys())


def events(engine: Engine) -> None:
    with engine.events(filters={"type": "container", "event": "die"}) as events:
        engine.run("busybox", ["sh", "-c", "exit 7"], remove=True)
        event = next(events)
        print(event.action, event.actor.attributes["exitCode"])


def auth(engine: Engine) -> None:
    login = AuthConfig(username="me", password="wrong", serveraddress="registry.invalid")
    try:
        engine.auth(login)
    except APIError as error:
        print("refused:", error.message)
