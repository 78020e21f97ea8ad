"""Immutable objects that declare their fields."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from copy import copy
from typing import ClassVar

import pytest

from engineclient.values import Data


class Size(Data):
    unit: ClassVar[str] = "characters"
    height: int
    width: int = 80


class Named(Size):
    name: str = ""
    height: int = 24


def test_fields_are_taken_by_position_and_by_name() -> None:
    made = Size(24, width=132)
    assert (made.height, made.width, made.unit) == (24, 132, "characters")


def test_a_field_that_is_not_given_has_its_default() -> None:
    assert (Size(24).width, Named().height, Named(name="x")) == (80, 24, Named(24, 80, "x"))


def test_it_is_equal_to_the_same_of_its_class_only() -> None:
    assert Size(1, 2) == Size(1, width=2) != Size(1, 3)
    assert Size(24) != Named(24)
    assert len({Size(1), Size(1), Size(2)}) == 2


def test_repr_is_what_makes_it() -> None:
    assert repr(Named(1, 2, "x")) == "Named(height=1, width=2, name='x')"


def test_replace_gives_a_changed_copy() -> None:
    first = Size(24)
    assert (first.replace(width=132), first) == (Size(24, 132), Size(24, 80))


def test_it_matches_by_position() -> None:
    match Size(3, 4):
        case Size(height, width):
            assert (height, width) == (3, 4)


@pytest.mark.parametrize("copied", [copy, lambda made: pickle.loads(pickle.dumps(made))])
def test_a_copy_is_equal(copied: Callable[[Size], Size]) -> None:
    assert copied(Size(1, 2)) == Size(1, 2)


def test_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="use replace"):
        Size(1).height = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="immutable"):
        del Size(1).height


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: Size(), "missing: height"),  # type: ignore[call-arg]
        (lambda: Size(1, depth=2), "unknown: depth"),  # type: ignore[call-arg]
        (lambda: Size(depth=2, width=1), "missing: height, unknown: depth"),  # type: ignore[call-arg]
        (lambda: Size(1, 2, 3), "by position: 3"),  # type: ignore[call-arg]
    ],
)
def test_fields_that_are_missing_or_unknown_are_told(make: Callable[[], Size], why: str) -> None:
    with pytest.raises(TypeError, match=why):
        make()
