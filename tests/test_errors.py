"""Errors can be pickled: a pool of processes returns the same error that was raised."""

from __future__ import annotations

import copy
import pickle

import pytest

import engineclient
from engineclient import errors
from engineclient.errors import (
    ConnectionFailed,
    EngineError,
    EngineTimeout,
    InvalidHost,
    OperationUnsupported,
    StreamError,
    UnsupportedByEngine,
    UpgradeRefused,
    WouldChange,
    api_error,
)


def test_the_module_lists_every_error() -> None:
    defined = {name for name, found in vars(errors).items() if isinstance(found, type)}
    assert defined - {"Any"} == set(errors.__all__) - {"api_error"}
    assert {name for name in engineclient.__all__ if engineclient._MODULES[name] == "errors"} <= defined


ERRORS = [
    api_error(404, "No such container: x", b"{}"),
    ConnectionFailed("Cannot connect", host="unix:///x", hint="Start it."),
    EngineTimeout("unix:///x: timed out"),
    InvalidHost("x"),
    OperationUnsupported(404, "Not Found", b"Not Found\n", operation="GET /nodes", speaks="1.41"),
    StreamError("denied", code=401),
    UnsupportedByEngine("verbose", needs="1.52", speaks="1.51"),
    UnsupportedByEngine("mac_address", until="1.51", speaks="1.52", instead="use another"),
    UpgradeRefused(409),
    WouldChange("POST", "/containers/x/start"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(
    "way", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"]
)
def test_an_error_survives(error: EngineError, way: object) -> None:
    assert callable(way)
    other = way(error)
    assert (type(other), str(other), vars(other)) == (type(error), str(error), vars(error))
