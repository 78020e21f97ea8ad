"""Request bodies as plain values, with the wire's own names."""

from __future__ import annotations

from typing import Any

JsonObject = dict[str, Any]


def present(fields: JsonObject) -> JsonObject:
    """The fields that are not empty, for those that docker leaves out otherwise."""
    return {name: value for name, value in fields.items() if value}
