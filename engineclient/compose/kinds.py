"""The kinds of values in a compose file: how each is read, and how `config` prints it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from engineclient.compose.gotext import float32, go_type, shown32, sprint
from engineclient.compose.interpolate import to_boolean, to_float, to_int64, to_integer
from engineclient.compose.order import Style, in_order, yaml_order
from engineclient.compose.record import Kind, Record
from engineclient.compose.shellwords import split
from engineclient.golang.durations import HOUR, format_duration, parse_duration
from engineclient.golang.strconv import SPACES, parse_int
from engineclient.golang.units import parse_size

R = TypeVar("R", bound=Record)
_DAYS: Final = {"d": 24 * HOUR, "w": 7 * 24 * HOUR}


def _silent(_text: str) -> None:
    """Ignore a warning that interpolation has already emitted."""


class _Text(Kind[str]):
    zero: Any = ""

    def read(self, value: Any, at: str) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise ValueError(unconvertible("string", value))


class _Bool(Kind[bool]):
    zero: Any = False

    def read(self, value: Any, at: str) -> bool:
        if isinstance(value, str):
            return to_boolean(value, _silent)
        if not isinstance(value, bool):
            raise ValueError(unconvertible("bool", value))
        return value


class Maybe(Kind[Any]):
    """A value of another kind; None if it is not given, which differs from its zero value."""

    def __init__(self, kind: Kind[Any]) -> None:
        self.kind = kind

    def read(self, value: Any, at: str) -> Any:
        return self.kind.read(value, at)

    def show(self, value: Any, style: Style) -> Any:
        return self.kind.show(value, style)

    def omitted(self, value: Any, style: Style) -> bool:
        return value is None


class _Number(Kind[int]):
    zero: Any = 0

    def __init__(self, go: str, from_text: Callable[[str], int] | None) -> None:
        self.go = go
        self.from_text = from_text

    def read(self, value: Any, at: str) -> int:
        if isinstance(value, str) and self.from_text:
            return self.from_text(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(unconvertible(self.go, value))
        return int(value)


class _Float(Kind[float]):
    """A floating-point number of 32 bits."""

    zero: Any = 0.0

    def read(self, value: Any, at: str) -> float:
        if isinstance(value, str):
            value = to_float(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(unconvertible("float32", value))
        return float32(value)

    def show(self, value: float, style: Style) -> Any:
        return shown32(value)


class _Bytes(Kind[int]):
    zero: Any = 0

    def read(self, value: Any, at: str) -> int:
        if isinstance(value, str):
            return parse_size(value)
        return value if isinstance(value, int) else 0

    def show(self, value: int, style: Style) -> Any:
        return str(value)


class _Duration(Kind[int]):
    """A duration in nanoseconds; the text is Go's, with the units `d` and `w` in addition."""

    zero: Any = 0

    def read(self, value: Any, at: str) -> int:
        return parse_duration(sprint(value), _DAYS)

    def show(self, value: int, style: Style) -> Any:
        return format_duration(value)


class _Command(Kind["tuple[str, ...] | None"]):
    """The words of a command; () replaces the image's by none, None keeps them."""

    def read(self, value: Any, at: str) -> tuple[str, ...]:
        return tuple(split(value)) if isinstance(value, str) else tuple(map(str, value))

    def show(self, value: tuple[str, ...] | None, style: Style) -> Any:
        return None if value is None else list(value)

    def omitted(self, value: tuple[str, ...] | None, style: Style) -> bool:
        return value is None and style is Style.YAML


class _Texts(Kind["tuple[str, ...]"]):
    zero: Any = ()

    def __init__(self, each: Callable[[Any], str] | None = None) -> None:
        self.each: Callable[[Any], str] = each or _text_of

    def read(self, value: Any, at: str) -> tuple[str, ...]:
        return (value,) if isinstance(value, str) else tuple(self.each(item) for item in value)

    def show(self, value: tuple[str, ...], style: Style) -> Any:
        return list(value)


