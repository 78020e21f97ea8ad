"""Request bodies as plain values, with the API's field names."""

from __future__ import annotations

from typing import Any

JsonObject = dict[str, Any]


def present(fields: JsonObject) -> JsonObject:
    """The fields that are neither empty nor zero: Go's `omitempty`."""
    return {name: value for name, value in fields.items() if value}


def part(body: JsonObject, name: str) -> JsonObject:
    """The object in a field, which is put there if it is missing or null."""
    found: JsonObject = body.get(name) or {}
    body[name] = found
    return found


def put(body: JsonObject, name: str, value: Any) -> None:
    """Set a field; an empty value removes it, because Go leaves empty fields out."""
    if value:
        body[name] = value
    else:
        body.pop(name, None)
