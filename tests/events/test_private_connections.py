"""What passes in a session of BuildKit's is in no recording."""

from __future__ import annotations

import pytest

from engineclient.events.redaction import is_private


@pytest.mark.parametrize(
    ("target", "private"),
    [
        ("/session", True),
        ("/v1.51/session", True),
        ("/v1.51/grpc?x=1", True),
        ("/v1.51/containers/session/attach?stream=1", False),
        ("/v1.51/exec/1/start", False),
    ],
)
def test_private(target: str, private: bool) -> None:
    assert is_private(target) is private
