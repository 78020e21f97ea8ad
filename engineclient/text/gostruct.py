r"""JSON of the engine's as docker's templates see it: not as it came, but as the Go structs it was read into.

That is why `{{.State.Health}}` is `<nil>` where the engine said nothing of it, and `{{.Mounts}}` prints
`[{bind  /a /b  true }]`. A schema says what the structs are, a line each, with the fields in their order:

    Port    HostIP=HostIp HostPort
    State   Running:bool Pid:int Health:*Health

A field is text unless it says otherwise, and is called in the JSON as in Go unless it says otherwise. Types are
`string`, `int`, `bool`, `time`, `duration`, `any`, `set` (a map to nothing), names of structs, and with `[]`,
`map[]` or `*` before them slices, maps by text and pointers of these. A struct whose name ends with `!` is made of
parts in Go that the schema does not tell apart, so it cannot be printed as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .durations import format_duration
from .template import NIL, Opaque, Record
from .template.printing import format_value
from .times import format_time, parse_rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR_ONE: Final = "0001-01-01T00:00:00Z"


class Field(NamedTuple):
    """A field of a struct: its name in Go, its name in the JSON, its type."""

    name: str
    wire: str
    kind: str


@dataclass(frozen=True, slots=True)
class Struct:
    """A struct of the schema."""

    name: str
    fields: Mapping[str, Field]
    printable: bool


class Schema:
    """Structs by name."""

    def __init__(self, text: str) -> None:
        """Read the schema in `text`."""
        self._structs: dict[str, Struct] = {}
        for title, *fields in filter(None, map(str.split, text.splitlines())):
            name = title.removesuffix("!")
            self._structs[name] = Struct(
                name, {each.name: each for each in map(_field, fields)}, printable=name == title
            )

    def __contains__(self, name: str) -> bool:
        return name in self._structs

    def value(self, kind: str, found: Any) -> object:
        """What a template sees of the JSON value `found` (None if there is none) that was read as that type."""
        if kind.startswith("[]"):
            return _NO_LIST if found is None else [self._item(kind[2:], each) for each in found]
        if kind.startswith("map[]"):
            return _NO_MAP if found is None else {key: self._item(kind[5:], found[key]) for key in found}
        if kind.startswith("*"):
            return NIL if found is None else self.value(kind[1:], found)
        if kind in self._structs:
            return Value(self, self._structs[kind], found or {})
        return _SIMPLE[kind](found)

    def _item(self, kind: str, found: Any) -> object:
        value = self.value(kind, found)
        if isinstance(value, Value) and kind.startswith("*"):
            value.printable = False  # Go would print its address
        return value


class Value(Record):
    """A struct with what the engine said."""

    __slots__ = ("_schema", "_struct", "printable", "raw")

    def __init__(self, schema: Schema, struct: Struct, raw: Mapping[str, Any]) -> None:
        super().__init__(struct.name, self)
        self.raw: Mapping[str, Any] = raw
        self.printable: bool = struct.printable
        self._schema = schema
        self._struct = struct

    def __getitem__(self, name: str) -> object:
        field = self._struct.fields[name]
        return self._schema.value(field.kind, self.raw.get(field.wire))

    def __iter__(self) -> Iterator[str]:
        return iter(self._struct.fields)

    def to_json(self) -> str:
        """The object as it came."""
        return _dump(self.raw)

    def to_text(self) -> str:
        """`{running true 0 }`.

        Raises:
            UnsupportedTemplate: Go would print addresses, or parts that are not told apart.

        """
        if not self.printable:
            return super().to_text()
        return f"{{{' '.join(self._texts())}}}"

    def _texts(self) -> Iterator[str]:
        for name, field in self._struct.fields.items():
            value = self[name]
            if field.kind.startswith("*") and value is not NIL:
                yield super().to_text()
            yield format_value(value)


class _NoList(tuple[object, ...]):
    """A slice that is not there: empty, but null."""

    __slots__ = ()

    def to_json(self) -> str:
        return "null"


class _NoMap(dict[str, object]):
    """A map that is not there."""

    def to_json(self) -> str:
        return "null"


_NO_LIST: Final = _NoList()
_NO_MAP: Final = _NoMap()


def _field(text: str) -> Field:
    names, _, kind = text.partition(":")
    name, _, wire = names.partition("=")
    return Field(name, wire or name, kind or "string")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _time(found: Any) -> object:
    text = found or _YEAR_ONE
    return Opaque("time.Time", format_time(parse_rfc3339(text), UTC), _dump(text))


def _duration(found: Any) -> object:
    return Opaque("time.Duration", format_duration(found or 0), _dump(found or 0), true=bool(found))


def _set(found: Any) -> object:
    return _NO_MAP if found is None else dict.fromkeys(found, _NOTHING)


_NOTHING: Final = Opaque("struct {}", "{}", "{}")
_SIMPLE: Final[Mapping[str, Callable[[Any], object]]] = {
    "string": lambda found: found or "",
    "int": lambda found: found or 0,
    "bool": bool,
    "any": lambda found: found,
    "time": _time,
    "duration": _duration,
    "set": _set,
}
