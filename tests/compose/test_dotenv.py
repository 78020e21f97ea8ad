"""Env files; the recorded cases of `compose config` have many more."""

from __future__ import annotations

import pytest

from engineclient.compose.dotenv import parse


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("A=1\nHOME\nB=2\n", {"A": "1", "HOME": "/root", "B": "2"}),
        ("NOPE\n", {}),
        # a name alone at the end, with no line break, is a value without a name to compose
        ("HOME", {"": "HOME"}),
        ("A=1\nexport HOME", {"A": "1", "": "HOME"}),
        ("# words\nB-", {"": "B-"}),
        ("A B", {"": "A B"}),
    ],
)
def test_names_alone(text: str, variables: dict[str, str]) -> None:
    assert parse(text, {"HOME": "/root"}.get, lambda _: None) == variables
