"""Acts on several objects: order, errors, and that they are under way at once."""

from __future__ import annotations

import threading

import pytest

from engineclient.cli.failures import Failure
from engineclient.cli.printing.batch import at_once, one_by_one
from engineclient.errors import EngineError

FAILURE, ERROR = Failure("no"), EngineError("bad")


def act(name: str) -> None:
    if name == "f":
        raise FAILURE
    if name == "e":
        raise ERROR
    if name == "bug":
        raise KeyError(name)


@pytest.mark.parametrize("way", [one_by_one, at_once])
@pytest.mark.parametrize("names", [[], ["a"], ["e"], ["a", "f", "b", "e"], [*"abcdefgh" * 20]])
def test_outcomes_come_in_order(way, names: list[str]) -> None:  # type: ignore[no-untyped-def]
    errors = {"f": FAILURE, "e": ERROR}
    assert list(way(names, act)) == [(name, errors.get(name)) for name in names]


@pytest.mark.parametrize("way", [one_by_one, at_once])
@pytest.mark.parametrize("names", [["bug"], ["a", "bug"]])
def test_what_nobody_foresaw_is_raised(way, names: list[str]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KeyError):
        list(way(names, act))


def test_all_are_under_way_at_once() -> None:
    barrier = threading.Barrier(50)
    assert all(error is None for _, error in at_once(["x"] * 50, lambda _: barrier.wait(10)))
