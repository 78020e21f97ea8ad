"""Compare the engine's answers in two recordings of one scenario, and grade the differences by their effect on clients.

Only the form is compared. Values of fields and the output of containers are left to tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engineclient.recording.format import is_ping
from engineclient.recording.side_by_side import containers, unordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.recording.format import Line

__all__ = ["Change", "Grade", "Shape", "could_have", "grade", "shape"]

Shape: TypeAlias = Mapping[str, frozenset[str]]
"""The JSON types of each field by its path: `State.Pid`, `Mounts[].Type`; `Networks.*` if the keys are data."""

_NAME: Final = re.compile(r"\{(#?)([a-z]+)\d*(\.short)?\}")
_MAPS: Final = frozenset(
    {
        "Annotations",
        "Args",
        "BuildArgs",
        "Containers",
        "Data",
        "DriverOpts",
        "ExposedPorts",
        "ExtendedAttributes",
        "IndexConfigs",
        "Labels",
        "Networks",
        "Options",
        "PortBindings",
        "Ports",
        "Runtimes",
        "StorageOpt",
        "Sysctls",
        "Tmpfs",
        "Volumes",
        "networks",
    }
)
"""Fields of the API that are maps: their keys are data, not field names."""
_LOG_OPTIONS: Final = "LogConfig.Config"  # a map, unlike every other Config


class Grade(IntEnum):
    """The severity of a change."""

    INFO = 0
    """Something was added: a client that ignores unknown fields is not affected."""
    WARNING = 1
    """Something was removed: a client that reads it finds nothing."""
    ERROR = 2
    """Something has another type or status: a client that reads it fails."""

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        grade: its severity.
        request: the request whose answer has changed.
        text: a description.

    """

    grade: Grade
    request: str
    text: str


def grade(before: Sequence[Line], after: Sequence[Line]) -> list[Change]:
    """The changes from `before` to `after`, the lines of two recordings; a change in several answers is listed once."""
    old, new = _exchanges(before), _exchanges(after)
    matcher = SequenceMatcher(None, [each.key for each in old], [each.key for each in new], autojunk=False)
    changes: list[Change] = []
    gone: list[_Exchange] = []
    came: list[_Exchange] = []
    for kind, begin, end, other_begin, other_end in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(old[begin:end], new[other_begin:other_end], strict=True)
            for one, other in pairs:
                changes += _compare(one, other)
            continue
        gone += old[begin:end]
        came += new[other_begin:other_end]
    again = {each.key for each in old if each.polled} & {each.key for each in new if each.polled}
    for one in gone:
        moved = next((other for other in came if _moved(one, other)), None)
        if moved is not None:
            came.remove(moved)
            changes += _compare(one, moved)
        elif one.key not in again:
            changes.append(Change(Grade.WARNING, one.ask, "is no longer requested"))
    changes += [Change(Grade.WARNING, each.ask, "is requested now") for each in came if each.key not in again]
    return list(dict.fromkeys(changes))


def _moved(one: _Exchange, other: _Exchange) -> bool:
    """They are the same request, which was sent at another moment beside others."""
    return one.key == other.key and (one.unordered or other.unordered)


def shape(values: Iterable[Any]) -> Shape:
    """The fields of all `values` together with their types; "" is the path of a whole value."""
    found: dict[str, set[str]] = {}
    for value in values:
        _walk(value, "", "", found)
    return {path: frozenset(types) for path, types in found.items()}


class _Exchange:
    """A request, and the form of its answer."""

    def __init__(self, lines: Sequence[Line], names: Mapping[str, str], *, unordered: bool) -> None:
        ask = lines[0]["ask"]
        self.ask = _NAME.sub(r"{\1\2}", ask)
        known = _NAME.sub(lambda match: names.get(match[0], match[0]), ask)
        self.key = _NAME.sub(r"{\1\2}", known) + _created(lines[0])
        self.unordered = unordered
        self.polled = unordered and ask.startswith("GET ")  # perhaps repeated until something has happened
        answer = next((line for line in lines if "answer" in line), {})
        self.status = answer.get("answer")
        self.hijacked = answer.get("stream") == "hijack"
        headers: dict[str, Any] = answer.get("headers", {})
        self.kind = str(headers.get("content-type", "")).partition(";")[0]
        self.headers = frozenset(headers) - {"content-type"}
        self.shape = shape(value for line in lines if "ask" not in line for value in _documents(line))


