"""Trees of plain values (mappings, lists, scalars), and rules for the values at paths in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeAlias, TypeVar

T = TypeVar("T")

Tree: TypeAlias = dict[str, Any]
"""A mapping of a compose file: strings, numbers, booleans, None, lists and mappings of them. Never changed in place."""

Path: TypeAlias = tuple[str | int, ...]
"""The keys, and the indexes of list items, that lead to a value."""
ITEM = "[]"
"""The element of a path that stands for any item of a list."""


def dotted(path: Path) -> str:
    """A path as messages show it.

    >>> dotted(("services", "web", "ports", 0))
    'services.web.ports.[0]'

    """
    return ".".join(f"[{step}]" if isinstance(step, int) else step for step in path)


class Rules(Generic[T]):
    """Values for patterns of paths such as `services.*.ports`; `*` is any key or item.

    Rules are a tree themselves, which is traversed together with a tree of values: `below(key)` returns the rules for the
    values under a key, or None if there are none.
    """

    __slots__ = ("_any", "_named", "value")

    def __init__(self, patterns: Mapping[str, T] | None = None) -> None:
        self.value: T | None = None
        self._named: dict[str, Rules[T]] = {}
        self._any: Rules[T] | None = None
        for pattern, value in (patterns or {}).items():
            self._add(pattern.split("."), value)

    def _add(self, steps: list[str], value: T) -> None:
        if not steps:
            self.value = value
            return
        if steps[0] == "*":
            self._any = self._any or Rules()
            self._any._add(steps[1:], value)
        else:
            self._named.setdefault(steps[0], Rules())._add(steps[1:], value)

    def below(self, step: str) -> Rules[T] | None:
        """The rules for the values under `step`, a key or ITEM."""
        return self._named.get(step, self._any)

    def at(self, *steps: str) -> Rules[T] | None:
        """The rules at the end of `steps`."""
        here: Rules[T] | None = self
        for step in steps:
            here = here.below(step) if here else None
        return here


Rewrite: TypeAlias = Callable[[Any, Path], Any]
"""A rule that converts the value at a path; called with the value and the path."""


def rewrite(value: Any, rules: Rules[Rewrite] | None, path: Path = ()) -> Any:
    """`value` with the values at the paths of rules converted by them.

    A mapping or list is converted before the values in it: rules also apply to what a rule returns.
    """
    if rules is None:
        return value
    if rules.value is not None:
        value = rules.value(value, path)
    if isinstance(value, dict):
        return {key: rewrite(part, rules.below(key), (*path, key)) for key, part in value.items()}
    if isinstance(value, list):
        below = rules.below(ITEM)
        if below is None:
            return value
        return [rewrite(part, below, (*path, index)) for index, part in enumerate(value)]
    return value
