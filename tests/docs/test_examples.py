"""The examples of the reference run, each tag's on its recording.

To record one anew, from an engine that can be thrown away and has busybox:
`DOCKER_HOST=... pytest --engine-record tests/docs/test_examples.py -k containers`.
"""

from __future__ import annotations

import importlib.util
import inspect
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from engineclient import Engine
from engineclient.pytest_plugin import EngineReplay
from tests.contract import walk

EXAMPLES = Path(__file__).parents[2] / "docs" / "site" / "examples"
MODULES = sorted(path.stem for path in EXAMPLES.glob("[a-z]*.py"))

NONE = {
    "Builds.session": "It is BuildKit's own, and `engine.build` speaks it.",
    "Builds.grpc": "It is BuildKit's own, too.",
    "Builds.build_cancel": "It needs a build with BuildKit under way.",
    "Volumes.update": "It is for cluster volumes, which need a driver.",
}
"""Endpoints without an example, and why."""


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def functions(name: str) -> dict[str, Any]:
    """The examples of a module, in their order."""
    return {
        function.__name__: function
        for function in vars(module(name)).values()
        if inspect.isfunction(function) and function.__module__ == f"example_{name}"
    }


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.engine_recording(name)) for name in MODULES]
)
def test_the_examples_run(name: str, engine_replay: EngineReplay) -> None:
    with Engine(engine_replay.host) as engine:
        for example in functions(name).values():
            example(engine)
            if engine_replay.recording:
                time.sleep(1)  # a swarm goes on by itself


def test_every_endpoint_has_an_example() -> None:
    missing = {
        sent.name
        for sent in walk.endpoints()
        if sent.name.partition(".")[2]
        not in functions(
            {"Builds": "images"}.get(sent.name.partition(".")[0], sent.name.partition(".")[0].lower())
        )
    }
    assert missing == NONE.keys()
