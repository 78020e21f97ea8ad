"""The trace of a build as BuildKit keeps it, OpenTelemetry's spans one after another in JSON, without secrets. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from engineclient.golang.json import encode_ordered, escape_html, utf8

_SECRETS: Final = (
    (re.compile(r"(ghtoken|token|access_key_id|secret_access_key|session_token)=[^ ,]+", re.IGNORECASE), r"\1=xxxxx"),
    (re.compile(r"(?:ghu|ghs)_[A-Za-z0-9]{36}"), "xxxxx"),
    (re.compile(r"github_pat_[0-9A-Za-z_]{82}"), "xxxxx"),
)  # fmt: skip
_CONTEXT: Final = {"TraceID": "", "SpanID": "", "TraceFlags": "", "TraceState": "", "Remote": False}
_SPAN: Final[Mapping[str, Any]] = {
    "Name": "",
    "SpanContext": _CONTEXT,
    "Parent": _CONTEXT,
    "SpanKind": 0,
    "StartTime": "0001-01-01T00:00:00Z",
    "EndTime": "0001-01-01T00:00:00Z",
    "Attributes": None,
    "Events": None,
    "Links": None,
    "Status": {"Code": 0, "Description": ""},
    "DroppedAttributes": 0,
    "DroppedEvents": 0,
    "DroppedLinks": 0,
    "ChildSpanCount": 0,
    "Resource": None,
    "InstrumentationLibrary": {"Name": "", "Version": "", "SchemaURL": "", "Attributes": {}},
}
"""The fields of a span that buildx knows, with their defaults; others are left out."""


def without_secrets(data: bytes) -> bytes:
    """The trace with the fields that buildx exports, and with `xxxxx` for tokens in the attributes of spans.

    Raises:
        ValueError: it is no trace.

    """
    return b"".join(utf8(escape_html(encode_ordered(_clean(span), indent=2)) + "\n") for span in _spans(data))


def _spans(data: bytes) -> Iterator[Mapping[str, Any]]:
    text = data.decode("utf-8", "replace")
    decoder = json.JSONDecoder()
    at = 0
    try:
        while (at := len(text) - len(text[at:].lstrip())) < len(text):
            span, at = decoder.raw_decode(text, at)
            if not isinstance(span, dict):
                raise ValueError(f"a span of the trace is {span!r}")
            yield cast("dict[str, Any]", span)
    except RecursionError as error:
        raise ValueError("a span of the trace is nested too deeply") from error


def _clean(span: Mapping[str, Any]) -> dict[str, Any]:
    clean = {name: _like(default, span.get(name)) for name, default in _SPAN.items()}
    for name in ("SpanContext", "Parent"):
        clean[name] |= {"TraceFlags": "01" if clean[name]["TraceFlags"] == "01" else "00", "TraceState": ""}
    for attribute in clean["Attributes"] or ():
        value = attribute["Value"]
        if value["Type"] == "STRING":
            value["Value"] = _masked(value["Value"])
    return clean


def _like(default: Any, given: Any) -> Any:
    """What is given for a field, or its default; of a struct, the fields that it has."""
    if isinstance(default, dict) and default:
        known = cast("dict[str, Any]", default)
        found = cast("dict[str, Any]", given) if isinstance(given, dict) else {}
        return {name: _like(part, found.get(name)) for name, part in known.items()}
    return default if given is None or given == [] else given


def _masked(text: str) -> str:
    for pattern, mask in _SECRETS:
        text = pattern.sub(mask, text)
    return text
