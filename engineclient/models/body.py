"""Request bodies: classes with keyword-only fields, each with its name in the API's JSON.

A field that is None is not sent. `extra=` is for fields that are not declared here, by their JSON names; it overrides
declared fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, dataclass_transform

from engineclient.arguments import refuse_single
from engineclient.versions import Gate

Json = Mapping[str, Any]


Since = str | Callable[[Any], str]
"""The first API version that supports a field, "" if all do; or a function that returns it for a value."""


class Wire:
    """How a field is sent: see `wire`."""

    __slots__ = ("encode", "instead", "name", "since", "until")

    def __init__(
        self, name: str, encode: Callable[[Any], Any] | None, since: Since, until: str, instead: str
    ) -> None:
        self.name: str = name
        self.encode: Callable[[Any], Any] | None = encode
        self.since: Since = since
        self.until: str = until
        self.instead: str = instead

    def gate(self, field: str, value: Any) -> Gate | None:
        """The API versions that support this `field` with this `value`, None if all do."""
        since = self.since if isinstance(self.since, str) else self.since(value)
        return Gate(field, since, self.until, self.instead) if since or self.until else None


def wire(
    name: str,
    encode: Callable[[Any], Any] | None = None,
    *,
    since: Since = "",
    until: str = "",
    instead: str = "",
) -> Any:
    """A field that is sent as `name`.

    Args:
        name: the name in the JSON.
        encode: converts the Python value into the JSON value, if they differ.
        since: the first API version that supports the field, if older supported engines would ignore it; or a function
            of the value, if only some values need a newer version.
        until: the last API version that supports it, "" if it has not been removed.
        instead: what to use after its removal.
    """
    return Wire(name, encode, since, until, instead)


@dataclass_transform(kw_only_default=True)
class Declared:
    """Base that makes keyword arguments out of the fields that subclasses declare.

    Not a standard dataclass: that compiles three functions for each class, which for bodies with 70 fields takes a short
    command longer than all its parsing.
    """

    fields: ClassVar[Mapping[str, Wire]] = {}

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Wire)}
        cls.fields = {**cls.fields, **own}
        for name in own:
            setattr(cls, name, None)

    def __init__(self, **given: Any) -> None:
        for name, value in given.items():
            if name not in self.fields and name != "extra":
                raise TypeError(f"{type(self).__name__} has no field {name!r}")
            setattr(self, name, value)

    def __repr__(self) -> str:
        from engineclient.models.representation import of_body

        given = ((name, self.fields.get(name), value) for name, value in vars(self).items())
        shown = ((name, wire.name if wire else "", self._sent(wire, value)) for name, wire, value in given)
        return of_body(type(self).__name__, shown)

    @staticmethod
    def _sent(wire: Wire | None, value: Any) -> Any:
        """The value for `repr`: variables in the API's form, in which secrets are recognized; others unchanged."""
        return wire.encode(value) if wire and wire.name == "Env" and wire.encode else value

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    __hash__: ClassVar[None]  # type: ignore[assignment]  # instances are mutable


class Body(Declared):
    """A JSON object to send. `extra` contains undeclared fields, by their JSON names, and overrides declared ones."""

    extra: Json = MappingProxyType({})

    def _used(self) -> Iterator[tuple[str, Wire, Any]]:
        for name, field in self.fields.items():
            if (value := getattr(self, name)) is not None:
                yield name, field, value

    def to_wire(self) -> dict[str, Any]:
        """The JSON object: the fields that are set, and `extra`."""
        sent = {
            field.name: to_json(value if field.encode is None else field.encode(value))
            for _, field, value in self._used()
        }
        return {**sent, **self.extra}

    def needs(self, path: str = "") -> list[Gate]:
        """The fields in use, here and in nested bodies, that not every API version has; `path` leads to this body."""
        found: list[Gate] = []
        for name, field, value in self._used():
            here = f"{path}.{name}" if path else name
            if gate := field.gate(here, value):
                found.append(gate)
            found += body_needs(value, here)
        return found


def to_json(value: Any) -> Any:
    """`value` with the bodies in it converted to JSON objects."""
    if isinstance(value, Body):
        return value.to_wire()
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [to_json(item) for item in value]
    return value


def body_needs(value: Any, path: str = "") -> tuple[Gate, ...]:
    """The gates of the bodies in `value`, for `RequestSpec.needs`. Plain JSON mappings are not checked."""
    if isinstance(value, Body):
        return tuple(value.needs(path))
    if isinstance(value, Mapping):
        value = [*value.values()]
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(need for item in value for need in body_needs(item, path))
    return ()


def field_needs(value: Any, since: str, *fields: str) -> tuple[Gate, ...]:
    """The gates of those of `fields` that are set in a body, for an operation that supports them later than others."""
    if not isinstance(value, Body):
        return ()
    return tuple(Gate(name, since) for name in fields if getattr(value, name) is not None)


def environment(value: Mapping[str, str | None] | Sequence[str]) -> list[str]:
    """`Env`, a list of `K=V` strings; the value None removes a variable of the image."""
    if isinstance(value, Mapping):
        return [name if text is None else f"{name}={text}" for name, text in value.items()]
    refuse_single(env=value)
    return list(value)
