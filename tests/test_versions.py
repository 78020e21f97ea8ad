"""Which version of the API is spoken with an engine."""

from __future__ import annotations

import pytest

from engineclient import EngineError, versions


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
