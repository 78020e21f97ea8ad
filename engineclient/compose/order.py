"""The order of keys: by code point in JSON, as go-yaml sorts them in YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cmp_to_key
from typing import Any

from engineclient.compose.yamlscalars import Timestamp


class Style(Enum):
    """The two formats of `config`, which differ in the order of keys and in the keys that they omit."""

    YAML = "yaml"
    JSON = "json"


def in_order(value: Any, style: Style) -> Any:
    """A tree with the keys of its mappings sorted in the order of `style`."""
    if isinstance(value, Mapping):
        order = sorted(value, key=yaml_order) if style is Style.YAML else sorted(value)
        return {key: in_order(value[key], style) for key in order}
    if isinstance(value, list):
        items = [in_order(each, style) for each in value]
        return (
            None if style is Style.JSON and not items else items
        )  # docker compose's JSON has null for empty lists
    if isinstance(value, tuple):
        return [in_order(each, style) for each in value]
    return str(value) if style is Style.JSON and isinstance(value, Timestamp) else value


def _compare(one: str, other: str) -> int:
    if one == other:
        return 0
    digits = False
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a == b:
            digits = a.isdigit()
            continue
        letters = a.isalpha(), b.isalpha()
        if all(letters):
            return -1 if a < b else 1
        if any(letters):
            return -1 if letters[0 if digits else 1] else 1
        return _compare_numbers(one, other, index)
    return -1 if len(one) < len(other) else 1


def _compare_numbers(one: str, other: str, index: int) -> int:
    """Compare two texts by the numbers at `index`, where they begin to differ: -1, 0 or 1."""
    start = 0
    if "0" in (one[index], other[index]):
        before = index
        while before and one[before - 1].isdigit():
            before -= 1
            if one[before] != "0":
                start = 1
                break
    ends = [_end_of_number(text, index) for text in (one, other)]
    numbers = [
        int(f"{start}{text[index:end]}") if end > index else start
        for text, end in zip((one, other), ends, strict=True)
    ]
    for a, b in (numbers, ends, (one[index], other[index])):
        if a != b:
            return -1 if a < b else 1  # type: ignore[operator]
    return 0


def _end_of_number(text: str, index: int) -> int:
    while index < len(text) and text[index].isdigit():
        index += 1
    return index


yaml_order: Callable[[Any], Any] = cmp_to_key(_compare)
"""The key function for go-yaml's order: letters after other characters, numbers by their value."""
