"""Errors can be pickled: a pool of processes returns the same error that was raised."""

from __future__ import annotations

import copy
import pickle

import pytest

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
