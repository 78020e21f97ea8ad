"""Validate a stack file against the schema of its version, with docker stack's rules and messages.

They differ from those of compose: of several errors the one with the longest path is reported, and where a value fits none
of several alternatives, the error is that of the alternative that fits best.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import isfinite
from typing import Any, Final, NamedTuple

from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import sprint
from engineclient.compose.stack.versions import schema_of
from engineclient.compose.tree import Path, Tree
from engineclient.golang.durations import parse_duration
from engineclient.options.values.flag import OptionError
from engineclient.options.values.ports import bindings

_TYPE: Final = "type"
_ALTERNATIVES: Final = "alternatives"


class _Complaint(NamedTuple):
    """An error at `path`: its text alone, its text as the reason why no alternative fits, and the rule that was broken."""

    path: Path
    text: str
    reason: str
    kind: str


@dataclass(slots=True)
class _Result:
    """The errors of a value, and how well it fits: the more rules it meets, the higher the score."""

    complaints: list[_Complaint] = field(default_factory=list)
    score: int = 0

    def add(self, other: _Result) -> None:
        self.complaints += other.complaints
        self.score += other.score

    def complain(self, path: Path, text: str, reason: str = "", kind: str = "") -> None:
        self.complaints.append(_Complaint(path, text, reason or text, kind))
        self.score -= 2


def validate(tree: Tree, version: str) -> None:
    """Validate a file.

    Raises:
        ComposeError: it does not match the schema of `version`, or there is no such version.

    """
    schema = schema_of(version)
    _check_finite(tree)
    result = _Checker(schema["definitions"]).check(schema, tree, ())
    if result.complaints:
        raise _error(result.complaints)


def _check_finite(value: Any) -> None:
    """Raise ComposeError if a number is not finite: docker validates the file as JSON, which has no such numbers."""
    if isinstance(value, dict):
        for key in sorted(value):
            _check_finite(value[key])
    elif isinstance(value, list):
        for each in value:
            _check_finite(each)
    elif isinstance(value, float) and not isfinite(value):
        raise ComposeError(f"json: unsupported value: {sprint(value)}")


def _error(complaints: list[_Complaint]) -> ComposeError:
    """The complaint about the longest path; among those, one about a type first."""
    worst = 0
    for index, each in enumerate(complaints):
        length, most = _length(each), _length(complaints[worst])
        if length > most or (length == most and each.kind == _TYPE != complaints[worst].kind):
            worst = index
    found = complaints[worst]
    text = found.text
    if found.kind == _ALTERNATIVES and worst + 1 < len(complaints):
        text = complaints[worst + 1].reason
    return ComposeError(f"{_dotted(found.path)} {text}", found.path)


def _length(complaint: _Complaint) -> int:
    return len(_dotted(complaint.path).split("."))


def _dotted(path: Path) -> str:
    return ".".join(map(str, path)) or "(root)"


class _Checker:
    """Checks values against parts of a schema that may refer to `definitions`."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions

    def check(self, schema: Mapping[str, Any], value: Any, path: Path) -> _Result:
        """What is wrong with `value`, which stands at `path`."""
        if "$ref" in schema:
            schema = self._definitions[schema["$ref"].rpartition("/")[2]]
        result = _Result()
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        kind = _kind(value)
        if kinds and kind not in kinds and not (kind == "integer" and "number" in kinds):
            result.complain(path, f"must be a {_readable(kinds)}", _type_reason(kinds, kind), _TYPE)
            return result
        self._alternatives(schema, value, path, result)
        if isinstance(value, list):
            self._items(schema, value, path, result)
        elif isinstance(value, dict):
            self._properties(schema, value, path, result)
        elif value is not None:
            result.score += 1
        if "enum" in schema and value not in schema["enum"]:
            allowed = ", ".join(json.dumps(each) for each in schema["enum"])
            result.complain(path, f"{_dotted(path)} must be one of the following: {allowed}")
        if isinstance(value, dict):
            for key, part in schema.get("properties", {}).items():
                if key in value:
                    result.add(self.check(part, value[key], (*path, key)))
        if "minimum" in schema and isinstance(value, int | float) and value < schema["minimum"]:
            result.complain(path, f"Must be greater than or equal to {schema['minimum']}")
        if "format" in schema and not _FORMATS.get(schema["format"], _anything)(value):
            result.complain(path, f"Does not match format '{schema['format']}'")
        result.score += 2
        return result

    def _alternatives(self, schema: Mapping[str, Any], value: Any, path: Path, result: _Result) -> None:
        result.score += 1
        if "oneOf" not in schema:
            return
        found = [self.check(each, value, path) for each in schema["oneOf"]]
        fitting = sum(not each.complaints for each in found)
        if fitting == 1:
            return
        result.complain(path, "Must validate one and only one schema (oneOf)", kind=_ALTERNATIVES)
        if not fitting:
            result.add(max(found, key=lambda each: each.score))

    def _items(self, schema: Mapping[str, Any], value: list[Any], path: Path, result: _Result) -> None:
        if "items" in schema:
            for index, item in enumerate(value):
                result.add(self.check(schema["items"], item, (*path, index)))
        if schema.get("uniqueItems"):
            seen: dict[str, int] = {}
            for index, item in enumerate(value):
                text = json.dumps(item, sort_keys=True, default=str)
                if text in seen:
                    result.complain(path, f"array items[{seen[text]},{index}] must be unique")
                seen[text] = index
        result.score += 1

    def _properties(self, schema: Mapping[str, Any], value: Tree, path: Path, result: _Result) -> None:
        for key in schema.get("required", ()):
            if key in value:
                result.score += 1
            else:
                result.complain(path, f"{key} is required")
        patterns = schema.get("patternProperties", {})
        for key, part in value.items():
            matching = [each for pattern, each in patterns.items() if re.search(pattern, key)]
            for each in matching:
                result.add(self.check(each, part, (*path, key)))
            result.score += bool(matching)
            if (
                not matching
                and key not in schema.get("properties", {})
                and schema.get("additionalProperties") is False
            ):
                result.complain(path, f"Additional property {key} is not allowed")
        result.score += 1


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value == value // 1 else "number"
        case list():
            return "array"
        case dict():
            return "object"
        case _:
            return "string"


_READABLE: Final = {"object": "mapping", "array": "list"}


def _readable(kinds: list[str]) -> str:
    *others, last = [_READABLE.get(kind, kind) for kind in kinds]
    return f"{', '.join(others)} or {last}" if others else last


def _type_reason(kinds: list[str], given: str) -> str:
    expected = kinds[0] if len(kinds) == 1 else f"[{','.join(kinds)}]"
    return f"Invalid type. Expected: {expected}, given: {given}"


def _is_duration(value: Any) -> bool:
    return isinstance(value, str) and _reads(parse_duration, value)


def _is_port(value: Any) -> bool:
    # docker's checker has a number as a fraction, and looks at its numerator alone
    return _reads(bindings, str(Fraction(repr(value)).numerator if isinstance(value, float) else value))


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except (ValueError, OptionError):
        return False
    return True


def _anything(_value: Any) -> bool:
    return True


_FORMATS: Final[Mapping[str, Callable[[Any], bool]]] = {"duration": _is_duration, "ports": _is_port}
