"""Which engine a pytest session uses, and whether its engine tests run at all."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from . import engine, rest
from .errors import EngineSetupError
from .state import default

_VARIABLE = "ENGINECLIENT_TEST_HOST"


def given() -> str | None:
    """The engine that the environment names; it is used as it is and never stopped."""
    return os.environ.get(_VARIABLE) or None


def at_hand() -> bool:
    """Whether there is an engine already, so that plain pytest includes the engine tests."""
    return given() is not None or engine.running(default())


def tls() -> tuple[str, Path] | None:
    """The URL of the engine by TLS and the directory of a client's certificates; None if it is known by neither."""
    if given():
        named, folder = os.environ.get(f"{_VARIABLE}_TLS"), os.environ.get(f"{_VARIABLE}_CERTS")
        return (named, Path(folder)) if named and folder else None
    state = default()
    return state.tls_host, state.tls


@contextmanager
def host() -> Generator[str]:
    """The URL of an engine; one that had to be started is stopped at the end. Raises EngineSetupError."""
    if named := given():
        if not rest.answers(named, "/_ping"):
            raise EngineSetupError(f"{_VARIABLE} names {named}, which does not answer")
        yield named
        return
    state = default()
    started = engine.up(state)
    try:
        yield state.host
    finally:
        if started:
            engine.down(state)
