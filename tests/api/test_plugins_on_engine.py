"""Plugins on a real engine, sync and async: made, set up and removed."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Iterator

import pytest

from engineclient import AsyncEngine, Engine, EngineError, NotFound

pytestmark = pytest.mark.engine

NAME = "registry.example:5000/sample:v1"
CONFIG = {
    "description": "A sample",
    "entrypoint": ["/nothing"],
    "interface": {"types": ["docker.volumedriver/1.0"], "socket": "sample.sock"},
    "network": {"type": "host"},
    "env": [{"name": "DEBUG", "description": "", "settable": ["value"], "value": "0"}],
}


def archive() -> bytes:
    """A plugin that does nothing, with a layer that no other has."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in (("config.json", json.dumps(CONFIG).encode()), ("rootfs/stamp", os.urandom(16))):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.fixture
def host(engine_host: str) -> Iterator[str]:
    with Engine(engine_host) as engine:
        if engine.ping().libpod:
            pytest.skip("Podman has no plugins of this kind")
    yield engine_host
    with Engine(engine_host) as engine:
        try:
            engine.plugins.remove(NAME, force=True)
        except NotFound:
            pass


def test_a_plugin(host: str) -> None:
    with Engine(host) as engine:
        plugins = engine.plugins
        plugins.create(NAME, archive())
        with pytest.raises(EngineError):
            plugins.create(NAME, archive())
        plugins.set(NAME, ["DEBUG=1"])
        plugin = plugins.inspect(NAME)
        assert (plugin.name, plugin.enabled, plugin.settings.env) == (NAME, False, ["DEBUG=1"])
        assert plugin.config.interface is not None
        assert plugin.config.interface.types == ["docker.volumedriver/1.0"]
        assert NAME in [each.name for each in plugins.list(filters={"enabled": False})]
        with pytest.raises(EngineError):
            plugins.disable(NAME)
        plugins.remove(NAME)
        with pytest.raises(NotFound):
            plugins.inspect(NAME)


async def test_a_plugin_async(host: str) -> None:
    async with AsyncEngine(host) as engine:
        await engine.plugins.create(NAME, archive())
        assert (await engine.plugins.inspect(NAME)).config.description == "A sample"
        await engine.plugins.remove(NAME)
        assert NAME not in [each.name for each in await engine.plugins.list()]
