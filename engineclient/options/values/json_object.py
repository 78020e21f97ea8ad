"""Request bodies as plain values, with the API's field names."""

from __future__ import annotations

from typing import Any

JsonObject = dict[str, Any]


def present(fields: JsonObject) -> JsonObject:
    """The fields that are neither empty nor zero: Go's `omitempty`."""
    return {name: value for name, value in fields.items() if value}
