"""The functions of docker's templates: Go's built-in ones, and docker's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.golang import json
from engineclient.golang.template.printing import sprint, sprintf, sprintln
from engineclient.golang.template.values import (
    Function,
    KeyedBy,
    NilPointer,
    OfType,
    go_type,
    is_list,
    is_mapping,
    is_nil,
    is_true,
    mapping,
    sequence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_HTML = str.maketrans({"\0": "\ufffd", '"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;"})
_JS = {
    "\\": r"\\",
    "'": r"\'",
    '"': r"\"",
    "<": r"\u003C",
    ">": r"\u003E",
    "&": r"\u0026",
    "=": r"\u003D",
}
_NO_COMPARISON = "missing argument for comparison"
_INCOMPATIBLE = "incompatible types for comparison"
_INCOMPARABLE = "invalid type for comparison"


def _equal(value: object, *others: object) -> bool:
    if not others:
        raise ValueError(_NO_COMPARISON)
    return any(_same(value, other) for other in others)


def _same(value: object, other: object) -> bool:
    if value is None or other is None:
        return is_nil(value) and is_nil(other)
    kind = _kind(value)
    if kind != _kind(other):
        raise ValueError(_INCOMPATIBLE)
    if kind == "other":
        if is_nil(value) or is_nil(other):
            return is_nil(value) and is_nil(other)
        raise ValueError(f"non-comparable type {sprintf('%s', other)}: {go_type(other)}")
    return value == other


def _not_equal(value: object, other: object) -> bool:
    return not _same(value, other)


def _less(value: object, other: object) -> bool:
    for item in (value, other):
        if _kind(item) == "other":
            raise ValueError(_INCOMPARABLE)
    match value, other:
        case bool(), bool():
            raise ValueError(_INCOMPARABLE)
        case (bool(), _) | (_, bool()):
            raise ValueError(_INCOMPATIBLE)
        case (str() as low, str() as high):
            return low < high
        case (int() as low, int() as high) | (float() as low, float() as high):
            return low < high
        case _:
            raise ValueError(_INCOMPATIBLE)


def _less_or_equal(value: object, other: object) -> bool:
    return _less(value, other) or _same(value, other)


def _greater(value: object, other: object) -> bool:
    return not _less_or_equal(value, other)


def _greater_or_equal(value: object, other: object) -> bool:
    return not _less(value, other)


def _kind(value: object) -> str:
    """The kind of a value, for comparisons; a number from JSON is a string, as in docker."""
    match value:
        case bool():
            return "bool"
        case str():
            return "string"
        case int():
            return "int"
        case float():
            return "float"
        case _:
            return "other"


def _index(item: object, *indexes: object) -> object:
    if item is None:
        raise ValueError("index of untyped nil")
    for index in indexes:
        if item is None:
            raise ValueError("index of nil pointer")
        if is_mapping(item):
            item = _entry(mapping(item), index)
        elif isinstance(item, str):
            item = _element(item.encode(errors="surrogateescape"), "string", index)
        elif is_list(item):
            item = _element(sequence(item), "slice", index)
        else:
            raise ValueError(f"can't index item of type {_struct_type(item)}")
    return item


def _entry(items: Mapping[str, object], key: object) -> object:
    if key is None:
        raise ValueError("value is nil; should be of type string")
    if not isinstance(key, str):
        raise ValueError(f"value has type {go_type(key)}; should be string")
    if isinstance(items, KeyedBy):
        raise ValueError(f"value has type string; should be {items.key_type}")
    # For a missing key Go returns the zero value of the map's value type: "" for labels.
    if isinstance(items, OfType):
        return items.get(key, items.zero)
    missing = "" if go_type(items) == "map[string]string" else None
    return items.get(key, missing)


def _element(items: bytes | object, name: str, index: object) -> object:
    values = items if isinstance(items, bytes) else sequence(items)
    position = _position(index, len(values))
    if position == len(values):
        raise ValueError(f"reflect: {name} index out of range")
    return values[position]


def _position(index: object, limit: int) -> int:
    if index is None:
        raise ValueError("cannot index slice/array with nil")
    if not isinstance(index, int) or isinstance(index, bool):
        raise ValueError(f"cannot index slice/array with type {go_type(index)}")
    if not 0 <= index <= limit:
        raise ValueError(f"index out of range: {index}")
    return index


def _slice(item: object, *indexes: object) -> object:
    if item is None:
        raise ValueError("slice of untyped nil")
    if len(indexes) > 3:
        raise ValueError(f"too many slice indexes: {len(indexes)}")
    if isinstance(item, str):
        if len(indexes) == 3:
            raise ValueError("cannot 3-index slice a string")
        start, end = _bounds(indexes, len(item.encode(errors="surrogateescape")))
        return item.encode(errors="surrogateescape")[start:end].decode(errors="surrogateescape")
    if not is_list(item):
        raise ValueError(f"can't slice item of type {_struct_type(item)}")
    start, end = _bounds(indexes, len(sequence(item)))
    return sequence(item)[start:end]


def _bounds(indexes: tuple[object, ...], length: int) -> tuple[int, int]:
    bounds = [_position(index, length) for index in indexes]
    start, end, *capacity = bounds + [0, length][len(bounds) :]
    for low, high in ((start, end), *((end, limit) for limit in capacity)):
        if low > high:
            raise ValueError(f"invalid slice index: {low} > {high}")
    return start, end


def _length(item: object) -> int:
    if item is None or isinstance(item, NilPointer):
        raise ValueError("len of nil pointer")
    if isinstance(item, str):
        return len(item.encode(errors="surrogateescape"))
    if is_mapping(item):
        return len(mapping(item))
    if is_list(item):
        return len(sequence(item))
    raise ValueError(f"len of type {_struct_type(item)}")


def _struct_type(value: object) -> str:
    return go_type(value).removeprefix("*")


def _not(value: object) -> bool:
    return not is_true(value)


def _last(*values: object) -> object:
    return values[-1]


def _join(items: list[str] | None, separator: str) -> str:
    return separator.join(items or ())


def _split(text: str, separator: str) -> list[str]:
    return text.split(separator) if separator else list(text)


def _title(text: str) -> str:
    previous = " "
    letters: list[str] = []
    for letter in text:
        in_word = previous.isalnum() or previous == "_" or not (previous.isascii() or previous.isspace())
        letters.append(letter if in_word else _upper(letter))
        previous = letter
    return "".join(letters)


def _upper(text: str) -> str:
    # Go converts letter by letter: ß stays, because its capital form has two letters.
    return "".join(upper if len(upper := letter.upper()) == 1 else letter for letter in text)


def _lower(text: str) -> str:
    return "".join(lower if len(lower := letter.lower()) == 1 else letter for letter in text)


def _pad(text: str, before: int, after: int) -> str:
    if not text:
        return text
    if before < 0 or after < 0:
        raise ValueError("strings: negative Repeat count")
    return " " * before + text + " " * after


def _truncate(text: str, length: int) -> str:
    data = text.encode(errors="surrogateescape")
    if len(data) <= length:
        return text
    if length < 0:
        raise ValueError(f"runtime error: slice bounds out of range [:{length}]")
    # docker truncates by bytes, and may so split a character.
    return data[:length].decode(errors="surrogateescape")


def _call(text: str, function: object, *_arguments: object) -> object:
    """Go's call of a function in the data, of which docker's have none."""
    if function is None:
        raise ValueError("call of nil")
    raise ValueError(f"non-function {text} of type {go_type(function)}")


def _html(*values: object) -> str:
    return _joined(values).translate(_HTML)


def _js(*values: object) -> str:
    return "".join(_JS.get(character) or _js_escape(character) for character in _joined(values))


def _js_escape(character: str) -> str:
    return character if character == " " or character.isprintable() else f"\\u{ord(character):04X}"


def _urlquery(*values: object) -> str:
    from urllib.parse import quote_plus  # imported here because rarely needed

    return quote_plus(_joined(values), errors="surrogateescape")


def _joined(values: tuple[object, ...]) -> str:
    return sprint(*("<no value>" if value is None else value for value in values))


FUNCTIONS: Mapping[str, Function] = {
    "and": Function(_last, ("any", "any"), variadic=True, stops=_not),
    "call": Function(_call, ("any", "any"), variadic=True, takes_text=True),
    "eq": Function(_equal, ("any", "any"), variadic=True),
    "ge": Function(_greater_or_equal, ("any", "any")),
    "gt": Function(_greater, ("any", "any")),
    "html": Function(_html, ("any",), variadic=True),
    "index": Function(_index, ("any", "any"), variadic=True),
    "join": Function(_join, ("[]string", "string")),
    "js": Function(_js, ("any",), variadic=True),
    "json": Function(json.encode, ("any",)),
    "le": Function(_less_or_equal, ("any", "any")),
    "len": Function(_length, ("any",)),
    "lower": Function(_lower, ("string",)),
    "lt": Function(_less, ("any", "any")),
    "ne": Function(_not_equal, ("any", "any")),
    "not": Function(_not, ("any",)),
    "or": Function(_last, ("any", "any"), variadic=True, stops=is_true),
    "pad": Function(_pad, ("string", "int", "int")),
    "print": Function(sprint, ("any",), variadic=True),
    "printf": Function(sprintf, ("string", "any"), variadic=True),
    "println": Function(sprintln, ("any",), variadic=True),
    "slice": Function(_slice, ("any", "any"), variadic=True),
    "split": Function(_split, ("string", "string")),
    "title": Function(_title, ("string",)),
    "truncate": Function(_truncate, ("string", "int")),
    "upper": Function(_upper, ("string",)),
    "urlquery": Function(_urlquery, ("any",), variadic=True),
}
