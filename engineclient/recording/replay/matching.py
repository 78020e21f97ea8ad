"""Compare a client's request with a recorded one, and find the fields that differ."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engineclient.recording.canonical import PLACEHOLDER, Values
from engineclient.recording.kinds import is_wildcard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.events import Request
    from engineclient.recording.format import Line

__all__ = ["Difference", "compare", "differences", "normal_body", "normal_query", "same_place"]

_QUERY_DEFAULTS: Final[Mapping[str, frozenset[str]]] = {
    "tail": frozenset({"all"}),
    "condition": frozenset({"not-running"}),
    "tag": frozenset({"latest"}),
    "limit": frozenset({"-1"}),
}
_OTHER_THAN_ZERO: Final = frozenset({"pause", "rm", "since", "t", "tail"})  # of which 0 is not the default
_BODY_DEFAULTS: Final[Mapping[str, tuple[Any, ...]]] = {
    "NetworkMode": ("default",),
    "RestartPolicy": ({"Name": "no"},),
    "MemorySwappiness": (-1,),
}
_HOST_FIELDS: Final = frozenset({"ConsoleSize"})  # ignored: the size of the client's terminal
_HOST_QUERY: Final = frozenset({"h", "w"})  # ignored: the same size, as query parameters


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a request differs from a recorded one.

    Attributes:
        field: "method", "path", "query.NAME" or "body.FIELD.FIELD".
        recorded, asked: the two values; None for a missing one.

    """

    field: str
    recorded: Any
    asked: Any

    def __str__(self) -> str:
        return f"{self.field}: recorded {_shown(self.recorded)}, requested {_shown(self.asked)}"


def normal_query(name: str, value: str) -> Any:
    """The normal form of a query parameter: None for a default or a terminal's size; JSON parsed, its lists sorted."""
    if name in _HOST_QUERY or value == "" or value in _QUERY_DEFAULTS.get(name, ()):
        return None
    if value in ("0", "false", "False"):
        return "0" if name in _OTHER_THAN_ZERO else None
    if value in ("true", "True"):
        return "1"
    if value[0] in "{[":
        try:
            return _ordered(json.loads(value)) or None
        except ValueError:
            return value
    return value


def normal_body(value: Any, field: str = "") -> Any:
    """The normal form of a JSON value: None for an empty one (null, "", [], {}, false, 0) or a default."""
    if field in _HOST_FIELDS:
        return None
    if isinstance(value, dict):
        value = {key: normal for key, item in value.items() if (normal := normal_body(item, key)) is not None}
    elif isinstance(value, list):
        value = [normal_body(item) for item in value]
    return value if value and value not in _BODY_DEFAULTS.get(field, ()) else None


def same_place(line: Line, asked: Request, values: Values) -> bool:
    """Whether method and path are the recorded ones."""
    return bool(values.fill_text(line["ask"]) == f"{asked.method} {asked.path}")


def compare(line: Line, asked: Request, values: Values) -> tuple[list[Difference], dict[str, str]]:
    """The differences of the request `asked` from that in `line`, and its values for wildcards."""
    method, _, path = line["ask"].partition(" ")
    comparison = _Comparison(values)
    comparison.walk("method", method, asked.method)
    comparison.walk("path", path, asked.path)
    comparison.walk("query", _query_of(line.get("query", {})), _query_of(_grouped(asked.query)))
    comparison.walk("body", _body_of_line(line), _body_of(asked))
    return comparison.differences, comparison.bound


def differences(recorded: Any, given: Any, values: Values) -> tuple[list[Difference], dict[str, str]]:
    """The differences of a client's JSON from a recorded one, and its values for wildcards."""
    comparison = _Comparison(values)
    comparison.walk("call", recorded, given)
    return comparison.differences, comparison.bound


class _Comparison:
    def __init__(self, values: Values) -> None:
        self._values = values
        self.differences: list[Difference] = []
        self.bound: dict[str, str] = {}

    def walk(self, field: str, recorded: Any, asked: Any) -> None:
        if isinstance(recorded, dict) and isinstance(asked, dict):
            filled = {self._values.fill_text(key): item for key, item in recorded.items()}
            for key in dict.fromkeys((*filled, *asked)):
                self.walk(f"{field}.{key}", filled.get(key), asked.get(key))
        elif isinstance(recorded, list) and isinstance(asked, list) and len(recorded) == len(asked):
            for place, (one, other) in enumerate(zip(recorded, asked, strict=True)):
                self.walk(f"{field}[{place}]", one, other)
        elif isinstance(recorded, str) and isinstance(asked, str):
            self._texts(field, recorded, asked)
        elif self._values.fill(recorded) != asked:
            self.differences.append(Difference(field, self._values.fill(recorded), asked))

    def _texts(self, field: str, recorded: str, asked: str) -> None:
        wildcards: list[str] = []
        pattern, position = "", 0
        for name in PLACEHOLDER.finditer(recorded):
            pattern += re.escape(recorded[position : name.start()])
            position = name.end()
            if is_wildcard(name[1]):
                wildcards.append(name[1])
                pattern += "(.*)"
            else:
                pattern += re.escape(self._values.fill_text(name[0]))
        pattern += re.escape(recorded[position:])
        match = re.fullmatch(pattern, asked, re.DOTALL)
        if match is None:
            self.differences.append(Difference(field, self._values.fill_text(recorded), asked))
        else:
            self.bound.update(zip(wildcards, match.groups(), strict=True))


def _grouped(query: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in query:
        out.setdefault(name, []).append(value)
    return out


def _query_of(query: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in query.items():
        values = value if isinstance(value, list) else [value]
        normal = [one for one in (normal_query(name, str(item)) for item in values) if one is not None]
        if normal:
            out[name] = sorted(normal, key=str)
    return out


def _body_of_line(line: Line) -> Any:
    """The normal form of a recorded body. Only JSON is compared, as archives contain dates and owners."""
    return normal_body(line.get("json")) if "json" in line else None


def _body_of(asked: Request) -> Any:
    try:
        return normal_body(json.loads(asked.body))
    except ValueError:
        return None


def _ordered(value: Any) -> Any:
    """Filters in one form: {"label": ["a"]}, whether they were sent as a list or as {"a": true}."""
    if not isinstance(value, dict):
        return value
    return {
        key: sorted(name for name, on in item.items() if on)
        if isinstance(item, dict)
        else sorted(item, key=str)
        if isinstance(item, list)
        else item
        for key, item in value.items()
        if item
    }


def _shown(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)
