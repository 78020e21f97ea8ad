"""Restart the containers whose health check fails: `python restart_unhealthy.py`."""

import sys
from collections.abc import Iterator

from engineclient import APIError, Engine


def restart_unhealthy(engine: Engine) -> Iterator[tuple[str, str]]:
    """Restart the unhealthy containers one by one; yield the name of each, and the engine's message if it refused."""
    for container in engine.containers.list(filters={"health": ["unhealthy"]}):
        name = container.names[0].removeprefix("/")
        try:
            engine.containers.restart(container.id, t=0)
        except APIError as error:
            yield name, error.message
        else:
            yield name, ""


def main() -> int:
    """Restart them and print the results; returns 1 if some could not be restarted."""
    with Engine() as engine:
        restarts = list(restart_unhealthy(engine))
    for name, refusal in restarts:
        print(f"{name}: {refusal or 'restarted'}")
    return int(any(refusal for _, refusal in restarts))


if __name__ == "__main__":
    sys.exit(main())
