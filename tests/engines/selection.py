"""Selects the engine of a pytest session, and decides whether engine tests run."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from . import engine, rest
from .errors import EngineSetupError
from .state import default

_VARIABLE = "ENGINECLIENT_TEST_HOST"


def given() -> str | None:
    """The engine that the environment names, which is never stopped; None if it names none."""
    return os.environ.get(_VARIABLE) or None


def at_hand() -> bool:
    """Whether an engine is available already, so that engine tests run without --engine."""
    return given() is not None or engine.running(default())


def tls() -> tuple[str, Path] | None:
    """The URL of the engine with TLS, and the directory of the client's certificates; None if it has no TLS."""
    if given():
        named, folder = os.environ.get(f"{_VARIABLE}_TLS"), os.environ.get(f"{_VARIABLE}_CERTS")
        return (named, Path(folder)) if named and folder else None
    state = default()
    return state.tls_host, state.tls


@contextmanager
def host() -> Generator[str]:
    """Yield the URL of an engine; one that was started here is stopped at the end. Raises EngineSetupError."""
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
