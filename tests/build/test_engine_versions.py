"""The version of BuildKit in engines that do not report it."""

from __future__ import annotations

import pytest

from engineclient.build.engine_versions import buildkit_of


@pytest.mark.parametrize(
    ("engine", "buildkit"),
    [
        ("20.10.0", "v0.8.1"),
        ("20.10.3", "v0.8.1+68bb095"),
        ("20.10.23", "v0.8.2+eeb7b65"),
        ("20.10.24+dfsg1", "v0.8+unknown"),
        ("23.0.1", "v0.10.6+4f0ee09"),
        ("23.0.9", "v0.10+unknown"),
        ("26.1.5+dfsg1", ""),
        ("dev", ""),
    ],
)
def test_the_buildkit_of_an_engine(engine: str, buildkit: str) -> None:
    assert buildkit_of(engine) == buildkit