def _exchanges(lines: Sequence[Line]) -> list[_Exchange]:
    grouped: dict[int, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line["x"], []).append(line)
    names, loose = containers(lines), unordered(lines)
    return [
        _Exchange(group, names, unordered=number in loose)
        for number, group in grouped.items()
        if "ask" in group[0] and not is_ping(group[0])
    ]


def _created(line: Line) -> str:
    """What a request of compose creates, by its labels: they tell such requests from each other."""
    body = line.get("json")
    labels = body.get("Labels") if isinstance(body, dict) else None
    if not isinstance(labels, dict) or "com.docker.compose.project" not in labels:
        return ""
    keys = ("service", "container-number", "network", "volume")
    return "".join(f" {labels.get(f'com.docker.compose.{key}', '')}" for key in keys)


def _documents(line: Line) -> list[Any]:
    if "json" in line:
        return [line["json"]]
    documents: list[Any] = line.get("records") or line.get("lines") or []
    return documents


def _compare(before: _Exchange, after: _Exchange) -> Iterator[Change]:
    def change(grade: Grade, text: str) -> Change:
        return Change(grade, before.ask, text)

    if before.status != after.status:
        yield change(Grade.ERROR, f"status: was {before.status}, is {after.status}")
        return  # an error's body cannot be compared with that of a success
    if before.hijacked != after.hijacked:
        yield change(Grade.ERROR, f"the connection: was {_way(before)}, is {_way(after)}")
    if before.kind != after.kind:
        yield change(Grade.WARNING, f"Content-Type: was {before.kind or 'none'}, is {after.kind or 'none'}")
    for name in sorted(after.headers - before.headers):
        yield change(Grade.INFO, f"header {name}: added")
    for name in sorted(before.headers - after.headers):
        yield change(Grade.WARNING, f"header {name}: removed")
    for grade, text in _compare_shapes(before.shape, after.shape):
        yield change(grade, text)


def _way(exchange: _Exchange) -> str:
    return "hijacked" if exchange.hijacked else "HTTP"


def _compare_shapes(before: Shape, after: Shape) -> Iterator[tuple[Grade, str]]:
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old is None and new is not None:
            if could_have(before, path):
                yield Grade.INFO, f"{path}: added ({_described(new)})"
        elif new is None and old is not None:
            if could_have(after, path):
                yield Grade.WARNING, f"{path}: removed (was {_described(old)})"
        elif old is not None and new is not None:
            came = new - old
            if came - {"null"} and old != {"null"}:
                yield Grade.ERROR, f"{path or 'all'}: was {_described(old)}, is {_described(new)}"
            elif new == {"null"} != old and old != {"null"}:
                yield Grade.WARNING, f"{path or 'all'}: was {_described(old)}, is null"


def could_have(shape: Shape, path: str) -> bool:
    """Whether `shape` has the object that `path` is a field of: an empty list or null does not show what is missing."""
    parent, _, field = path.rpartition(".")
    return not field.endswith(("[]", "*")) and "object" in shape.get(parent, ())


def _described(types: frozenset[str]) -> str:
    return " or ".join(sorted(types))


def _walk(value: Any, path: str, field: str, found: dict[str, set[str]]) -> None:
    types = found.setdefault(path, set())
    match value:
        case dict() if field in _MAPS or path.endswith(_LOG_OPTIONS):
            types.add("map")
            for item in value.values():
                _walk(item, f"{path}.*", "", found)
        case dict():
            types.add("object")
            for name, item in value.items():
                _walk(item, f"{path}.{name}" if path else name, name, found)
        case list():
            types.add("array")
            for item in value:
                _walk(item, f"{path}[]", "", found)
        case None:
            types.add("null")
        case bool():
            types.add("boolean")
        case int() | float():
            types.add("number")
        case str() if (name := _NAME.fullmatch(value)) and name[1]:
            types.add("number")
        case _:
            types.add("string")
