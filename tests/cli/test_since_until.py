from __future__ import annotations

import time

import pytest

from engineclient.cli.failures import Failure
from engineclient.cli.since_until import query_time

ODD = 'failed to parse value as time or duration: "x"'


def test_a_duration_counts_back_from_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000_000)
    assert query_time("42s") == "958"


def test_nothing_given_is_nothing_asked() -> None:
    assert query_time("") is None


@pytest.mark.parametrize(("flag", "error"), [("", ODD), ("until", f'invalid value for "until": {ODD}')])
def test_an_odd_value_is_refused_in_dockers_words(flag: str, error: str) -> None:
    with pytest.raises(Failure) as caught:
        query_time("x", flag)
    assert str(caught.value) == error
