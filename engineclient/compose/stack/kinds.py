"""Kinds of values that docker stack reads differently from compose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

from engineclient.compose.gotext import as_string, go_type, sprint
from engineclient.compose.kinds import Many, Maybe, unbracketed, unconvertible
from engineclient.compose.order import Style, in_order
from engineclient.compose.record import Kind, Misread, Record
from engineclient.compose.stack.shortforms import mount, ports
from engineclient.golang.durations import format_duration, parse_duration
from engineclient.golang.units import parse_size
from engineclient.options.values.shellwords import split_words

R = TypeVar("R", bound=Record)
_LEAST: Final = -(1 << 63)


class Undecoded(Misread):
    """A value that does not fit its field.

    Attributes:
        form: docker's sentence, with `{at}` and `{reason}`.

    """

    def __init__(self, at: str, reason: str, form: str = "'{at}' {reason}") -> None:
        super().__init__(at, reason)
        self.form = form


class _Unsigned(Kind[int]):
    """A number that is not negative. Of a larger one docker keeps the lowest `bits`."""

    zero: Any = 0

    def __init__(self, bits: int = 64) -> None:
        self._bits = bits

    def read(self, value: Any, at: str) -> int:
        if value < 0:
            number = f"{value:f}" if isinstance(value, float) else value
            raise Undecoded(at, f"{number} overflows uint", "cannot parse '{at}', {reason}")
        # of a float that is too large the processor makes 2^63
        number = int(value) if value < 1 << 64 else 1 << 63
        return number % (1 << self._bits)


class _Signed(Kind[int]):
    """A number of 64 bits with a sign. A float that is too large becomes the least one; a whole number wraps."""

    zero: Any = 0

    def read(self, value: Any, at: str) -> int:
        if _LEAST <= value < -_LEAST:
            return int(value)
        return _LEAST if isinstance(value, float) else value + 2 * _LEAST


class _Size(Kind[int]):
    """A number of bytes, or a text such as `50M`."""

    zero: Any = 0

    def read(self, value: Any, at: str) -> int:
        if isinstance(value, str):
            return parse_size(value)
        if isinstance(value, int):
            return value
        raise Misread(at, f"invalid type for size {go_type(value)}")

    def show(self, value: int, style: Style) -> Any:
        return str(value)


class _Text(Kind[str]):
    """A text. Where the schema also accepts a number, the decoder does not; a date passes as a text there."""

    zero: Any = ""

    def read(self, value: Any, at: str) -> str:
        if not isinstance(value, str):
            raise Undecoded(at, unconvertible("string", value))
        return value


TEXT: Final = _Text()


class _List(Kind["tuple[str, ...]"]):
    """A list of texts; `split` makes one of a single text."""

    zero: Any = ()

    def __init__(
        self,
        split: Callable[[str], list[str]] = lambda text: [text],
        each: Callable[[Any, str], str] | None = None,
    ) -> None:
        self._split = split
        self._each = each or TEXT.read

    def read(self, value: Any, at: str) -> tuple[str, ...]:
        if isinstance(value, str):
            return tuple(self._split(value))
        if not isinstance(value, list):
            raise self._no_list(value, at)
        return tuple(self._each(each, f"{at}[{index}]") for index, each in enumerate(value))

    def _no_list(self, value: Any, at: str) -> Misread:
        return Misread(at, f"invalid type {go_type(value)} for string list")

    def show(self, value: tuple[str, ...], style: Style) -> Any:
        return list(value)


class _MaybeList(_List):
    """A list of texts; None if it is not given, which differs from an empty list."""

    zero: Any = None


class _Words(_List):
    """A command: words, or a text that is split like a shell's."""

    def _no_list(self, value: Any, at: str) -> Misread:
        return Undecoded(at, "source data must be an array or slice, got struct", "'{at}': {reason}")


class _Hosts(_List):
    """`NAME:ADDRESS`, from a mapping, or from a list with `=` or `:` between the two; an entry with neither is dropped."""

    def read(self, value: Any, at: str) -> tuple[str, ...]:
        if isinstance(value, dict):
            pairs = sorted((name, as_string(each)) for name, each in value.items() if each is not None)
        else:
            marked = [
                (each, next((mark for mark in "=:" if mark in each), "")) for each in map(sprint, value)
            ]
            pairs = [(each.partition(mark)[0], each.partition(mark)[2]) for each, mark in marked if mark]
        return tuple(f"{name}:{unbracketed(address)}" for name, address in pairs)


class _Pairs(Kind["Mapping[str, Any]"]):
    """A mapping, or a list of `key=value`; `bare` is the value of a key that has none."""

    zero: Any = MappingProxyType({})

    def __init__(self, bare: str | None = "") -> None:
        self._bare = bare

    def read(self, value: Any, at: str) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return {name: self._bare if each is None else sprint(each) for name, each in value.items()}
        split = [TEXT.read(each, at).partition("=") for each in value]
        return {name: each if equals else self._bare for name, equals, each in split}

    def show(self, value: Mapping[str, Any], style: Style) -> Any:
        return in_order(value, style)


class _Duration(Kind["int | None"]):
    """In nanoseconds; `zero` if it is not given."""

    def __init__(self, zero: int | None) -> None:
        self.zero = zero

    def read(self, value: Any, at: str) -> int:
        return parse_duration(value)

    def show(self, value: int | None, style: Style) -> Any:
        return format_duration(value or 0)

    def omitted(self, value: int | None, style: Style) -> bool:
        return bool(value == self.zero)


class Published(Many[R]):
    """Ports; an entry may declare a range of them."""

    def read(self, value: Any, at: str) -> tuple[R, ...]:
        """The ports of all entries."""
        for each in value:
            if not isinstance(each, int | str | dict) or (isinstance(each, int) and each >= 1 << 63):
                raise Misread(at, f"invalid type {go_type(each)} for port")
        entries = [[each] if isinstance(each, dict) else ports(str(each)) for each in value]
        return super().read([port for each in entries for port in each], at)


class Mounted(Many[R]):
    """Mounts, in the short or the long form."""

    def read(self, value: Any, at: str) -> tuple[R, ...]:
        """The mounts."""
        return super().read([self._long(each, f"{at}[{index}]") for index, each in enumerate(value)], at)

    def _long(self, entry: Any, at: str) -> Any:
        try:
            if not isinstance(entry, str | dict):
                raise ValueError(f"invalid type {go_type(entry)} for service volume")
            return mount(entry) if isinstance(entry, str) else entry
        except ValueError as error:
            raise Misread(at, str(error)) from None


class _External(Kind[bool]):
    """Whether an object exists outside the stack. The old form gives its name: `external: {name: x}`."""

    zero: Any = False

    def read(self, value: Any, at: str) -> bool:
        return isinstance(value, dict) or bool(value)


SIZE: Final = _Size()
INT64: Final = _Signed()
UINT: Final = _Unsigned()
UINT32: Final = _Unsigned(32)
MAYBE_UINT: Final = Maybe(UINT)
MAYBE_UINT32: Final = Maybe(UINT32)
LIST: Final = _List()
MAYBE_LIST: Final = _MaybeList()
NUMBERS: Final = _List(each=lambda value, _at: sprint(value))
WORDS: Final = _Words(split_words)
HEALTH_TEST: Final = _List(lambda text: ["CMD-SHELL", text])
HOSTS: Final = _Hosts()
PAIRS: Final = _Pairs()
ENVIRONMENT: Final = _Pairs(None)
DURATION: Final = _Duration(0)
MAYBE_DURATION: Final = _Duration(None)
EXTERNAL: Final = _External()
