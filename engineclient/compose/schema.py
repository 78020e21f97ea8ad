"""Validate compose files against the schema of the Compose Specification, with docker compose's messages.

`compose-spec.json` is that schema without its descriptions. The libraries for JSON Schema are not used: their messages
differ, and importing one takes longer than `compose config`.

Source: https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from engineclient.compose.errors import ComposeError
from engineclient.compose.gotext import go_type
from engineclient.compose.tree import Path, Tree
from engineclient.compose.yamlscalars import Timestamp


class Complaint(NamedTuple):
    """A violation of the schema.

    Attributes:
        path: the path of the value.
        text: the message without the path.
        depth: the number of keys in the path; of several complaints, the deepest one is reported.
        known: the keys that the schema allows in a mapping with unknown keys.
        unknown: the unknown keys.

    """

    path: Path
    text: str
    depth: int
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


_Check: TypeAlias = Callable[[Any, Path, list[Complaint]], None]


def validate(tree: Tree, file: str) -> None:
    """Check a merged tree; `file` is the path of the last merged file, for the message.

    Raises:
        ComposeError: the tree violates the schema; the hint about an unknown key names the most similar known one.

    """
    complaints: list[Complaint] = []
    _checker()(tree, (), complaints)
    if not complaints:
        return
    worst = complaints[0]
    for each in complaints[1:]:
        if each.depth > worst.depth:
            worst = each
    where = ".".join(map(str, worst.path))
    path = (*worst.path, worst.unknown[0]) if worst.unknown else worst.path
    raise ComposeError(f"validating {file}: {where} {worst.text}", path, hint=_hint(worst))


def _hint(complaint: Complaint) -> str:
    from difflib import get_close_matches

    near = {key: get_close_matches(key, complaint.known, 1, 0.6) for key in complaint.unknown}
    meant = [f'"{key}": did you mean "{found[0]}"?' for key, found in near.items() if found]
    return "; ".join(meant)


@cache
def _checker() -> _Check:
    with open(f"{os.path.dirname(__file__)}/compose-spec.json", "rb") as file:  # noqa: PTH120, PTH123  # see files
        schema = json.load(file)
    return _Compiler(schema["definitions"]).compile(schema)


class _Compiler:
    """Converts each part of a schema to a function, once."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self.definitions = definitions
        self.made: dict[str, _Check] = {}

    def compile(self, schema: Mapping[str, Any]) -> _Check:
        if "$ref" in schema:
            return self._reference(schema["$ref"].rpartition("/")[2])
        checks: list[_Check] = []
        if "enum" in schema:
            checks.append(_enum(schema["enum"]))
        kinds = schema.get("type")
        if kinds is None or "object" in kinds:
            checks.append(self._object(schema))
        if kinds is None or "array" in kinds:
            checks.append(self._array(schema))
        if "pattern" in schema:
            checks.append(_pattern(schema["pattern"]))
        if "minimum" in schema or "maximum" in schema:
            checks.append(_range(schema.get("minimum"), schema.get("maximum")))
        if "oneOf" in schema:
            checks.append(_one_of([self.compile(each) for each in schema["oneOf"]]))
        return _typed([kinds] if isinstance(kinds, str) else kinds, checks)

    def _reference(self, name: str) -> _Check:
        def check(value: Any, path: Path, complaints: list[Complaint]) -> None:
            if name not in self.made:
                self.made[name] = self.compile(self.definitions[name])
            self.made[name](value, path, complaints)

        return check

    def _object(self, schema: Mapping[str, Any]) -> _Check:
        properties = {key: self.compile(each) for key, each in schema.get("properties", {}).items()}
        patterns = [
            (re.compile(key), self.compile(each)) for key, each in schema.get("patternProperties", {}).items()
        ]
        required = schema.get("required", ())
        more = schema.get("additionalProperties", True)
        others = self.compile(more) if isinstance(more, dict) else None

        def check(value: Any, path: Path, complaints: list[Complaint]) -> None:
            if not isinstance(value, dict):
                return
            if missing := [key for key in required if key not in value]:
                noun = "property" if len(missing) == 1 else "properties"
                complaints.append(Complaint(path, f"missing {noun} {_quoted(missing)}", len(path)))
            unknown: list[str] = []
            for key, part in value.items():
                found = [properties[key]] if key in properties else []
                found += [each for pattern, each in patterns if pattern.search(key)]
                if not found and others is not None:
                    found = [others]
                for each in found:
                    each(part, (*path, key), complaints)
                if not found and more is False:
                    unknown.append(key)
            if unknown:
                text = f"additional properties {_quoted(sorted(unknown))} not allowed"
                keys = tuple(properties)
                complaints.append(Complaint(path, text, len(path) + 1, keys, tuple(unknown)))

        return check

    def _array(self, schema: Mapping[str, Any]) -> _Check:
        items = self.compile(schema["items"]) if "items" in schema else None
        unique = schema.get("uniqueItems", False)

        def check(value: Any, path: Path, complaints: list[Complaint]) -> None:
            if not isinstance(value, list):
                return
            if unique and (twice := _duplicates(value)):
                text = f"items at {twice[0]} and {twice[1]} are equal"
                complaints.append(Complaint(path, text, len(path)))
            if items is not None:
                for index, item in enumerate(value):
                    items(item, (*path, index), complaints)

        return check


