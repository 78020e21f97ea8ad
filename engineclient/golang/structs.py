r"""The engine's JSON as docker's templates see it: not the JSON itself, but the Go structs it was decoded into.

Therefore `{{.State.Health}}` is `<nil>` if the engine did not send it, and `{{.Mounts}}` prints
`[{bind  /a /b  true }]`. A schema describes the structs, one per line, with their fields in order:

    Port    HostIP=HostIp HostPort
    State   Running:bool Pid:int Health:*Health

A field is written `GoName=JSONName:type`. Without a JSON name it has the same name in JSON; without a type it is a
string. Types are `string`, `int`, `bool`, `time`, `duration`, `bytes` (base64 in JSON), `any`, `empty` (a struct without
fields), names of structs, and, with the prefix `[]`, `map[]` or `*`, slices, maps with string keys and pointers;
`map[nat.Port]` has keys of that type. A `?` at the end marks a field that Go leaves out of JSON if it is empty; a struct
with such fields is written to JSON by its fields, any other as it was received.

Fields between `Name{` and `}` are those of an embedded struct: they belong to the outer struct too, and only printing the
whole shows the inner braces; `*Name{` embeds a pointer. If Go prints a struct in a special way, that follows its name:
`Ulimit={Name}={Soft}:{Hard}`.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from engineclient.golang.durations import format_duration
from engineclient.golang.template import (
    NIL,
    Bytes,
    KeyedBy,
    NilList,
    NilMap,
    NilPointer,
    OfType,
    Opaque,
    Record,
)
from engineclient.golang.template.printing import format_value
from engineclient.golang.times import engine_time, format_time
from engineclient.wire.shapes import unfit

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR_ONE: Final = "0001-01-01T00:00:00Z"


class Field(NamedTuple):
    """A field of a struct: its name in Go, its name in JSON, its type, and whether JSON has it only if it is not empty."""

    name: str
    wire: str
    kind: str
    optional: bool


class Struct(NamedTuple):
    """A struct of the schema: its name, the pattern it is printed with if it has one, its fields in order."""

    name: str
    words: str
    fields: Mapping[str, Field]
    layout: Sequence[Field | str]


class Schema:
    """The structs of a schema, by name."""

    def __init__(self, text: str, go_names: Mapping[str, str] | None = None, *, package: str = "") -> None:
        """Parse the schema in `text`.

        Args:
            text: the structs.
            go_names: the Go names of structs whose names differ in the schema.
            package: the Go package of the structs whose names have none.
        """
        self._go_names = go_names or {}
        self._package = package
        self._structs: dict[str, Struct] = {}
        for title, *parts in filter(None, map(str.split, text.splitlines())):
            name, _, words = title.partition("=")
            layout = [part if part.endswith(("{", "}")) else _field(part) for part in parts]
            fields = {each.name: each for each in layout if isinstance(each, Field)}
            self._structs[name] = Struct(name, words, fields, layout)

    def __contains__(self, name: str) -> bool:
        return name in self._structs

    def go_name(self, name: str) -> str:
        """The name of a struct in Go, with its package."""
        known = self._go_names.get(name, name)
        return f"{self._package}.{known}" if self._package and "." not in known else known

    def struct(self, name: str, found: Mapping[str, Any], *, by_pointer: bool = False) -> Value:
        """The template value for the JSON object `found`, decoded as the struct `name`, or as a pointer to one."""
        value = Value(self, self._structs[name], found)
        return value.pointed() if by_pointer else value

    def value(self, kind: str, found: Any) -> object:
        """The template value for the JSON value `found` (None if missing), decoded as type `kind`."""
        if found is not None:
            _check(kind, found)
        if kind.startswith("[]"):
            return NO_LIST if found is None else [self.value(kind[2:], each) for each in found]
        if kind.startswith("map["):
            key_type, _, kind = kind.removeprefix("map[").partition("]")
            if found is None:
                return NilMap(self.value(kind, None))
            entries = {key: self.value(kind, found[key]) for key in found}
            return KeyedBy(key_type, entries) if key_type else OfType(self.value(kind, None), entries)
        if kind.startswith("*"):
            if found is None:
                return self._nil(kind[1:])
            pointed = self.value(kind[1:], found)
            return pointed.pointed() if isinstance(pointed, Value) else pointed
        if kind in self._structs:
            return Value(self, self._structs[kind], found or {})
        return _SIMPLE[kind](found)

    def _nil(self, kind: str) -> NilPointer:
        """A nil pointer to a value of type `kind`."""
        pointed = self._structs.get(kind)
        return NIL if pointed is None else NilPointer(f"*{self.go_name(kind)}", pointed.fields)


def _check(kind: str, found: Any) -> None:
    """Check that Go could decode `found` into a value of type `kind`; raises DecodeError otherwise."""
    if kind.startswith("*"):
        return
    expected = list if kind.startswith("[]") else _READ_FROM.get(kind, dict)
    if not isinstance(found, expected) or (isinstance(found, bool) and expected is int):
        raise unfit(found, "of the engine's answer", kind)


class Value(Record):
    """A struct with its JSON values; `by_pointer`: Go has a pointer to it."""

    __slots__ = ("_schema", "_struct", "by_pointer", "raw")

    def __init__(self, schema: Schema, struct: Struct, raw: Mapping[str, Any]) -> None:
        super().__init__(schema.go_name(struct.name), self)
        self.raw: Mapping[str, Any] = raw
        self.by_pointer: bool = False
        self._schema = schema
        self._struct = struct

    def pointed(self) -> Self:
        """Let this be a pointer to the struct."""
        self.by_pointer = True
        self.go_type: str = f"*{self.go_type}"
        return self

    def __getitem__(self, name: str) -> object:
        field = self._struct.fields[name]
        return self._schema.value(field.kind, self.raw.get(field.wire))

    def __iter__(self) -> Iterator[str]:
        return iter(self._struct.fields)

    def to_json(self) -> str:
        """The JSON object: as received, or by the fields if some are left out when they are empty."""
        fields = self._struct.fields.values()
        if not any(each.optional for each in fields):
            return _dump(self.raw)
        shown = [each for each in fields if self.raw.get(each.wire) or not each.optional]
        return f"{{{','.join(f'{_dump(each.wire)}:{self._json_of(each)}' for each in shown)}}}"

    def _json_of(self, field: Field) -> str:
        found = self.raw.get(field.wire)
        if field.kind.lstrip("*") in self._schema and (found is not None or not field.kind.startswith("*")):
            value = self[field.name]
            assert isinstance(value, Value)
            return value.to_json()
        return _dump(_EMPTY.get(field.kind) if found is None else found)

    def to_text(self, *, names: bool = False) -> str:
        """`{running true 0}`, or the struct's own pattern; with `names`, `{Status:running Running:true}`."""
        if self._struct.words:
            return self._struct.words.format_map({name: self[name] for name in self})
        levels: list[list[str]] = [[]]
        opened: list[str] = []
        for part in self._struct.layout:
            if isinstance(part, Field):
                levels[-1].append(f"{part.name}:" * names + self._text_of(part, names=names))
            elif part == "}":
                inner = f"{{{' '.join(levels.pop())}}}"
                name = opened.pop()[:-1]
                levels[-1].append(
                    f"{name.lstrip('*')}:" * names + (_address(inner) if name.startswith("*") else inner)
                )
            else:
                levels.append([])
                opened.append(part)
        return f"{{{' '.join(levels[0])}}}"

    def to_nested_text(self, *, names: bool = False) -> str:
        """The text inside another value; for a pointer Go prints its address."""
        if self.by_pointer and not self._struct.words:
            return _address(self.raw)
        return self.to_text(names=names)

    def to_go(self) -> str:
        """The value in Go syntax: `container.RestartPolicy{Name:"no", MaximumRetryCount:0}`."""
        fields = ", ".join(f"{name}:{_go_of(self[name])}" for name in self)
        return f"{'&' * self.by_pointer}{self.go_type.lstrip('*')}{{{fields}}}"

    def _text_of(self, field: Field, *, names: bool) -> str:
        value = self[field.name]
        if isinstance(value, Record):
            return value.to_nested_text(names=names)
        return _address(value) if field.kind.startswith("*") else format_value(value, names=names)


