"""The API version negotiated with an engine; gates: arguments that need a version, and their error messages."""

from __future__ import annotations

import pytest

from engineclient import versions
from engineclient.errors import EngineError, UnsupportedByEngine
from engineclient.versions import Gate, require

NEW, GONE, BETWEEN = Gate("x", "1.44"), Gate("x", until="1.51", instead="use y"), Gate("x", "1.44", "1.51")


@pytest.mark.parametrize(
    ("gate", "version", "message"),
    [
        (NEW, "1.44", ""),
        (NEW, "1.43", '"x" requires API version 1.44, but the Docker daemon API version is 1.43'),
        (GONE, "1.51", ""),
        (
            GONE,
            "1.52",
            '"x" is understood up to API version 1.51, but the Docker daemon API version is 1.52: use y',
        ),
        (BETWEEN, "1.50", ""),
        (
            BETWEEN,
            "1.9",
            '"x" is understood from API version 1.44 to 1.51, but the Docker daemon API version is 1.9',
        ),
        (Gate("x"), "1.40", ""),
    ],
)
def test_gates(gate: Gate, version: str, message: str) -> None:
    if not message:
        require([gate], version)
        return
    with pytest.raises(UnsupportedByEngine) as caught:
        require([gate], version)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("server", "spoken"),
    [
        ("1.51", "1.51"),
        ("1.99", versions.NEWEST),
        ("1.40", "1.40"),
        ("", versions.OLDEST),  # a ping that is refused, or names none: what every engine speaks
    ],
)
def test_negotiate(server: str, spoken: str) -> None:
    assert versions.negotiate(server) == spoken


@pytest.mark.parametrize("server", ["1.39", "x", "1", "1.x", "-1.51"])
def test_an_engine_that_cannot_be_served(server: str) -> None:
    with pytest.raises(EngineError, match=server):
        versions.negotiate(server)
