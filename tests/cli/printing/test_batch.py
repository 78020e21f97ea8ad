"""Acts on several objects: order, errors, and that they are under way at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from engineclient import Engine
from engineclient.cli.failures import Failure
from engineclient.cli.printing.batch import at_once, one_by_one
from engineclient.errors import EngineError
from engineclient.steps import Sleep

if TYPE_CHECKING:
    from engineclient.calls import Steps
    from engineclient.cli.printing.batch import Outcome

FAILURE, ERROR = Failure("no"), EngineError("bad")


def act(name: str) -> None:
    if name == "f":
        raise FAILURE
    if name == "e":
        raise ERROR
    if name == "bug":
        raise KeyError(name)


def together(names: list[str], act: Callable[[str], None]) -> list[Outcome]:
    """What `at_once` reports."""

    def steps(name: str) -> Steps[None]:
        yield from Sleep(0)
        act(name)

    outcomes: list[Outcome] = []
    with Engine("unix:///nowhere") as engine:
        at_once(engine, names, steps, lambda name, error: outcomes.append((name, error)))
    return outcomes


@pytest.mark.parametrize("way", [one_by_one, together])
@pytest.mark.parametrize("names", [[], ["a"], ["e"], ["a", "f", "b", "e"], [*"abcdefgh" * 20]])
def test_outcomes_come_in_order(way, names: list[str]) -> None:  # type: ignore[no-untyped-def]
    errors = {"f": FAILURE, "e": ERROR}
    assert list(way(names, act)) == [(name, errors.get(name)) for name in names]


@pytest.mark.parametrize("way", [one_by_one, together])
@pytest.mark.parametrize("names", [["bug"], ["a", "bug"]])
def test_what_nobody_foresaw_is_raised(way, names: list[str]) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KeyError):
        list(way(names, act))


def test_a_name_that_no_request_can_be_made_of_keeps_no_other_from_it() -> None:
    def steps(name: str) -> Steps[None]:
        act(name)  # as an endpoint that refuses its argument
        return sleep()

    def sleep() -> Steps[None]:
        yield from Sleep(0)

    outcomes: list[Outcome] = []
    with Engine("unix:///nowhere") as engine:
        at_once(engine, ["a", "e", "b"], steps, lambda name, error: outcomes.append((name, error)))
    assert outcomes == [("a", None), ("e", ERROR), ("b", None)]


def test_all_are_under_way_at_once() -> None:
    import threading

    barrier = threading.Barrier(50)

    def meet(_: str) -> None:
        barrier.wait(10)

    outcomes = together(["x"] * 50, meet)
    assert all(error is None for _, error in outcomes)