def _set_apart(pairs: dict[str, Any]) -> dict[str, Any]:
    """Pairs in which those with names that begin with `x-` are combined to the pair `#extensions`, as in docker compose."""
    extensions = {name: each for name, each in pairs.items() if name.startswith("x-")}
    if not extensions:
        return pairs
    return {
        **{name: each for name, each in pairs.items() if name not in extensions},
        "#extensions": extensions,
    }


def _text_of(value: Any) -> str:
    return TEXT.read(value, "")


class _HealthTest(_Texts):
    def read(self, value: Any, at: str) -> tuple[str, ...]:
        return ("CMD-SHELL", value) if isinstance(value, str) else super().read(value, at)


class _Pairs(Kind["Mapping[str, Any]"]):
    """A mapping, or a list of `key=value`."""

    zero: Any = MappingProxyType({})

    def __init__(self, *, bare: str | None = "", lists: bool = True, environment: bool = False) -> None:
        self.bare = bare
        self.lists = lists
        self.environment = environment

    def read(self, value: Any, at: str) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return {
                name: self.bare if each is None else sprint(each) for name, each in _set_apart(value).items()
            }
        if not self.lists or not isinstance(value, list):
            what = "options" if not self.lists else "mapping"
            raise ValueError(f"unexpected value type {go_type(value)} for {what}")
        pairs: dict[str, Any] = {}
        for item in value:
            name, equals, each = sprint(item).partition("=")
            if self.environment and name and name[-1] in SPACES:
                raise ValueError(f"environment variable {name} is declared with a trailing space")
            pairs[name] = each if equals else self.bare
        return pairs

    def show(self, value: Mapping[str, Any], style: Style) -> Any:
        return in_order(value, style)


class _Hosts(Kind["Mapping[str, tuple[str, ...]]"]):
    """The addresses of host names; a host may have several."""

    zero: Any = MappingProxyType({})

    def read(self, value: Any, at: str) -> Mapping[str, tuple[str, ...]]:
        hosts: dict[str, tuple[str, ...]] = {}
        if isinstance(value, dict):
            for name, each in value.items():
                hosts[name] = tuple(map(sprint, each)) if isinstance(each, list) else (each or "",)
        else:
            for item in map(sprint, value):
                separator = next((mark for mark in "=:" if mark in item), "")
                if not separator:
                    raise ValueError(f"invalid additional host, missing IP: {item}")
                name, _, addresses = item.partition(separator)
                hosts[name] = (*hosts.get(name, ()), *addresses.split(","))
        for name in hosts:
            if not name or ":" in name or "=" in name:
                raise ValueError(f"bad host name '{name}'")
        return {name: tuple(map(unbracketed, addresses)) for name, addresses in hosts.items()}

    def show(self, value: Mapping[str, tuple[str, ...]], style: Style) -> Any:
        return sorted(f"{name}={each}" for name, addresses in value.items() for each in addresses)


class _Mode(Kind[int]):
    """The permissions of a file; the text is octal."""

    def read(self, value: Any, at: str) -> int:
        return parse_int(value, base=8) if isinstance(value, str) else int(value)

    def show(self, value: int, style: Style) -> Any:
        return f"0{value:o}"


class _Count(Kind[int]):
    """A number of devices; -1 stands for all of them."""

    zero: Any = 0

    def read(self, value: Any, at: str) -> int:
        if not isinstance(value, str):
            return int(value)
        if value.lower() == "all":
            return -1
        try:
            return parse_int(value)
        except ValueError:
            raise ValueError(
                f"invalid value \"{value}\", the only value allowed is 'all' or a number"
            ) from None


class _Keys(Kind["Mapping[str, str]"]):
    """SSH agents or keys by id: the path of a socket or of a key, "" for the agent of the environment."""

    zero: Any = MappingProxyType({})

    def read(self, value: Any, at: str) -> Mapping[str, str]:
        return {name: "" if each is None else sprint(each) for name, each in value.items()}

    def show(self, value: Mapping[str, str], style: Style) -> Any:
        return [f"{name}: {each}" if each else name for name, each in sorted(value.items())]


