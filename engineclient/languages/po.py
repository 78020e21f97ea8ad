"""Reads PO files, gettext's text format, for the standard library, which only supports the binary format MO."""

from __future__ import annotations

import ast
import struct
from gettext import GNUTranslations
from io import BytesIO
from typing import Final

__all__ = ["load", "parse"]

_MAGIC: Final = 0x950412DE


def parse(text: str) -> dict[str, str]:
    """The messages of a PO file, in the form of an MO file: plural forms are joined by NUL; the key "" is the header.

    Raises:
        ValueError: a line is malformed.

    """
    found: dict[str, str] = {}
    entry: dict[str, str] = {}
    field = ""
    for number, line in enumerate([*text.splitlines(), ""], 1):
        line = line.strip()
        if line.startswith("#"):
            continue
        keyword, _, rest = line.partition(" ")
        if keyword == "msgid" or not line:
            _finish(entry, found)
            entry = {}
        if not line:
            continue
        if line.startswith('"') and field:
            rest = line
        else:
            field = keyword
        if not field.startswith("msg") or not rest.startswith('"'):
            raise ValueError(f"line {number} of the PO file is malformed: {line}")
        entry[field] = entry.get(field, "") + ast.literal_eval(rest)
    return found


def _finish(entry: dict[str, str], found: dict[str, str]) -> None:
    plurals = [entry[field] for field in sorted(entry) if field.startswith("msgstr[")]
    text = "\0".join(plurals) if all(plurals) else ""
    text = text or entry.get("msgstr", "")
    if text:
        name = entry["msgid"] + (f"\0{entry['msgid_plural']}" if "msgid_plural" in entry else "")
        found[name] = text


def load(text: str) -> GNUTranslations:
    """The translations in the text of a PO file."""
    messages = sorted((name.encode(), value.encode()) for name, value in parse(text).items())
    count = len(messages)
    place = 7 * 4 + 2 * 8 * count  # after the header and two tables of lengths and positions
    tables: list[int] = []
    data = b""
    for column in (0, 1):
        for message in messages:
            tables += (len(message[column]), place + len(data))
            data += message[column] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, count, 7 * 4, 7 * 4 + 8 * count, 0, 0)
    return GNUTranslations(BytesIO(head + struct.pack(f"<{len(tables)}I", *tables) + data))
