"""Check that JSON from an engine has the fields that a view declares, for code that changes the JSON and sends it back.

A view itself checks a field only when it is read; see `view`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.errors import DecodeError
from engineclient.models.view import Field, View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def checked(view: View) -> dict[str, Any]:
    """A copy of the JSON of `view`, in which every declared field has its type.

    Raises:
        DecodeError: a field is missing or has another type; the message names it.

    """
    for problem in problems(type(view), view.raw):
        raise DecodeError(f"the engine's answer does not have the expected form: {problem[:200]}")
    return dict(view.raw)


def typed(view: View) -> Mapping[str, Any]:
    """The JSON of `view`, in which every declared field that is not missing has its type.

    Raises:
        DecodeError: a field has another type; the message names it.

    """
    for problem in problems(type(view), view.raw, absent=False):
        raise DecodeError(f"the engine's answer does not have the expected form: {problem[:200]}")
    return view.raw


def fields_of(kind: type[View]) -> dict[str, Field[Any]]:
    """The fields of a view by attribute, including inherited ones."""
    return {
        name: field
        for owner in reversed(kind.__mro__)
        for name, field in vars(owner).items()
        if isinstance(field, Field)
    }


def problems(kind: type[View], raw: Any, at: str = "", *, absent: bool = True) -> Iterator[str]:
    """A description of each field of `raw` whose type is not that of `kind`; with `absent`, of missing ones, too."""
    at = at or kind.__name__
    if not isinstance(raw, dict):
        yield f"{at}: {raw!r} is no object"
        return
    for field in fields_of(kind).values():
        yield from _field(field, raw.get(field.wire), f"{at}.{field.wire}", absent=absent)


def is_text(field: Field[Any], value: Any) -> bool:
    """Whether `value` is the string that may stand for an object."""
    return field.or_text and isinstance(value, str)


def items_of(field: Field[Any], value: Any) -> list[Any]:
    """The values of a field whose type is that of its declaration."""
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


def _field(field: Field[Any], value: Any, at: str, *, absent: bool) -> Iterator[str]:
    if value is None:
        if absent and field.shape == "required":
            yield f"{at}: is required, and is not there"
        return
    if is_text(field, value):
        return
    container = {"sequence": list, "table": list, "mapping": dict, "multimap": dict}.get(field.shape)
    if container is not None and not isinstance(value, container):
        yield f"{at}: {value!r} is no {container.__name__}"
        return
    rows = {"table": value, "multimap": value.values() if isinstance(value, dict) else ()}.get(
        field.shape, ()
    )
    if not all(isinstance(row, list | None) for row in rows):
        yield f"{at}: {value!r} has a row that is no list"
        return
    for item in items_of(field, value):
        yield from _value(field.kind, item, at, absent=absent)


def _value(kind: type, value: Any, at: str, *, absent: bool) -> Iterator[str]:
    if issubclass(kind, View):
        yield from problems(kind, value, at, absent=absent)
    elif kind is float and isinstance(value, int):
        return  # JSON has one kind of number
    elif not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        yield f"{at}: {value!r} is no {kind.__name__}"
