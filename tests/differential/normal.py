"""Replace what differs in every run in the output of a client: ids, times, addresses, the program's name.

A mask keeps what does not vary: which ids are the same, their lengths, and the format of times. Tables are parsed by
docker's rule for the width of columns; a table with another layout is left unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

_ID = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9A-Za-z])")
_AGE = r"(?:Less than a second|About an? (?:minute|hour)|\d+ (?:second|minute|hour|day|week|month|year)s?)"
# Dates before 2024 come from the scripts themselves
_DATE = r"20(?:2[4-9]|[3-9]\d)-\d\d-\d\d"
_MASKS: Final[tuple[tuple[str, str], ...]] = (
    (r"(?<![0-9A-Za-z])(?=[a-z]*[0-9])[0-9a-z]{25}(?![0-9A-Za-z])", "<id of a swarm>"),
    (rf"{_DATE}T\d\d:\d\d:\d\d(?:\.\d+)?(?=Z|[+-]\d\d:\d\d)", "<date>T<time>"),
    (rf"{_DATE} \d\d:\d\d:\d\d(?:\.\d+)?(?= [+-]\d{{4}} )", "<date> <time>"),
    (r"(?<![\w.])1[7-9]\d{8}(?:\.\d{9})?(?![\w.])", "<seconds>"),
    (r"(?<![\w.])1[7-9]\d{17}(?![\w.])", "<nanoseconds>"),
    (rf"\b{_AGE}(?= ago\b)", "<age>"),
    (rf"(?<=\bUp ){_AGE}", "<age>"),
    (r"\b(?:10\.2[1-4]\d|172\.(?:1[6-9]|2\d|3[01])|192\.168)(?:\.\d{1,3}){2}\b", "<address>"),
    (r"\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b", "<mac>"),
    (r"(?<=:)(?:32[7-9]|3[3-9]\d|[45]\d\d|6[0-5]\d)\d\d(?=-(?:>|\\u003e))", "<port>"),  # an ephemeral one
    # Sizes of images, whose files are those of the machine
    (r"\b\d+(?:\.\d+)?(?=[MG]i?B\b)", "<n>"),
)

# Docker logs this or not, depending on a race, if an engine refuses an archive before it was sent completely
_NOISE = re.compile(r"""^time="[^"]*" level=error msg="Can't (?:add file|close) .*\n""", re.MULTILINE)

_HEADER = re.compile(r"[A-Z][A-Z/%]*(?: [A-Z/%]+)*(?: {3,}[A-Z][A-Z/%]*(?: [A-Z/%]+)*)+")
_CELL = re.compile(r"(?:^|(?<= {3}))\S")
_MINIMA: Final = (10, 20)  # minimum widths of columns; those of `top` are wider
_PADDING: Final = 3


class Masks:
    """The masks of one script: an id has the same number everywhere.

    Args:
        known: values of this run, such as its directory, and their replacements.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = sorted(known.items(), key=lambda item: -len(item[0]))
        self._numbers: dict[str, int] = {}

    def __call__(self, text: str) -> str:
        for word, name in self._known:
            text = text.replace(word, name)
        text = tables_read(_NOISE.sub("", text).replace("minidocker", "docker"))
        text = _ID.sub(self._id, text)
        for pattern, mask in _MASKS:
            text = re.sub(pattern, mask, text)
        return text

    def _id(self, match: re.Match[str]) -> str:
        """`<id 1>`, and `<id 1 short>` for its first 12 digits."""
        found = match[0]
        number = self._numbers.setdefault(found[:12], len(self._numbers) + 1)
        return f"<id {number}>" if len(found) == 64 else f"<id {number} short>"


def tables_read(text: str) -> str:
    """The text with each table in docker's layout written as `cell | cell`, without widths."""
    lines = text.split("\n")
    read: list[str] = []
    while lines:
        rows = _table(lines)
        read += [" | ".join(row) for row in rows] or lines[:1]
        del lines[: len(rows) or 1]
    return "\n".join(read)


def _table(lines: list[str]) -> list[list[str]]:
    """The cells of the table that begins here; empty if there is none, or if its columns have other widths."""
    if not _HEADER.fullmatch(lines[0]):
        return []
    starts = [match.start() for match in _CELL.finditer(lines[0])]
    rows = [lines[0]]
    for line in lines[1:]:
        if _HEADER.fullmatch(line) or len(line) < starts[-1]:
            break
        rows.append(line)
    cells = [[row[a:b].rstrip(" ") for a, b in pairwise(starts)] for row in rows]
    widths = [b - a for a, b in pairwise(starts)]
    needed = [max(map(len, column)) + _PADDING for column in zip(*cells, strict=True)]
    if all(widths != [max(least, width) for width in needed] for least in _MINIMA):
        return []
    return [[*row, line[starts[-1] :]] for row, line in zip(cells, rows, strict=True)]
