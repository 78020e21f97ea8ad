"""Parses and writes meta.json of a context as docker does, with Go's errors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from engineclient.golang.json import encode, escape_html

_DOCKER: Final = "docker"


def parse(data: bytes) -> tuple[str, dict[str, Any] | None, dict[str, Any] | None]:
    """The name ("" if missing), the metadata and the endpoints (None if missing).

    Raises:
        ValueError: the JSON is invalid or has wrong types; the message is Go's.
    """
    name, metadata, endpoints = _parts(data, "untypedContextMetadata", "json.RawMessage")
    if metadata is not None:
        metadata = _object(metadata, "map[string]interface {}")
        if not isinstance(metadata.get("Description", ""), str):
            raise ValueError(
                _mismatch(metadata["Description"], "struct field DockerContext.Description", "string")
            )
    read = {key: _endpoint(key, value) for key, value in (endpoints or {}).items()}
    return name, metadata, read or None


def parse_untyped(data: bytes) -> tuple[Any, dict[str, Any] | None]:
    """The metadata and the endpoints of an imported file, without checking the metadata's type.

    Raises:
        ValueError: the JSON is invalid or has wrong types; the message is Go's.
    """
    _, metadata, endpoints = _parts(data, "Metadata", "interface {}")
    return metadata, endpoints


def dump(name: str, metadata: Any, endpoints: Mapping[str, Any] | None) -> bytes:
    """The content of meta.json with these values."""
    return escape_html(compose(name, encoded_metadata(metadata), encoded_endpoints(endpoints))).encode()


def compose(name: str, metadata: str | None, endpoints: str | None, **more: str) -> str:
    """The JSON object of a context, from the JSON of its parts, without empty ones; `more` are further members."""
    members = {
        "Name": encode(name) if name else None,
        "Metadata": metadata,
        "Endpoints": endpoints,
        **more,
    }
    return "{" + ",".join(f'"{key}":{text}' for key, text in members.items() if text is not None) + "}"


def encoded_metadata(metadata: Any) -> str | None:
    """The JSON of metadata, sorted by key, with `<`, `>` and `&` escaped."""
    if isinstance(metadata, dict) and not metadata.get("Description", True):
        metadata = {key: value for key, value in metadata.items() if key != "Description"}
    return None if metadata is None else escape_html(encode(metadata))


def encoded_endpoints(endpoints: Mapping[str, Any] | None) -> str | None:
    """The JSON of endpoints, sorted by name."""
    if not endpoints:
        return None
    return "{" + ",".join(f"{encode(name)}:{encode(endpoints[name])}" for name in sorted(endpoints)) + "}"


def _parts(data: bytes, struct: str, kind: str) -> tuple[str, Any, dict[str, Any] | None]:
    content = _load(data)
    if content is None:
        return "", None, None
    found = _object(content, f"store.{struct}")
    names = [name if struct != "Metadata" else name.capitalize() for name in ("name", "endpoints")]
    name = _field(found, "name", str, f"{struct}.{names[0]}")
    endpoints = _member(found, "endpoints")
    if endpoints is not None and not isinstance(endpoints, dict):
        raise ValueError(_mismatch(endpoints, f"struct field {struct}.{names[1]}", f"map[string]{kind}"))
    return name, _member(found, "metadata"), endpoints


def _endpoint(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name != _DOCKER:
        return _object(value, "map[string]interface {}")
    found = _object(value, "context.EndpointMetaBase")
    host = _field(found, "host", str, "EndpointMetaBase.Host")
    skip = _field(found, "skiptlsverify", bool, "EndpointMetaBase.SkipTLSVerify")
    return {**({"Host": host} if host else {}), "SkipTLSVerify": skip}


def _load(data: bytes) -> Any:
    try:
        # docker decodes numbers as floats, and writes them as such.
        return json.loads(data, parse_int=float)
    except ValueError as error:
        from engineclient.golang.json_errors import check_and_compact  # imported here because errors are rare

        check_and_compact(data)
        raise ValueError(str(error)) from error


def _object(value: Any, kind: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(_mismatch(value, "value", kind))
    return cast("dict[str, Any]", value)


def _member(members: dict[str, Any], name: str) -> Any:
    """The member of that name. As in Go, case does not matter and the last of equal names counts."""
    return next((value for key, value in reversed(members.items()) if key.lower() == name), None)


def _field(members: dict[str, Any], name: str, kind: type[Any], field: str) -> Any:
    value = _member(members, name)
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise ValueError(_mismatch(value, f"struct field {field}", {str: "string", bool: "bool"}[kind]))
    return value


def _mismatch(value: object, where: str, kind: str) -> str:
    from engineclient.wire.shapes import go_kind  # imported here because errors are rare

    return f"json: cannot unmarshal {go_kind(value)} into Go {where} of type {kind}"
