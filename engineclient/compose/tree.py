"""Trees of plain values (mappings, lists, scalars), and rules that hold at paths in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeAlias, TypeVar

T = TypeVar("T")

Tree: TypeAlias = dict[str, Any]
"""A mapping of a compose file: strings, numbers, booleans, None, lists and mappings of them. Never changed in place."""

Path: TypeAlias = tuple[str | int, ...]
ITEM = "[]"
"""The step of a path into a list, whichever item."""


def dotted(path: Path) -> str:
    """A path as messages show it: `services.web.ports.[]`."""
    return ".".join(f"[{step}]" if isinstance(step, int) else step for step in path)


class Rules(Generic[T]):
    """Values that belong to patterns of paths such as `services.*.ports`; `*` is any key or item.

    Walk it beside a tree: `below(key)` gives the rules under that key, or None if there are none at all.
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
        """The rules under `step`, a key or ITEM."""
        return self._named.get(step, self._any)

    def at(self, *steps: str) -> Rules[T] | None:
        """The rules at the end of `steps`."""
        here: Rules[T] | None = self
        for step in steps:
            here = here.below(step) if here else None
        return here


Rewrite: TypeAlias = Callable[[Any, Path], Any]
"""A rule that makes a new value of the one at a path."""


def rewrite(value: Any, rules: Rules[Rewrite] | None, path: Path = ()) -> Any:
    """`value` with every part that a rule names replaced by what the rule makes of it.

    Parents come before their parts: a part of what a rule has made is looked at too.
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
