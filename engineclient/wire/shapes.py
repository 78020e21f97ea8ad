"""What Go's encoding/json takes for a value of a type, and what it says of one that is of another.

A shape is an example: "" is a text, 0 a number, False a truth, a dict an object with those fields (others are let be),
a list of one shape a list of such, `MapOf` an object of names and such; None is anything. Null fits everything.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from engineclient.errors import DecodeError

__all__ = ["MapOf", "fit", "go_kind", "unfit"]


class MapOf(NamedTuple):
    """An object whose names are not known."""

    shape: Any


def fit(shape: Any, value: Any, name: str) -> None:
    """Go on only if `value`, called `name`, has that shape.

    Raises:
        DecodeError: it does not; the message names the field.

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
    """The error of a value that is not of a type of Go's."""
    return DecodeError(f"json: cannot unmarshal {go_kind(value)} into Go struct field {name} of type {kind}")


def _expect(kind: type, value: Any, name: str, called: str) -> Any:
    if not isinstance(value, kind):
        raise unfit(value, name, called)
    return value


def go_kind(value: object) -> str:
    """What Go's messages call a JSON value."""
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
