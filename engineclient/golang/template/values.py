"""A template's values: what Go would call the type of each, and when one counts as true."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, cast

from engineclient.golang.numbers import JSONNumber
from engineclient.golang.template.errors import UnsupportedTemplate


class Fields(Protocol):
    """What a record's fields are looked up in; a name it has not raises KeyError."""

    def __getitem__(self, name: str, /) -> object: ...

    def __iter__(self) -> Iterator[str]: ...


class Record:
    """A value whose fields are known, as a Go struct's are: any other is an error that names `go_type`.

    `fields` may compute its values when they are asked for. One that is a Function is called with the
    arguments the template gives: `{{.Label "k"}}`. The template function `json` shows them in their order.
    """

    __slots__ = ("fields", "go_type")

    def __init__(self, go_type: str, fields: Fields) -> None:
        self.go_type = go_type
        self.fields = fields

    def to_json(self) -> str:
        """The fields but the Functions, as a JSON object."""
        from engineclient.golang import json

        pairs = ((name, self.fields[name]) for name in self.fields)
        shown = (
            f"{json.encode(name)}:{json.encode(value)}"
            for name, value in pairs
            if not isinstance(value, Function)
        )
        return f"{{{','.join(shown)}}}"

    def to_text(self) -> str:
        """What Go prints for the whole.

        Raises:
            UnsupportedTemplate: it is left out here.

        """
        raise UnsupportedTemplate(f"a whole {self.go_type} cannot be printed; name its fields, or use json")

    def to_nested_text(self) -> str:
        """What Go prints for it inside of a list, a map or a struct.

        Raises:
            UnsupportedTemplate: as `to_text` does.

        """
        return self.to_text()

    def is_true(self) -> bool:
        """Whether `{{if}}` takes it for true."""
        return True


class Opaque(Record):
    """A value without fields that has a text and a JSON form of its own: a time, a pointer to nothing."""

    __slots__ = ("_json", "_text", "_true")

    def __init__(self, go_type: str, text: str, json: str, *, true: bool = True) -> None:
        super().__init__(go_type, {})
        self._text, self._json, self._true = text, json, true

    def to_json(self) -> str:
        """Its JSON form."""
        return self._json

    def to_text(self) -> str:
        """Its text."""
        return self._text

    def is_true(self) -> bool:
        """As it was made."""
        return self._true


class KeyedBy(dict[str, object]):
    """A mapping whose keys have a Go type of their own, for which a plain text in a template does not pass."""

    __slots__ = ("key_type",)

    def __init__(self, key_type: str, entries: Mapping[str, object]) -> None:
        super().__init__(entries)
        self.key_type: str = key_type


NIL = Opaque("<nil>", "<nil>", "null", true=False)
"""A pointer that points to nothing."""


class Function:
    """A function that templates can call.

    `parameters` are Go types, against which the arguments are checked: `string`, `int`, `[]string` or `any`.
    A variadic function takes any number of arguments for the last. Arguments behind the first for which
    `stops` is true are not evaluated. A call that fails raises ValueError with the reason; the message then
    says `error calling NAME: REASON`.
    """

    __slots__ = ("call", "parameters", "stops", "variadic")

    def __init__(
        self,
        call: Callable[..., object],
        parameters: tuple[str, ...] = (),
        variadic: bool = False,
        stops: Callable[[object], bool] | None = None,
    ) -> None:
        self.call = call
        self.parameters = parameters
        self.variadic = variadic
        self.stops = stops


def go_type(value: object) -> str:
    """The Go type that docker would show for a value: `string`, `json.Number`, `map[string]interface {}`.

    Lists and mappings of nothing but text count as the lists and maps of strings that docker's structs have.
    """
    match value:
        case None:
            return "<nil>"
        case bool():
            return "bool"
        case JSONNumber():
            return "json.Number"
        case str():
            return "string"
        case int():
            return "int"
        case float():
            return "float64"
        case Record():
            return value.go_type
        case Mapping():
            return "map[string]string" if _all_text(mapping(value).values()) else "map[string]interface {}"
        case _:
            return "[]string" if _all_text(sequence(value)) else "[]interface {}"


def is_true(value: object) -> bool:
    """Whether `{{if}}` takes a value for true: not zero, empty or nil."""
    # In Go a number read from JSON is text, and "0" is not empty.
    return value.is_true() if isinstance(value, Record) else bool(value)


def is_mapping(value: object) -> bool:
    """Whether a value is what Go calls a map."""
    return isinstance(value, Mapping)


def is_list(value: object) -> bool:
    """Whether a value is what Go calls a slice."""
    return isinstance(value, Sequence) and not isinstance(value, str)


def mapping(value: object) -> Mapping[str, object]:
    """`value`, known to be a mapping."""
    return cast("Mapping[str, object]", value)


def sequence(value: object) -> Sequence[object]:
    """`value`, known to be a list."""
    return cast("Sequence[object]", value)


def _all_text(values: object) -> bool:
    return all(
        isinstance(item, str) and not isinstance(item, JSONNumber)
        for item in cast("Sequence[object]", values)
    )
