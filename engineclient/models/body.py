"""Request bodies: classes with keyword-only fields that know their wire names.

A field left at None is not sent. `extra=` carries what is not modelled yet, by wire name; it wins over the
fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, dataclass_transform

Json = Mapping[str, Any]


class Wire(NamedTuple):
    """How a field is sent: see `wire`."""

    name: str
    encode: Callable[[Any], Any] | None
    since: str | None


def wire(name: str, encode: Callable[[Any], Any] | None = None, *, since: str | None = None) -> Any:
    """A field that is sent as `name`.

    Args:
        name: in the JSON.
        encode: makes the JSON value of the Python value, if they are not the same.
        since: the API version it came with, if there are engines to talk to that do not know it and would
            ignore it.
    """
    return Wire(name, encode, since)


@dataclass_transform(kw_only_default=True)
class _Declared:
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
        return (
            f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"
        )

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    __hash__: ClassVar[None]  # type: ignore[assignment]  # it can be changed


class Body(_Declared):
    """A JSON object to be sent. `extra` holds fields that are not declared, by wire name; it wins over those that are."""

    extra: Json = MappingProxyType({})

    def _used(self) -> Iterator[tuple[Wire, Any]]:
        for name, field in self.fields.items():
            if (value := getattr(self, name)) is not None:
                yield field, value

    def to_wire(self) -> dict[str, Any]:
        """The JSON object: fields that are set, then `extra`."""
        sent = {
            field.name: to_json(value if field.encode is None else field.encode(value))
            for field, value in self._used()
        }
        return {**sent, **self.extra}

    def needs(self) -> list[tuple[str, str]]:
        """The fields in use, here and in bodies below, that came with a later API version.

        Each as (wire name, version).
        """
        found: list[tuple[str, str]] = []
        for field, value in self._used():
            if field.since:
                found.append((field.name, field.since))
            found += body_needs(value)
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


def body_needs(value: Any) -> tuple[tuple[str, str], ...]:
    """What the bodies in `value` need, for `Request.needs`; a JSON mapping is its maker's responsibility."""
    if isinstance(value, Body):
        return tuple(value.needs())
    if isinstance(value, Mapping):
        value = [*value.values()]
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(need for item in value for need in body_needs(item))
    return ()


def environment(value: Mapping[str, str | None] | Sequence[str]) -> list[str]:
    """`Env`: `K=V` strings; a None value removes a variable of the image."""
    if isinstance(value, Mapping):
        return [name if text is None else f"{name}={text}" for name, text in value.items()]
    return list(value)
