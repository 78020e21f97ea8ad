from __future__ import annotations

import pytest

from engineclient.cli.arity import ANY, NONE, Arity, at_least, at_most, between, exactly


@pytest.mark.parametrize(
    ("arity", "count", "complaint"),
    [
        (NONE, 0, None),
        (NONE, 1, "accepts no arguments"),
        (ANY, 0, None),
        (ANY, 99, None),
        (exactly(1), 0, "requires 1 argument"),
        (exactly(2), 2, None),
        (exactly(2), 3, "requires 2 arguments"),
        (at_least(1), 0, "requires at least 1 argument"),
        (at_least(2), 1, "requires at least 2 arguments"),
        (at_least(2), 9, None),
        (at_most(1), 0, None),
        (at_most(1), 2, "requires at most 1 argument"),
        (between(1, 2), 0, "requires at least 1 and at most 2 arguments"),
        (between(1, 2), 3, "requires at least 1 and at most 2 arguments"),
        (between(1, 2), 2, None),
    ],
)
def test_complaint(arity: Arity, count: int, complaint: str | None) -> None:
    assert arity.complaint(count) == complaint
