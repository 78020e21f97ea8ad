"""Checks the types in JSON values and fails with the messages of Go's encoding/json.

A shape is an example: "" stands for a string, 0 for a number, False for a boolean, a dict for an object with those fields
(others are ignored), a list with one shape for a list of such values, `MapOf` for an object with any names and such
values, and None for anything. Null fits every shape.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from engineclient.errors import DecodeError

__all__ = ["MapOf", "fit", "go_kind", "unfit"]


class MapOf(NamedTuple):
    """An object with any names, whose values all have this shape."""

    shape: Any


def fit(shape: Any, value: Any, name: str) -> None:
    """Check that `value`, called `name` in messages, has the shape.

    Raises:
        DecodeError: it has not; the message names the field.

    """
    match shape:
        case _ if shape is None or value is None:
            return
        case MapOf():
            for key, item in _expect(dict, value, name, "map").items():
                fit(shape.shape, item, f"{name}.{key}")
        case dict():
            found = _expect(dict, value, name, "struct")
            for key, inner in shape.items():
                fit(inner, found.get(key), f"{name}.{key}")
        case list():
            for item in _expect(list, value, name, "slice"):
                fit(shape[0], item, name)
        case bool():
            _expect(bool, value, name, "bool")
        case int():
            if isinstance(value, bool):
                raise unfit(value, name, "int64")
            _expect(int, value, name, "int64")
        case _:
            _expect(type(shape), value, name, "string")


def unfit(value: Any, name: str, kind: str) -> DecodeError:
    """The error for a value that does not have the Go type `kind`."""
    return DecodeError(f"json: cannot unmarshal {go_kind(value)} into Go struct field {name} of type {kind}")


def _expect(kind: type, value: Any, name: str, called: str) -> Any:
    if not isinstance(value, kind):
        raise unfit(value, name, called)
    return value


def go_kind(value: object) -> str:
    """The type of a JSON value, as Go's messages call it."""
    match value:
        case bool():
            return "bool"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"
