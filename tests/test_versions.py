"""Gates: what an API version understands, and the message where it does not."""

from __future__ import annotations

import pytest

from engineclient.errors import UnsupportedByEngine
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
