"""Encode bytes as JSON in a recording, and decode them: as readable as possible, and without loss.

{"json": {...}}                    one JSON document and a line end
{"records": [...]}                 JSON records with CRLF line ends (progress); {"lines": [...]} with LF
(events)
{"tar": [...]}                     a small archive, member by member, without dates and owners
{"text": "..."}                    UTF-8
{"base64": "..."}                  anything else
{"elided": 1234, "sha256": "..."}  too long to keep
"""

from __future__ import annotations

import base64
import io
import json
import tarfile
from typing import Any, Final

from engineclient.events import Elided
from engineclient.wire.records import json_bytes

__all__ = ["KEYS", "content", "from_content", "from_text", "text"]

KEYS: Final = frozenset({"json", "records", "lines", "tar", "text", "base64", "elided"})

_TAR_TYPES: Final = {
    tarfile.REGTYPE: "file",
    tarfile.DIRTYPE: "dir",
    tarfile.SYMTYPE: "symlink",
    tarfile.LNKTYPE: "link",
}


def text(data: bytes | Elided) -> Any:
    """`data` as a string when it is UTF-8, otherwise as an object."""
    if isinstance(data, Elided):
        return {"elided": data.size, "sha256": data.sha256}
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def from_text(value: Any) -> bytes | Elided:
    """The inverse of `text`."""
    if isinstance(value, str):
        return value.encode()
    if "json" in value:  # a record of a call to BuildKit
        return from_content(value)
    if "elided" in value:
        return Elided(value["elided"], value["sha256"])
    return base64.b64decode(value["base64"])


def content(data: bytes | Elided, kind: str = "") -> dict[str, Any]:
    """The JSON for a body or a piece of one; `kind` is its Content-Type. Empty for no bytes."""
    if data == b"":
        return {}
    if isinstance(data, bytes):
        structured = _tar(data) if "tar" in kind else _records(data) if "json" in kind or not kind else None
        if structured is not None:
            return structured
    plain = text(data)
    return {"text": plain} if isinstance(plain, str) else plain


def from_content(line: dict[str, Any]) -> bytes | Elided:
    """The bytes of a line of a recording; an archive has no dates and owners."""
    if "json" in line:
        return json_bytes(line["json"]) + b"\n"
    if "records" in line:
        return b"".join(json_bytes(record) + b"\r\n" for record in line["records"])
    if "lines" in line:
        return b"".join(json_bytes(record) + b"\n" for record in line["lines"])
    if "tar" in line:
        return _from_tar(line["tar"])
    if "text" in line:
        return from_text(line["text"])
    if "base64" in line or "elided" in line:
        return from_text(line)
    return b""


def _records(data: bytes) -> dict[str, Any] | None:
    """JSON data as JSON: one document, or several that each end with a newline; None if it is neither."""
    end = b"\r\n" if data.endswith(b"\r\n") else b"\n"
    lines = data.removesuffix(end).split(end)
    try:
        records = [json.loads(line) for line in lines]
    except ValueError:
        return None
    if end == b"\r\n":
        return {"records": records}
    return {"json": records[0]} if len(records) == 1 else {"lines": records}


def _tar(data: bytes) -> dict[str, Any] | None:
    members: list[dict[str, Any]] = []
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for info in archive:
                member: dict[str, Any] = {
                    "name": info.name,
                    "type": _TAR_TYPES[info.type],
                    "mode": f"{info.mode:o}",
                }
                if info.linkname:
                    member["to"] = info.linkname
                if file := archive.extractfile(info) if info.isreg() else None:
                    member["data"] = text(file.read())
                members.append(member)
    except (tarfile.TarError, KeyError):
        return None
    return {"tar": members}


def _from_tar(members: list[dict[str, Any]]) -> bytes:
    types = {name: kind for kind, name in _TAR_TYPES.items()}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member in members:
            info = tarfile.TarInfo(member["name"])
            info.type, info.mode, info.linkname = (
                types[member["type"]],
                int(member["mode"], 8),
                member.get("to", ""),
            )
            data = from_text(member.get("data", ""))
            assert isinstance(data, bytes)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
