"""The values of templates: their Go types, and when they count as true."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Protocol, cast

from engineclient.golang.numbers import JSONNumber
from engineclient.golang.template.errors import UnsupportedTemplate


class Fields(Protocol):
    """The fields of a record, by name; an unknown name raises KeyError."""

    def __getitem__(self, name: str, /) -> object: ...

    def __iter__(self) -> Iterator[str]: ...


class Record:
    """A value with a fixed set of fields, as a Go struct: using another field is an error, which names `go_type`.

    `fields` may compute values when they are used. A value that is a Function is called with the arguments in the
    template: `{{.Label "k"}}`. The template function `json` prints the fields in order.
    """

    __slots__ = ("fields", "go_type")

    def __init__(self, go_type: str, fields: Fields) -> None:
        self.go_type: str = go_type
        self.fields: Fields = fields

    def to_json(self) -> str:
        """The fields, except Functions, as a JSON object."""
        from engineclient.golang import json

        pairs = ((name, self.fields[name]) for name in self.fields)
        shown = (
            f"{json.encode(name)}:{json.encode(value)}"
            for name, value in pairs
            if not isinstance(value, Function)
        )
        return f"{{{','.join(shown)}}}"

    def to_text(self, *, names: bool = False) -> str:
        """The text that Go prints for the whole value, with the `names` of fields for `%+v`.

        Raises:
            UnsupportedTemplate: this is not implemented for the value.

        """
        raise UnsupportedTemplate(f"a whole {self.go_type} cannot be printed; name its fields, or use json")

    def to_nested_text(self, *, names: bool = False) -> str:
        """The text that Go prints for the value inside a list, a map or a struct.

        Raises:
            UnsupportedTemplate: as `to_text` does.

        """
        return self.to_text(names=names)

    def to_go(self) -> str:
        """The text that Go prints for `%#v`.

        Raises:
            UnsupportedTemplate: as `to_text` does.

        """
        return self.to_text()

    def is_true(self) -> bool:
        """Whether `{{if}}` treats it as true."""
        return True


class Opaque(Record):
    """A value without fields, with a fixed text and JSON form, such as a time."""

    __slots__ = ("_json", "_text", "_true")

    def __init__(self, go_type: str, text: str, json: str, *, true: bool = True) -> None:
        super().__init__(go_type, {})
        self._text, self._json, self._true = text, json, true

    def to_json(self) -> str:
        """Its JSON form."""
        return self._json

    def to_text(self, *, names: bool = False) -> str:
        """Its text."""
        return self._text

    def is_true(self) -> bool:
        """The truth value it was created with."""
        return self._true


class Bytes(tuple[int, ...]):
    """Go's `[]byte`: prints as numbers, as a string with `%s`, and as base64 in JSON."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """The bytes, decoded as a string."""
        return bytes(self).decode(errors="replace")

    def to_json(self) -> str:
        """The bytes as a JSON string in base64."""
        from base64 import b64encode

        from engineclient.golang import json

        return json.encode(b64encode(bytes(self)).decode())


class KeyedBy(dict[str, object]):
    """A mapping whose keys have a named Go type, so that indexing it with a plain string in a template is an error."""

    __slots__ = ("key_type",)

    def __init__(self, key_type: str, entries: Mapping[str, object]) -> None:
        super().__init__(entries)
        self.key_type: str = key_type


class OfType(dict[str, object]):
    """A mapping whose values have a known Go type; `zero` is the value for a missing key."""

    __slots__ = ("zero",)

    def __init__(self, zero: object, entries: Mapping[str, object]) -> None:
        super().__init__(entries)
        self.zero: object = zero


class NilPointer(Opaque):
    """A nil pointer; `pointed` are the fields of the struct that it may point to, which cannot be used."""

    __slots__ = ("pointed",)

    def __init__(self, go_type: str = "<nil>", pointed: Collection[str] = ()) -> None:
        super().__init__(go_type, "<nil>", "null", true=False)
        self.pointed: Collection[str] = pointed

    def to_go(self) -> str:
        """Its text for `%#v`: `(*container.Health)(nil)`."""
        return f"({self.go_type})(nil)" if self.pointed else self.to_text()


NIL = NilPointer()
"""A nil pointer to something without fields."""


class NilList(tuple[object, ...]):
    """A nil slice: empty, and null in JSON."""

    __slots__ = ()

    def to_json(self) -> str:
        """Give `null`."""
        return "null"


class NilMap(OfType):
    """A nil map: empty, and null in JSON."""

    __slots__ = ()

    def __init__(self, zero: object) -> None:
        super().__init__(zero, {})

    def to_json(self) -> str:
        """Give `null`."""
        return "null"


def is_nil(value: object) -> bool:
    """Whether a value is equal to `nil` in a template."""
    return value is None or isinstance(value, NilPointer | NilList | NilMap)


class Function:
    """A function that templates can call.

    `parameters` are Go types, against which the arguments are checked: `string`, `int`, `[]string` or `any`. A variadic
    function accepts any number of arguments for the last parameter. Arguments after the first for which `stops` is
    true are not evaluated. With `takes_text` it is called with the first argument's text in the template before all. A
    function that fails raises ValueError with the reason; the template's error is then
    `error calling NAME: REASON`.
    """

    __slots__ = ("call", "parameters", "stops", "takes_text", "variadic")

    def __init__(
        self,
        call: Callable[..., object],
        parameters: tuple[str, ...] = (),
        variadic: bool = False,
        stops: Callable[[object], bool] | None = None,
        takes_text: bool = False,
    ) -> None:
        self.call: Callable[..., object] = call
        self.parameters: tuple[str, ...] = parameters
        self.variadic: bool = variadic
        self.stops: Callable[[object], bool] | None = stops
        self.takes_text: bool = takes_text


def go_type(value: object) -> str:
    """The Go type of a value, as docker would show it: `string`, `json.Number`, `map[string]interface {}`.

    Lists and mappings that contain only strings are those of docker's structs: `[]string`, `map[string]string`.
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
    """Whether `{{if}}` treats a value as true: it is not zero, empty or nil."""
    # In Go a number from JSON is a string, and "0" is not empty.
    return value.is_true() if isinstance(value, Record) else bool(value)


def is_mapping(value: object) -> bool:
    """Whether a value is a Go map."""
    return isinstance(value, Mapping)


def is_list(value: object) -> bool:
    """Whether a value is a Go slice."""
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
