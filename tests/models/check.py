"""What in JSON from an engine no view names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.models.conformity import fields_of, is_text, items_of
from engineclient.models.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator


def unmodelled(kind: type[View], raw: Any, at: str = "") -> Iterator[str]:
    """The paths in `raw` that no field of `kind` names; reachable by `raw` only."""
    at = at or kind.__name__
    fields = {field.wire: field for field in fields_of(kind).values()}
    for name, value in raw.items():
        field = fields.get(name)
        if field is None:
            yield f"{at}.{name}"
        elif issubclass(field.kind, View) and not is_text(field, value):
            for item in items_of(field, value):
                yield from unmodelled(field.kind, item, f"{at}.{name}")
