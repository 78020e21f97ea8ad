"""What the value of a flag may be: how it is read, gathered when repeated, and named in help."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class FlagType(NamedTuple, Generic[T]):
    """How the values of a flag are read, gathered and shown.

    Attributes:
        word: what help prints after the flag's name (`--memory bytes`); empty for a switch.
        read: one value from its text; the text of its ValueError ends docker's `invalid argument` line.
        zero: makes the value of a flag that was not given.
        gather: joins a value to those before it; without it the last one wins.
        bare: the text that a flag without a value stands for (`--rm` is `--rm=true`).
        shows_zero: the default that help prints though nothing is set (`(default [])`).

    """

    word: str
    read: Callable[[str], Any]
    zero: Callable[[], T]
    gather: Callable[[T, Any], T] | None = None
    bare: str | None = None
    shows_zero: str = ""


def imported(where: str) -> Callable[[str], Any]:
    """The function `module:name`, imported when the first value is read by it."""
    module, _, name = where.partition(":")

    def read(text: str) -> Any:
        return getattr(import_module(f"engineclient.{module}"), name)(text)

    return read


def parse_float(text: str) -> float:
    """A decimal number, with an exponent if need be, or `inf`, `nan`."""
    try:
        if not text.isascii() or text != text.strip() or "_" in text:
            raise ValueError(text)
        return float(text)
    except ValueError:
        raise ValueError(f"strconv.ParseFloat: parsing {quote(text)}: invalid syntax") from None


def parse_filter(text: str) -> tuple[str, str] | None:
    """A `name=value` pair, the name in lower case; nothing at all for an empty text."""
    if not text:
        return None
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError("bad format of filter (expected name=value)")
    return name.strip().lower(), value.strip()


def _append(values: list[Any], value: Any) -> list[Any]:
    return [*values, value]


def _extend(values: list[str], more: list[str]) -> list[str]:
    return [*values, *more]


def _assign(pairs: dict[str, str], pair: tuple[str, str]) -> dict[str, str]:
    return pairs | {pair[0]: pair[1]}


def _add_filter(filters: dict[str, list[str]], pair: tuple[str, str] | None) -> dict[str, list[str]]:
    if pair is None:
        return filters
    name, value = pair
    known = filters.get(name, [])
    return filters if value in known else filters | {name: [*known, value]}


def list_of(read: Callable[[str], T], word: str = "list", *, shows_zero: str = "") -> FlagType[list[T]]:
    """The type of a flag that may be repeated, every value of it read by `read`."""
    zero: Callable[[], list[T]] = list
    return FlagType(word, read, zero, _append, shows_zero=shows_zero)


def map_of(check: Callable[[str], str], word: str = "map") -> FlagType[dict[str, str]]:
    """The type of a repeatable `key=value` flag: `check` judges the whole text, a later key wins."""

    def read(text: str) -> tuple[str, str]:
        key, _, value = check(text).partition("=")
        return key, value

    zero: Callable[[], dict[str, str]] = dict
    return FlagType(word, read, zero, _assign, shows_zero="map[]")


BOOL: FlagType[bool] = FlagType("", imported("golang.strconv:parse_bool"), bool, bare="true")
STRING: FlagType[str] = FlagType("string", str, str)
INT: FlagType[int] = FlagType("int", imported("golang.strconv:int64"), int)
UINT: FlagType[int] = FlagType("uint", imported("golang.strconv:uint64"), int)
UINT16: FlagType[int] = FlagType("uint16", imported("golang.strconv:uint16"), int)
FLOAT: FlagType[float] = FlagType("float", parse_float, float)
BYTES: FlagType[int] = FlagType("bytes", imported("golang.units:parse_size"), int)
SWAP: FlagType[int] = FlagType("bytes", imported("options.values.limits:swap"), int)
DURATION: FlagType[int] = FlagType(
    "duration", imported("golang.durations:parse_duration"), int, shows_zero="0s"
)
"""In nanoseconds."""
LIST: FlagType[list[str]] = list_of(str)
MAP: FlagType[dict[str, str]] = map_of(str)
STRINGS: FlagType[list[str]] = FlagType("strings", imported("golang.csv:parse_list"), list, _extend)
"""Each value a line of CSV."""
FILTER: FlagType[dict[str, list[str]]] = FlagType("filter", parse_filter, dict, _add_filter)
