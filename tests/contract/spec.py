"""Read swagger files: the parameters of each operation, and the fields of its body and answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

Spec = Mapping[str, Any]

_DEEPEST: Final = 12  # nested fields; some definitions contain themselves


class Fact(NamedTuple):
    """One line of the table, without versions.

    Attributes:
        what: "op", "param", "body" or "answer".
        operation: its `operationId`.
        name: "METHOD path" of an operation, "in:name" of a parameter, the path of a field: `HostConfig.Mounts[].Type`.

    """

    what: str
    operation: str
    name: str


class Detail(NamedTuple):
    """The details of a fact in one version: the tag of an operation or the type of anything else, and more."""

    type: str
    more: str = ""


def facts(spec: Spec) -> dict[Fact, Detail]:
    """All facts of one specification."""
    return {
        fact: detail
        for path, item in spec["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
        for fact, detail in _operation(spec, method.upper(), path, operation, item.get("parameters", ()))
    }


def version_of(path: Path) -> str:
    """The API version in a file's name: 1.45 in v1.45.yaml."""
    found = re.search(r"\d+\.\d+", path.name)
    if found is None:
        raise ValueError(f"{path}: no API version in the name")
    return found[0]


def _operation(
    spec: Spec, method: str, path: str, operation: Spec, shared: Iterable[Spec]
) -> Iterator[tuple[Fact, Detail]]:
    id = operation["operationId"]
    yield Fact("op", id, f"{method} {path}"), Detail(operation["tags"][0])
    for parameter in (*shared, *operation.get("parameters", ())):
        if parameter["in"] == "body":
            schema = parameter.get("schema", {})
            yield from ((Fact("body", id, name), detail) for name, detail in _fields(spec, schema))
        elif parameter["in"] != "path":
            default = parameter.get("default")
            more = "required" if parameter.get("required") else "" if default is None else f"={default}"
            yield (
                Fact("param", id, f"{parameter['in']}:{parameter['name']}"),
                Detail(_type(spec, parameter), more),
            )
    for status, answer in operation["responses"].items():
        if str(status)[0] == "2" and "schema" in answer:
            yield from (
                (Fact("answer", id, name), detail) for name, detail in _fields(spec, answer["schema"])
            )


def _fields(spec: Spec, schema: Spec, path: str = "", depth: int = 0) -> Iterator[tuple[str, Detail]]:
    """The fields below `schema`: for a list those of its items, for a map those of its values."""
    schema = _resolved(spec, schema)
    if depth > _DEEPEST:
        return
    if schema.get("type") == "array":
        yield from _fields(spec, schema.get("items", {}), f"{path}[]" if path else "", depth + 1)
    elif isinstance(values := schema.get("additionalProperties"), dict):
        yield from _fields(spec, values, f"{path}{{}}" if path else "", depth + 1)
    for name, field in schema.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        null = "null" if _resolved(spec, field).get("x-nullable") or field.get("x-nullable") else ""
        yield below, Detail(_type(spec, field), null)
        yield from _fields(spec, field, below, depth + 1)


def _resolved(spec: Spec, schema: Spec) -> dict[str, Any]:
    """`schema` with its references and `allOf` resolved."""
    while "$ref" in schema:
        schema = spec["definitions"][schema["$ref"].rpartition("/")[2]]
    merged = dict(schema)
    for part in schema.get("allOf", ()):
        part = _resolved(spec, part)
        merged["properties"] = {**merged.get("properties", {}), **part.get("properties", {})}
        merged.setdefault("type", part.get("type", "object"))
        merged.setdefault("x-nullable", part.get("x-nullable"))
    return merged


def _type(spec: Spec, schema: Spec) -> str:
    schema = _resolved(spec, schema)
    kind = schema.get("type") or ("object" if "properties" in schema or "allOf" in schema else "any")
    if kind == "array":
        return f"[{_type(spec, schema.get('items', {}))}]"
    if isinstance(values := schema.get("additionalProperties"), dict):
        return f"{{{_type(spec, values)}}}"
    return str(kind)
