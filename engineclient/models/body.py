"""Request bodies: classes with keyword-only fields that know their wire names.

A field left at None is not sent. `extra=` carries what is not modelled yet, by wire name; it wins over the
fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, dataclass_transform

from engineclient.versions import Gate

Json = Mapping[str, Any]


Since = str | Callable[[Any], str]
"""The API version that something came with, "" if all have it; or a function that gives it for a value."""


class Wire(NamedTuple):
    """How a field is sent: see `wire`."""

    name: str
    encode: Callable[[Any], Any] | None
    since: Since
    until: str
    instead: str

    def gate(self, field: str, value: Any) -> Gate | None:
        """What an engine must speak to understand this `field` with this `value`, None if all do."""
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
        name: in the JSON.
        encode: makes the JSON value of the Python value, if they are not the same.
        since: the API version it came with, if there are engines to talk to that do not know it and would
            ignore it; a function of the value where only some values are as new.
        until: the last API version that has it.
        instead: what to do where it has gone.
    """
    return Wire(name, encode, since, until, instead)


@dataclass_transform(kw_only_default=True)
class Declared:
    """What makes keyword arguments of the fields that subclasses declare.

    Not the standard library's dataclass: that compiles three functions a class, which for bodies of 70 fields takes a
    command line longer than parsing all it ever receives.
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
        """A list of variables in the API's own form, by which secrets are known; all else as it was given."""
        return wire.encode(value) if wire and wire.name == "Env" and wire.encode else value

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    __hash__: ClassVar[None]  # type: ignore[assignment]  # it can be changed


class Body(Declared):
    """A JSON object to be sent. `extra` holds fields that are not declared, by wire name; it wins over those that are."""

    extra: Json = MappingProxyType({})

    def _used(self) -> Iterator[tuple[str, Wire, Any]]:
        for name, field in self.fields.items():
            if (value := getattr(self, name)) is not None:
                yield name, field, value

    def to_wire(self) -> dict[str, Any]:
        """The JSON object: fields that are set, then `extra`."""
        sent = {
            field.name: to_json(value if field.encode is None else field.encode(value))
            for _, field, value in self._used()
        }
        return {**sent, **self.extra}

    def needs(self, path: str = "") -> list[Gate]:
        """The fields in use, here and in bodies below, that not every API version has; `path` is how this one is reached."""
        found: list[Gate] = []
        for name, field, value in self._used():
            here = f"{path}.{name}" if path else name
            if gate := field.gate(here, value):
                found.append(gate)
            found += body_needs(value, here)
        return found


def to_json(value: Any) -> Any:
    """`value` with the bodies inside it turned into JSON."""
    if isinstance(value, Body):
        return value.to_wire()
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [to_json(item) for item in value]
    return value


def body_needs(value: Any, path: str = "") -> tuple[Gate, ...]:
    """What the bodies in `value` need, for `Request.needs`; a JSON mapping is its maker's responsibility."""
    if isinstance(value, Body):
        return tuple(value.needs(path))
    if isinstance(value, Mapping):
        value = [*value.values()]
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(need for item in value for need in body_needs(item, path))
    return ()


def field_needs(value: Any, since: str, *fields: str) -> tuple[Gate, ...]:
    """The same for fields of a body that one operation took in later than others: those of `fields` that are set."""
    if not isinstance(value, Body):
        return ()
    return tuple(Gate(name, since) for name in fields if getattr(value, name) is not None)


def environment(value: Mapping[str, str | None] | Sequence[str]) -> list[str]:
    """`Env`: `K=V` strings; a None value removes a variable of the image."""
    if isinstance(value, Mapping):
        return [name if text is None else f"{name}={text}" for name, text in value.items()]
    return list(value)
