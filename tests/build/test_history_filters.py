"""The conditions of `buildx history ls --filter`; the expected results and messages are those of buildx 0.29.1."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engineclient.build.history import BuildRecord, Ended
from engineclient.build.history_filters import history_filters

SECOND = 10**9
NOW = 1000 * SECOND
RECORD = BuildRecord("abc", {}, None, None, 900 * SECOND, 930 * SECOND, None, {}, 0, 0, 0)

CASES: list[tuple[dict[str, Any], str, bool]] = [
    ({}, "ref=b", True),
    ({}, "ref=x", False),
    ({}, "ref!=b", True),
    ({}, "ref!=abc", False),
    ({}, "status=completed", True),
    ({}, "status=complete", False),
    ({"error": Ended(2, "bad")}, "status=error", True),
    ({"error": Ended(1, "context canceled")}, "status=canceled", True),
    ({"error": Ended(1, "context canceled")}, "status=error", False),
    ({"completed": None}, "status=running", True),
    ({"attributes": {"vcs:source": "https://x.git"}}, "repository=x.git", True),
    ({"attributes": {"context": "https://x.git#main"}}, "repository=https://x.git", True),
    ({"attributes": {"context": "https://x.git#main"}}, "repository!=https://x.git", False),
    ({"attributes": {"context": "."}}, "repository=x", False),
    ({}, "startedAt>2m", True),
    ({}, "startedAt>1m", False),
    ({}, "startedAt<1m", True),
    ({}, "startedAt>1970-01-01T00:14:59Z", True),
    ({}, "startedAt>1970-01-01T00:15:00Z", False),
    ({}, "completedAt<1m", True),
    ({}, "completedAt<2m", False),
    ({"completed": None}, "completedAt<1m", True),
    ({}, "duration>29s", True),
    ({}, "duration<30s", False),
    ({"completed": None}, "duration<1s", True),
]


@pytest.mark.parametrize(("changes", "text", "meets"), CASES, ids=str)
def test_conditions(changes: dict[str, Any], text: str, meets: bool) -> None:
    assert history_filters([text], NOW).meets(replace(RECORD, **changes)) is meets


@pytest.mark.parametrize(
    ("texts", "condition"),
    [
        ([], ""),
        (["status=error"], "status==error"),
        (["ref=a", "status!=error", "duration>1s"], "ref~=a,status!=error,duration>1s"),
        (["ref=a,b"], '"ref~=a,b"'),
    ],
)
def test_in_the_language_of_buildkit(texts: list[str], condition: str) -> None:
    assert history_filters(texts, NOW).condition == condition


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("bad", 'invalid filter "bad"'),
        ("a=b", 'unsupported filter "a=b"'),
        ("status>x", 'invalid separator for "status>x", expected = or !='),
        ("duration=1s", 'invalid separator for "duration=1s", expected <=, <, >= or >'),
        ("duration<=1s", 'unsupported filter "duration<=1s"'),
        ("duration<x", "invalid duration x"),
        ("startedAt>x", "invalid time x"),
    ],
)
def test_conditions_that_are_none(text: str, complaint: str) -> None:
    with pytest.raises(ValueError) as caught:
        history_filters([text], NOW)
    assert str(caught.value) == complaint


def test_all_are_met() -> None:
    meets = history_filters(["ref=a", "status=error"], NOW).meets
    assert not meets(RECORD)
    assert meets(replace(RECORD, error=Ended(2, "bad")))