def _go_of(value: object) -> str:
    """A field in Go syntax; for a pointer Go prints its address."""
    if isinstance(value, Value) and value.by_pointer:
        return f"({value.go_type})({_address(value.raw)})"
    return format_value(value, go=True)


def _address(value: object) -> str:
    """A text that looks like a Go pointer address."""
    return f"0xc{id(value) % 16**9:09x}"


NO_LIST: Final = NilList()
"""The nil slice."""


def _field(text: str) -> Field:
    names, _, kind = text.partition(":")
    optional = text.endswith("?")
    name, _, wire = names.removesuffix("?").partition("=")
    return Field(name, wire or name, kind.removesuffix("?") or "string", optional)


_EMPTY: Final[Mapping[str, object]] = {"string": "", "int": 0, "bool": False, "time": _YEAR_ONE}
"""What JSON has for a field of a type that was not sent; null for others."""


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _time(found: Any) -> object:
    text = found or _YEAR_ONE
    return Opaque("time.Time", format_time(engine_time(text), UTC), _dump(text))


def _duration(found: Any) -> object:
    return Opaque("time.Duration", format_duration(found or 0), _dump(found or 0), true=bool(found))


_READ_FROM: Final[Mapping[str, type]] = {
    "string": str,
    "int": int,
    "bool": bool,
    "any": object,
    "time": str,
    "duration": int,
    "empty": dict,
    "bytes": str,
}
_NOTHING: Final = Opaque("struct {}", "{}", "{}")
_SIMPLE: Final[Mapping[str, Callable[[Any], object]]] = {
    "string": lambda found: found or "",
    "int": lambda found: found or 0,
    "bool": bool,
    "any": lambda found: found,
    "time": _time,
    "duration": _duration,
    "empty": lambda _: _NOTHING,
    "bytes": lambda found: Bytes(b64decode(found or "")),
}