def _typed(kinds: Iterable[str] | None, checks: list[_Check]) -> _Check:
    wanted = frozenset(kinds or ())
    human = sorted("mapping" if kind == "object" else kind for kind in wanted)

    def check(value: Any, path: Path, complaints: list[Complaint]) -> None:
        kind = _kind(value)
        if not kind:
            complaints.append(Complaint(path, f"invalid jsonType {go_type(value)}", len(path)))
        elif (
            wanted
            and kind not in wanted
            and not (kind == "number" and "integer" in wanted and value == value // 1)
            and not (kind == "integer" and "number" in wanted)
        ):
            text = human[0] if len(human) == 1 else f"{', '.join(human[:-1])} or {human[-1]}"
            complaints.append(Complaint(path, f"must be a {text}", len(path)))
        else:
            before = len(complaints)
            for each in checks:
                each(value, path, complaints)
                if len(complaints) > before and each.__name__ == "enum":
                    return

    return check


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case Timestamp():
            return ""
        case _:
            return "object"


def _enum(allowed: list[Any]) -> _Check:
    words = [f"'{each}'" for each in allowed]

    def enum(value: Any, path: Path, complaints: list[Complaint]) -> None:
        if value not in allowed:
            text = (
                f"value must be {words[0]}" if len(words) == 1 else f"value must be one of {', '.join(words)}"
            )
            complaints.append(Complaint(path, text, len(path)))

    return enum


def _pattern(pattern: str) -> _Check:
    compiled = re.compile(pattern)

    def check(value: Any, path: Path, complaints: list[Complaint]) -> None:
        if isinstance(value, str) and not compiled.search(value):
            complaints.append(Complaint(path, f"'{value}' does not match pattern '{pattern}'", len(path)))

    return check


def _range(least: float | None, most: float | None) -> _Check:
    def check(value: Any, path: Path, complaints: list[Complaint]) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return
        if least is not None and value < least:
            complaints.append(Complaint(path, f"must be greater than or equal to {least}", len(path)))
        if most is not None and value > most:
            complaints.append(Complaint(path, f"must be less than or equal to {most}", len(path)))

    return check


def _one_of(alternatives: list[_Check]) -> _Check:
    def check(value: Any, path: Path, complaints: list[Complaint]) -> None:
        failed: list[Complaint] = []
        matched: list[int] = []
        for index, each in enumerate(alternatives):
            found: list[Complaint] = []
            each(value, path, found)
            failed += found
            if not found:
                matched.append(index)
        if not matched:
            complaints.extend(failed)
        elif len(matched) > 1:
            text = f"oneOf failed, subschemas {matched[0]}, {matched[1]} matched"
            complaints.append(Complaint(path, text, len(path)))

    return check


def _duplicates(items: list[Any]) -> tuple[int, int] | None:
    seen: dict[Any, int] = {}
    for index, item in enumerate(items):
        key = (
            (type(item) is bool, item)
            if isinstance(item, str | int | float)
            else json.dumps(item, default=str)
        )
        if key in seen:
            return seen[key], index
        seen[key] = index
    return None


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
