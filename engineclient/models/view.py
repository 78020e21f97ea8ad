"""Views: typed attributes over the engine's own JSON.

An answer is neither copied nor checked when it arrives: `.raw` is the whole JSON, and an attribute reads its field when
it is used. So an unknown field or an unexpected null from a newer engine (or podman) only affects code that reads that
field. Every field declares its JSON name, because 165 of the API's 707 names cannot be derived from Python names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, overload

from engineclient.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


class View:
    """A JSON object of the engine.

    Attributes:
        raw: the whole object, including fields that are not declared here.

    Example:
        >>> container = engine.containers.inspect("web")
        >>> container.state.status, container.raw["AppArmorProfile"]
        ('running', 'docker-default')
    """

    __slots__ = ("raw",)

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw: Mapping[str, Any] = raw

    def __repr__(self) -> str:
        """The identifying fields, without secrets; `raw` has everything."""
        from engineclient.models.representation import of_view

        fields = {
            name: field.wire
            for owner in reversed(type(self).__mro__)
            for name, field in vars(owner).items()
            if isinstance(field, Field)
        }
        return of_view(type(self).__name__, self.raw, fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and type(other) is type(self) and other.raw == self.raw

    __hash__: ClassVar[None]  # type: ignore[assignment]  # `raw` is mutable


class Field(Generic[T]):
    """A typed attribute for one field of the JSON.

    Attributes:
        kind: the type of the value, or of its items for `sequence` and `mapping`.
        wire: the name in the JSON.
        shape: "required", "optional", "sequence", "mapping", "table" or "multimap".
        or_text: whether the engine may send a string instead of an object.

    """

    __slots__ = ("_direct", "_json", "_read", "kind", "or_text", "shape", "wire")

    def __init__(
        self, kind: type, wire: str, shape: str, read: Callable[[View, Any], T], *, or_text: bool = False
    ) -> None:
        self.or_text: bool = or_text
        self.kind: type = kind
        self.wire: str = wire
        self.shape: str = shape
        self._read = read
        # Most of what long lists read needs no call of `read`: values that have this type in the JSON.
        self._json: Any = None
        self._direct: Callable[[Any], Any] | None = None
        if shape in ("required", "optional"):
            self._json = dict if issubclass(kind, View) else kind if kind in (str, bool, int) else None
            self._direct = kind if issubclass(kind, View) else _integer if kind is int else None

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...
    @overload
    def __get__(self, view: View, owner: type) -> T: ...
    def __get__(self, view: View | None, owner: type) -> Self | T:
        if view is None:
            return self
        try:
            value: Any = view.raw.get(self.wire)
            if type(value) is not self._json:
                return self._read(view, value)
            made: T = value if self._direct is None else self._direct(value)
            return made
        # for example a list or a string where the API defines an object
        except (AttributeError, TypeError) as error:
            raise DecodeError(
                f"{type(view).__name__} has an invalid {self.wire}: {str(view.raw)[:120]}"
            ) from error


def required(kind: type[T], wire: str) -> Field[T]:
    """A field that is always present; reading it raises DecodeError if it is missing."""
    wrap = _wrap(kind)

    def read(view: View, value: Any) -> T:
        if value is None:
            raise DecodeError(f"{type(view).__name__} has no {wire}: {str(view.raw)[:120]}")
        return wrap(value)

    return Field(kind, wire, "required", read)


def optional(kind: type[T], wire: str) -> Field[T | None]:
    """A field that may be missing or null, and is None then."""
    wrap = _wrap(kind)

    def read(_: View, value: Any) -> T | None:
        return None if value is None else wrap(value)

    return Field(kind, wire, "optional", read)


def optional_or_text(kind: type[T], wire: str) -> Field[T | str | None]:
    """An object for which the engine may send a string instead; None if missing or null."""
    wrap = _wrap(kind)

    def read(_: View, value: Any) -> T | str | None:
        return value if value is None or isinstance(value, str) else wrap(value)

    return Field(kind, wire, "optional", read, or_text=True)


def sequence(kind: type[T], wire: str) -> Field[list[T]]:
    """A list; empty if missing or null, which is how Go encodes an empty list."""
    wrap = _wrap(kind)

    def read(_: View, value: Any) -> list[T]:
        return [wrap(item) for item in value or ()]

    return Field(kind, wire, "sequence", read)


def mapping(kind: type[T], wire: str) -> Field[dict[str, T]]:
    """A map with string keys; empty if missing or null."""
    wrap = _wrap(kind)

    def read(_: View, value: Any) -> dict[str, T]:
        return {key: wrap(item) for key, item in (value or {}).items()}

    return Field(kind, wire, "mapping", read)


def table(kind: type[T], wire: str) -> Field[list[list[T]]]:
    """A list of lists; empty if missing or null."""
    wrap = _wrap(kind)

    def read(_: View, value: Any) -> list[list[T]]:
        return [[wrap(item) for item in row or ()] for row in value or ()]

    return Field(kind, wire, "table", read)


def multimap(kind: type[T], wire: str) -> Field[dict[str, list[T]]]:
    """A map from strings to lists; empty if missing or null, as are its lists."""
    wrap = _wrap(kind)

    def read(_: View, value: Any) -> dict[str, list[T]]:
        return {key: [wrap(item) for item in items or ()] for key, items in (value or {}).items()}

    return Field(kind, wire, "multimap", read)


def _wrap(kind: type[T]) -> Callable[[Any], T]:
    if issubclass(kind, View):
        return kind
    return _SCALARS.get(kind, _as_it_is)


def _as_it_is(value: Any) -> Any:
    return value


# Scalars are checked, because a wrong type would cause errors elsewhere: multiplying a string by a size fills the memory.


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not -(1 << 63) <= value < 1 << 64:
        raise TypeError(value)
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


_SCALARS: dict[type, Callable[[Any], Any]] = {str: _text, int: _integer, float: _number, bool: _truth}
