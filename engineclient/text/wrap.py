"""Wraps text at words, by its width on a terminal."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.text.table import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Span", "wrap"]

_PIECES: Final = re.compile(r"\s+|\S+")
_JOINTS: Final = re.compile(r"(?<=[/?&,;=])")


class Span(NamedTuple):
    """A piece of text in one colour."""

    text: str
    hue: str = ""


def wrap(spans: Iterable[Span], room: int) -> list[list[Span]]:
    """Lines of at most `room` columns. A longer word is broken after a slash or a similar character, else anywhere."""
    lines: list[list[Span]] = [[]]
    used = 0
    gap = Span("")
    for piece in _pieces(spans, room):
        if piece.text.isspace():
            gap = piece
            continue
        size = display_width(piece.text)
        if used and used + display_width(gap.text) + size > room:
            lines.append([])
            used, gap = 0, Span("")
        if used and gap.text:
            lines[-1].append(gap)
            used += display_width(gap.text)
        lines[-1].append(piece)
        used += size
        gap = Span("")
    return [_joined(line) for line in lines] if lines[0] else []


def _joined(line: list[Span]) -> list[Span]:
    """The line with adjacent spans of the same colour joined."""
    return [
        Span("".join(span.text for span in spans), hue) for hue, spans in groupby(line, lambda span: span.hue)
    ]


def _pieces(spans: Iterable[Span], room: int) -> Iterator[Span]:
    """The words and the spaces between them, with words longer than `room` broken."""
    for text, hue in spans:
        for piece in _PIECES.findall(text):
            if piece.isspace() or display_width(piece) <= room:
                yield Span(piece, hue)
                continue
            for part in _JOINTS.split(piece):
                while display_width(part) > room:
                    cut = next(
                        end
                        for end in range(len(part), 0, -1)
                        if end == 1 or display_width(part[:end]) <= room
                    )
                    yield Span(part[:cut], hue)
                    part = part[cut:]
                if part:
                    yield Span(part, hue)
