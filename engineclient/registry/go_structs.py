"""Descriptors, lists of manifests and configurations of images as Go's structs, for templates and as JSON.

Only the fields of these structs are kept, in their order; optional fields only if they are not empty.
Source: https://github.com/opencontainers/image-spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, cast

from engineclient.golang.structs import Schema

SCHEMA: Final = Schema(
    """
    Descriptor   MediaType=mediaType Digest=digest Size=size:int URLs=urls:[]string Annotations=annotations:map[]string \
Data=data:bytes Platform=platform:*Platform ArtifactType=artifactType
    Platform     Architecture=architecture OS=os OSVersion=os.version OSFeatures=os.features:[]string Variant=variant
    Index        SchemaVersion=schemaVersion:int MediaType=mediaType Digest=digest Size=size:int \
Manifests=manifests:[]Descriptor Annotations=annotations:map[]string
    Image        Created=created:*time Author=author Platform{ Architecture=architecture OS=os OSVersion=os.version \
OSFeatures=os.features:[]string Variant=variant } Config=config:ImageConfig RootFS=rootfs:RootFS History=history:[]History
    ImageConfig  User ExposedPorts:map[]empty Env:[]string Entrypoint:[]string Cmd:[]string Volumes:map[]empty \
WorkingDir Labels:map[]string StopSignal ArgsEscaped:bool
    RootFS       Type=type DiffIDs=diff_ids:[]string
    History      Created=created:*time CreatedBy=created_by Author=author Comment=comment EmptyLayer=empty_layer:bool
    """,
    {
        "Descriptor": "v1.Descriptor",
        "Platform": "v1.Platform",
        "Image": "v1.Image",
        "ImageConfig": "v1.ImageConfig",
        "RootFS": "v1.RootFS",
        "History": "v1.History",
    },
)
"""The structs, for templates."""


class _Field(NamedTuple):
    """A field in JSON: its name, its value if it is missing (`_OMITTED` for an optional field), and its own fields."""

    name: str
    missing: object
    inner: tuple[_Field, ...] = ()


_OMITTED: Final = object()


def _optional(*names: str) -> tuple[_Field, ...]:
    return tuple(_Field(name, _OMITTED) for name in names)


_PLATFORM: Final = (
    _Field("architecture", ""),
    _Field("os", ""),
    *_optional("os.version", "os.features", "variant"),
)
_DESCRIPTOR: Final = (
    _Field("mediaType", ""),
    _Field("digest", ""),
    _Field("size", 0),
    *_optional("urls", "annotations", "data"),
    _Field("platform", _OMITTED, _PLATFORM),
    *_optional("artifactType"),
)
_INDEX: Final = (
    _Field("schemaVersion", 0),
    *_optional("mediaType"),
    _Field("digest", ""),
    _Field("size", 0),
    _Field("manifests", None, _DESCRIPTOR),
    *_optional("annotations"),
)
_CONFIG: Final = _optional(
    "User", "ExposedPorts", "Env", "Entrypoint", "Cmd", "Volumes", "WorkingDir", "Labels", "StopSignal", "ArgsEscaped"
)  # fmt: skip
_IMAGE: Final = (
    *_optional("created", "author"),
    *_PLATFORM,
    _Field("config", {}, _CONFIG),
    _Field("rootfs", {}, (_Field("type", ""), _Field("diff_ids", None))),
    _Field("history", _OMITTED, _optional("created", "created_by", "author", "comment", "empty_layer")),
)


def descriptor(found: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a descriptor."""
    return _kept(found, _DESCRIPTOR)


def index(found: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an index, with its own digest and size."""
    return _kept(found, _INDEX)


def image(found: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an image's configuration."""
    return _kept(found, _IMAGE)


def _kept(found: Mapping[str, Any], fields: tuple[_Field, ...]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for field in fields:
        value = found.get(field.name)
        if value is None or (field.missing is _OMITTED and not value and not field.inner):
            value = field.missing
        if value is not _OMITTED:
            kept[field.name] = _value(value, field)
    return kept


def _value(value: object, field: _Field) -> object:
    if isinstance(value, dict):
        inner = cast("dict[str, Any]", value)
        return _kept(inner, field.inner) if field.inner else dict(sorted(inner.items()))
    if isinstance(value, list) and field.inner:
        items = cast("list[object]", value)
        return [_value(each, field) for each in items]
    return value
