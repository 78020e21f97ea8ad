"""The types of flags: how a value is parsed, accumulated when the flag is repeated, and named in help."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from engineclient.values import Data

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class FlagType(Data, Generic[T]):
    """How the values of a flag are parsed, accumulated and shown.

    Attributes:
        word: what help prints after the flag's name (`--memory bytes`); empty for a switch.
        read: parses one value; the text of its ValueError ends docker's `invalid argument` line.
        zero: returns the value of a flag that was not given.
        gather: adds a value to those before it; without it the last value wins.
        bare: the value of a flag that stands without one (`--rm` is `--rm=true`).
        takes_next: although it may be bare, it takes the next word if that is a valid value (`--slow 1s`).
        shows_zero: the default that help prints although nothing is set (`(default [])`).

    """

    word: str
    read: Callable[[str], Any]
    zero: Callable[[], T]
    gather: Callable[[T, Any], T] | None = None
    bare: str | None = None
    shows_zero: str = ""
    takes_next: bool = False

    def fits(self, text: str) -> bool:
        """Whether `text` is a valid value."""
        try:
            self.read(text)
        except ValueError:
            return False
        return True


def imported(where: str) -> Callable[[str], Any]:
    """The function `module:name`, imported when it parses the first value."""
    module, _, name = where.partition(":")

    def read(text: str) -> Any:
        return getattr(import_module(f"engineclient.{module}"), name)(text)

    return read


def parse_filter(text: str) -> tuple[str, str] | None:
    """Parse `name=value`, the name in lower case; None for an empty text."""
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


def _add_filter(filters: dict[str, list[str]], pair: tuple[str, str] | None) -> dict[str, list[str]]:
    if pair is None:
        return filters
    name, value = pair
    known = filters.get(name, [])
    return filters if value in known else filters | {name: [*known, value]}


def list_of(read: Callable[[str], T], word: str = "list", *, shows_zero: str = "") -> FlagType[list[T]]:
    """The type of a repeatable flag; each value is parsed by `read`."""
    zero: Callable[[], list[T]] = list
    return FlagType(word, read, zero, _append, shows_zero=shows_zero)


def switch_or(word: str) -> FlagType[str]:
    """The type of a switch that can also be set to `word`; its values are "" (off), "true" and `word`."""

    def read(text: str) -> str:
        return text if text == word else "true" if BOOL.read(text) else ""

    return FlagType("", read, str, bare="true")


BOOL: FlagType[bool] = FlagType("", imported("golang.strconv:parse_bool"), bool, bare="true")
STRING: FlagType[str] = FlagType("string", str, str)
INT: FlagType[int] = FlagType("int", imported("golang.strconv:int64"), int)
UINT: FlagType[int] = FlagType("uint", imported("golang.strconv:uint64"), int)
UINT16: FlagType[int] = FlagType("uint16", imported("golang.strconv:uint16"), int)
FLOAT: FlagType[float] = FlagType("float", imported("golang.strconv:parse_float"), float)
BYTES: FlagType[int] = FlagType("bytes", imported("golang.units:parse_size"), int)
SWAP: FlagType[int] = FlagType("bytes", imported("options.values.limits:swap"), int)
DURATION: FlagType[int] = FlagType(
    "duration", imported("golang.durations:parse_duration"), int, shows_zero="0s"
)
"""In nanoseconds."""
LIST: FlagType[list[str]] = list_of(str)
STRINGS: FlagType[list[str]] = FlagType("strings", imported("golang.csv:parse_list"), list, _extend)
"""Each value a line of CSV."""
FILTER: FlagType[dict[str, list[str]]] = FlagType("filter", parse_filter, dict, _add_filter)
