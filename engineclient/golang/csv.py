"""Parses one CSV record as Go's encoding/csv does, with its errors: for --mount, --network, --gpus."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BARE_QUOTE = 'bare " in non-quoted-field'
_QUOTE = 'extraneous or missing " in quoted-field'
# the text of a quoted field up to its closing quote, in which "" stands for a quote
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"')
_PLAIN = re.compile(r"[^,\n]*")


def parse_record(text: str) -> list[str]:
    """The fields of the first record.

    Raises ValueError with Go's message, whose columns count bytes from 1.
    """
    text = text.replace("\r\n", "\n").removesuffix("\r").lstrip("\n")
    if not text:
        raise ValueError("EOF")
    fields: list[str] = []
    position = 0
    while True:
        if text.startswith('"', position):
            quoted = _QUOTED.match(text, position)
            if quoted is None:
                raise _error(text, len(text), _QUOTE)
            end = quoted.end()
            if text[end : end + 1] not in ("", ",", "\n"):
                raise _error(text, end - 1, _QUOTE)
            fields.append(quoted[1].replace('""', '"'))
        else:
            end = _PLAIN.match(text, position).end()  # type: ignore[union-attr]  # it matches the empty text too
            field = text[position:end]
            if '"' in field:
                raise _error(text, position + field.index('"'), _BARE_QUOTE)
            fields.append(field)
        if text[end : end + 1] != ",":
            return fields
        position = end + 1


def parse_list(text: str) -> list[str]:
    """The values of one occurrence of a list flag such as `--subnet a,b`: the fields of a record; [] for ""."""
    return parse_record(text) if text else []


def format_record(fields: Iterable[str]) -> str:
    """One line of CSV, without its end.

    >>> format_record(["a", "b,c", 'd"e'])
    'a,"b,c","d""e"'

    """
    return ",".join(map(_field, fields))


def _field(text: str) -> str:
    quoted = text == r"\." or text[:1].isspace() or any(mark in text for mark in ',"\r\n')
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if quoted else text


def _error(text: str, index: int, reason: str) -> ValueError:
    before = text[:index]
    line = before.count("\n") + 1
    column = len(before.rpartition("\n")[2].encode(errors="surrogateescape")) + 1
    start = "" if line == 1 else "record on line 1; "
    return ValueError(f"{start}parse error on line {line}, column {column}: {reason}")