class _Lists(Kind["Mapping[str, tuple[str, ...]]"]):
    """Options by name, each with one or several values."""

    zero: Any = MappingProxyType({})

    def read(self, value: Any, at: str) -> Mapping[str, tuple[str, ...]]:
        return {
            name: tuple(map(sprint, each if isinstance(each, list) else [each]))
            for name, each in value.items()
        }

    def show(self, value: Mapping[str, tuple[str, ...]], style: Style) -> Any:
        return in_order(value, style)


class One(Kind[Any], Generic[R]):
    """A record; None if it is not given."""

    def __init__(self, record: type[R]) -> None:
        self.record = record

    def read(self, value: Any, at: str) -> R:
        if not isinstance(value, dict):
            raise ValueError(f"expected a map or struct, got {quote_kind(value)}")
        made: R = self.record.read(value, at)
        return made

    def show(self, value: R | None, style: Style) -> Any:
        return None if value is None else value.show(style)

    def omitted(self, value: R | None, style: Style) -> bool:
        return value is None


class Inline(One[R]):
    """A record that is empty, not None, if it is not given; JSON contains it even then."""

    def __init__(self, record: type[R]) -> None:
        super().__init__(record)
        self.zero: Any = record()

    def omitted(self, value: R | None, style: Style) -> bool:
        return style is Style.YAML and not value.show(style) if value is not None else True


class Many(Kind["tuple[R, ...]"], Generic[R]):
    """A list of records."""

    zero: Any = ()

    def __init__(self, record: type[R]) -> None:
        self.record = record

    def read(self, value: Any, at: str) -> tuple[R, ...]:
        return tuple(self.record.read(each, f"{at}[{index}]") for index, each in enumerate(value))

    def show(self, value: Sequence[R], style: Style) -> Any:
        return [each.show(style) for each in value]


class Named(Kind["Mapping[str, R | None]"], Generic[R]):
    """Records by name; the record of a name without a value is None, or empty if `complete`."""

    zero: Any = MappingProxyType({})

    def __init__(self, record: type[R], *, complete: bool = False) -> None:
        self.record = record
        self.complete = complete

    def read(self, value: Any, at: str) -> Mapping[str, R | None]:
        return {
            name: self.record.read(each or {}, f"{at}[{name}]") if each is not None or self.complete else None
            for name, each in value.items()
        }

    def show(self, value: Mapping[str, R | None], style: Style) -> Any:
        order = sorted(value, key=yaml_order) if style is Style.YAML else sorted(value)
        return {name: None if (each := value[name]) is None else each.show(style) for name in order}


def quote_kind(value: Any) -> str:
    """The Go type of a value in quotes, as the messages of docker compose's decoder name it."""
    return f'"{go_type(value)}"'


def unconvertible(wanted: str, value: Any) -> str:
    """Docker's message about a value that does not have the Go type `wanted`."""
    return f"expected type '{wanted}', got unconvertible type '{go_type(value)}', value: '{sprint(value)}'"


def unbracketed(address: str) -> str:
    """An address without the brackets around IPv6: `::1` for `[::1]`."""
    return address[1:-1] if len(address) > 2 and address[0] == "[" and address[-1] == "]" else address


TEXT: Final = _Text()
BOOL: Final = _Bool()
MAYBE_BOOL: Final = Maybe(BOOL)
INT: Final = _Number("int", to_integer)
INT64: Final = _Number("int64", to_int64)
UNSIGNED: Final = _Number("uint64", None)
MAYBE_INT: Final = Maybe(INT)
MAYBE_UNSIGNED: Final = Maybe(UNSIGNED)
FLOAT: Final = _Float()
BYTES: Final = _Bytes()
DURATION: Final = _Duration()
MAYBE_DURATION: Final = Maybe(DURATION)
COMMAND: Final = _Command()
TEXTS: Final = _Texts()
PORTS: Final = _Texts(sprint)
HEALTH_TEST: Final = _HealthTest()
PAIRS: Final = _Pairs()
LABELS: Final = PAIRS
ENVIRONMENT: Final = _Pairs(bare=None, environment=True)
OPTIONS: Final = _Pairs(lists=False)
HOSTS: Final = _Hosts()
MODE: Final = Maybe(_Mode())
COUNT: Final = _Count()
KEYS: Final = _Keys()
LISTS: Final = _Lists()
