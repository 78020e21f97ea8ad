"""The record of a build in JSON, with the fields of BuildKit's message in their order, as bundles have it. Pure.

Source: `moby.buildkit.v1.BuildHistoryRecord`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from engineclient.golang import json as gojson
from engineclient.wire.protobuf import Message

_Reader = Callable[[Message, int], Any]
"""Reads the field of a number; None if JSON leaves it out."""
_Fields = Sequence[tuple[int, str, _Reader]]

_IMPORTS: Final = "cache-imports"
_SHOWN: Final = ("ref", "scope")
"""The attributes of an imported cache that are no secrets."""


def record_json(record: Message) -> dict[str, Any]:
    """A record as plain values; of the caches that were imported, only their names.

    Raises:
        DecodeError: the message is no such record.

    """
    found = _values(record, _RECORD)
    attributes = found.get("FrontendAttrs", {})
    if _IMPORTS in attributes:
        attributes[_IMPORTS] = _named_imports(attributes[_IMPORTS])
    return found


def _named_imports(text: str) -> str:
    try:
        imports: Any = json.loads(text)
        shown = [
            {
                "Type": each.get("Type", ""),
                "Attrs": {name: text for name, text in (each.get("Attrs") or {}).items() if name in _SHOWN},
            }
            for each in imports
        ]
        return gojson.escape_html(
            gojson.encode_ordered([each | {"Attrs": dict(sorted(each["Attrs"].items()))} for each in shown])
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""


def _values(message: Message, fields: _Fields) -> dict[str, Any]:
    read = ((name, reader(message, number)) for number, name, reader in fields)
    return {name: value for name, value in read if value is not None}


def _text(message: Message, number: int) -> str | None:
    return message.text(number) or None


def _number(message: Message, number: int) -> int | None:
    return message.signed(number) or None


def _boolean(message: Message, number: int) -> bool | None:
    return bool(message.number(number)) or None


def _bytes(message: Message, number: int) -> str | None:
    return base64.b64encode(message.data(number)).decode() or None


def _texts(message: Message, number: int) -> dict[str, str] | None:
    pairs = message.pairs(number).items()
    return dict(sorted((_decoded(name), _decoded(value)) for name, value in pairs)) or None


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _struct(fields: _Fields) -> _Reader:
    def read(message: Message, number: int) -> dict[str, Any] | None:
        return _values(message.message(number), fields) if number in message else None

    return read


def _structs(fields: _Fields) -> _Reader:
    def read(message: Message, number: int) -> list[dict[str, Any]] | None:
        return [_values(Message(data), fields) for data in message.each(number)] or None

    return read


def _by_text(fields: _Fields) -> _Reader:
    """Reads a map from texts to structs."""

    def read(message: Message, number: int) -> Mapping[str, Any] | None:
        pairs = message.pairs(number).items()
        return {
            name: _values(Message(data), fields)
            for name, data in sorted((_decoded(name), data) for name, data in pairs)
        } or None

    return read


def _by_number(fields: _Fields) -> _Reader:
    """Reads a map from numbers to structs."""

    def read(message: Message, number: int) -> Mapping[str, Any] | None:
        entries = [Message(data) for data in message.each(number)]
        found = {str(entry.signed(1)): _values(entry.message(2), fields) for entry in entries}
        return dict(sorted(found.items())) or None

    return read


_DESCRIPTOR: Final[_Fields] = (
    (1, "media_type", _text),
    (2, "digest", _text),
    (3, "size", _number),
    (5, "annotations", _texts),
)
_RESULT: Final[_Fields] = (
    (1, "ResultDeprecated", _struct(_DESCRIPTOR)),
    (2, "Attestations", _structs(_DESCRIPTOR)),
    (3, "Results", _by_number(_DESCRIPTOR)),
)
_TIME: Final[_Fields] = ((1, "seconds", _number), (2, "nanos", _number))
_DETAIL: Final[_Fields] = ((1, "type_url", _text), (2, "value", _bytes))
_ERROR: Final[_Fields] = ((1, "code", _number), (2, "message", _text), (3, "details", _structs(_DETAIL)))
_RECORD: Final[_Fields] = (
    (1, "Ref", _text),
    (2, "Frontend", _text),
    (3, "FrontendAttrs", _texts),
    (4, "Exporters", _structs(((1, "Type", _text), (2, "Attrs", _texts)))),
    (5, "error", _struct(_ERROR)),
    (6, "CreatedAt", _struct(_TIME)),
    (7, "CompletedAt", _struct(_TIME)),
    (8, "logs", _struct(_DESCRIPTOR)),
    (9, "ExporterResponse", _texts),
    (10, "Result", _struct(_RESULT)),
    (11, "Results", _by_text(_RESULT)),
    (12, "Generation", _number),
    (13, "trace", _struct(_DESCRIPTOR)),
    (14, "pinned", _boolean),
    (15, "numCachedSteps", _number),
    (16, "numTotalSteps", _number),
    (17, "numCompletedSteps", _number),
    (18, "externalError", _struct(_DESCRIPTOR)),
    (19, "numWarnings", _number),
)
