"""Lay out pages of help as docker does: pure functions from commands and flags to text."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engineclient.cli.flags import Flag

Row = tuple[str, str]  # the name of a command and what it does

_NAME_WIDTH = 11  # least width of the column of command names
_SLOP = 5  # characters that a line may run over, so that a last word does not stand alone on the next
_NARROWEST = 24  # a text column narrower than this moves below the flag
_BLOCK_INDENT = 16


def command_page(
    usage: str, description: str, spellings: Sequence[str], flags: Iterable[Flag], width: int
) -> str:
    """The help of one command; `spellings` are shown if there are several."""
    parts = [f"Usage:  {usage}", description]
    if len(spellings) > 1:
        parts.append("Aliases:\n  " + ", ".join(spellings))
    options = flag_lines(flags, width)
    if options:
        parts.append("Options:\n" + options)
    return "\n\n".join(parts) + "\n"


def group_page(
    path: str,
    description: str,
    sections: Iterable[tuple[str, Sequence[Row]]],
    flags: Iterable[Flag],
    width: int,
) -> str:
    """The help of a group: its commands, each section under a heading, then its own flags."""
    options = flag_lines(flags, width)
    parts = [f"Usage:  {path} {'[OPTIONS] ' if options else ''}COMMAND", description]
    parts.extend(f"{title}:\n{command_lines(rows)}" for title, rows in sections if rows)
    if options:
        parts.append("Global Options:\n" + options)
    parts.append(f"Run '{path} COMMAND --help' for more information on a command.")
    return "\n\n".join(parts) + "\n"


def terminal_width() -> int:
    """The width of pages of help: that of the terminal on standard input, as docker does."""
    try:
        return os.get_terminal_size(0).columns
    except OSError:
        return 80


def command_lines(rows: Sequence[Row]) -> str:
    """Commands, one a line, in two columns."""
    width = max(_NAME_WIDTH, *(len(name) for name, _ in rows))
    return "\n".join(f"  {name:<{width}} {summary}" for name, summary in rows)


def flag_lines(flags: Iterable[Flag], width: int) -> str:
    """The visible flags sorted by long name, their texts in one column and wrapped to `width`."""
    rows = [
        (_left(each), _right(each)) for each in sorted(flags, key=lambda each: each.long) if not each.hidden
    ]
    column = max((len(left) for left, _ in rows), default=0) + 3
    return "\n".join(f"{left:<{column}}{wrapped(right, column, width - 1)}" for left, right in rows)


def _left(flag: Flag) -> str:
    short = f"-{flag.short}, " if flag.short else " " * 4
    word = f" {flag.kind.word}" if flag.kind.word else ""
    return f"  {short}--{flag.long}{word}"


def _right(flag: Flag) -> str:
    initial = flag.start()
    default = (
        go_text(initial) if initial is not None and initial != flag.kind.zero() else flag.kind.shows_zero
    )
    return f"{flag.help} (default {default})" if default else flag.help


def go_text(value: Any) -> str:
    """A default value as Go prints it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return quote(value) if isinstance(value, str) else str(value)


def wrapped(text: str, column: int, width: int) -> str:
    """Wrap `text` into lines from `column` to `width`; the first has no indent, as it continues a line."""
    head = ""
    if width - column < _NARROWEST:
        column = _BLOCK_INDENT
        head = "\n" + " " * column
        if width - column < _NARROWEST:
            return text.replace("\n", head)
    return head + ("\n" + " " * column).join(_lines(text, width - column - _SLOP))


def _lines(text: str, room: int) -> Iterator[str]:
    while len(text) >= room + _SLOP:
        newline = text.rfind("\n", 0, room)
        end = max(newline, text.rfind(" ", 0, room), text.rfind("\t", 0, room))
        if end <= 0:
            break
        if newline > 0:
            end = newline
        yield from text[:end].split("\n")
        text = text[end + 1 :]
    yield from text.split("\n")
