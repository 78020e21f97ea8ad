"""Examples of `engine.distribution`."""

from __future__ import annotations

from engineclient import APIError, Engine


def inspect(engine: Engine) -> None:
    try:
        found = engine.distribution.inspect("registry.invalid/team/busybox:1")
    except APIError as error:
        print(error.message)
    else:
        print(found.descriptor.digest)
