import time
from collections.abc import Iterator

import pytest

from engineclient import Engine

CHECKS = {"web": "true", "cache": "false", "queue": "false"}


@pytest.fixture
def containers(engine_record: str | None) -> Iterator[None]:
    """Containers with a health check each; on the engine that is recorded, if one is."""
    if engine_record is None:
        yield
        return
    with Engine(engine_record) as engine:
        made = [started(engine, name, check) for name, check in CHECKS.items()]
        try:
            yield
        finally:
            for id in made:
                engine.containers.remove(id, force=True)


def started(engine: Engine, name: str, check: str) -> str:
    health = {"Test": ["CMD", check], "Interval": 100_000_000, "Retries": 1}
    result = engine.run("busybox", ["sleep", "1000"], name=name, config={"Healthcheck": health}, detach=True)
    deadline = time.monotonic() + 10
    while engine.containers.inspect(result.id).raw["State"]["Health"]["Status"] == "starting":
        assert time.monotonic() < deadline, f"the health of {name} is not known"
    return result.id
