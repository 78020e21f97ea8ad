"""Whether JSON from an engine is what a view promises: annotations promise, nothing else checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.models.view import Field, View

if TYPE_CHECKING:
    from collections.abc import Iterator


def fields_of(kind: type[View]) -> dict[str, Field[Any]]:
    """The fields of a view by attribute, those it inherits among them."""
    return {
        name: field
        for owner in reversed(kind.__mro__)
        for name, field in vars(owner).items()
        if isinstance(field, Field)
    }


def problems(kind: type[View], raw: Any, at: str = "") -> Iterator[str]:
    """Where `raw` is not what `kind` promises: the path of the field, and what is there."""
    at = at or kind.__name__
    if not isinstance(raw, dict):
        yield f"{at}: {raw!r} is no object"
        return
    for field in fields_of(kind).values():
        yield from _field(field, raw.get(field.wire), f"{at}.{field.wire}")


def unmodelled(kind: type[View], raw: Any, at: str = "") -> Iterator[str]:
    """The paths in `raw` that no field of `kind` names; reachable by `raw` only."""
    at = at or kind.__name__
    fields = {field.wire: field for field in fields_of(kind).values()}
    for name, value in raw.items():
        field = fields.get(name)
        if field is None:
            yield f"{at}.{name}"
        elif issubclass(field.kind, View) and not _is_text(field, value):
            for item in _items(field, value):
                yield from unmodelled(field.kind, item, f"{at}.{name}")


def _field(field: Field[Any], value: Any, at: str) -> Iterator[str]:
    if value is None:
        if field.shape == "required":
            yield f"{at}: is required, and is not there"
        return
    if _is_text(field, value):
        return
    container = {"sequence": list, "table": list, "mapping": dict, "multimap": dict}.get(field.shape)
    if container is not None and not isinstance(value, container):
        yield f"{at}: {value!r} is no {container.__name__}"
        return
    for item in _items(field, value):
        yield from _value(field.kind, item, at)


def _is_text(field: Field[Any], value: Any) -> bool:
    """Whether this is the string that may stand for an object."""
    return field.or_text and isinstance(value, str)


def _items(field: Field[Any], value: Any) -> list[Any]:
    match field.shape:
        case _ if value is None:
            return []
        case "sequence":
            return list(value)
        case "mapping":
            return list(value.values())
        case "table":
            return [item for row in value for item in row or ()]
        case "multimap":
            return [item for row in value.values() for item in row or ()]
        case _:
            return [value]


def _value(kind: type, value: Any, at: str) -> Iterator[str]:
    if issubclass(kind, View):
        yield from problems(kind, value, at)
    elif kind is float and isinstance(value, int):
        return  # JSON has one kind of number
    elif not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        yield f"{at}: {value!r} is no {kind.__name__}"
