"""Aligns tables as docker does, by the width of characters on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def align(text: str, *, min_width: int = 10, padding: int = 3, tab_width: int = 0) -> str:
    r"""Align the tab-separated cells of `text`, line by line.

    A column consists of consecutive lines that have a cell there, ended by a tab; a line with fewer cells ends the
    column. Text after the last tab of a line belongs to no column and is not padded. `docker top` uses a
    `min_width` of 20. With a `tab_width` cells are padded with tabs, and widths are numbers of characters, as in Go's own
    tabwriter.

        >>> print(align("NAME\tSIZE\nweb\t2B"))
        NAME      SIZE
        web       2B
    """
    rows = [line.split("\t") for line in text.split("\n")]
    width_of = len if tab_width or _is_narrow(text.replace("\t", "").replace("\n", "")) else display_width
    column = 0
    while any(len(row) > column + 1 for row in rows):
        for block in _blocks(rows, column):
            widths = [width_of(row[column]) for row in block]
            column_width = max(min_width, padding + max(widths))
            for row, width in zip(block, widths, strict=True):
                row[column] += _pad(column_width, width, tab_width)
        column += 1
    return "\n".join("".join(row) for row in rows)


def _pad(column: int, cell: int, tab_width: int) -> str:
    if not tab_width:
        return " " * (column - cell)
    return "\t" * (-(-column // tab_width) - cell // tab_width)


def display_width(text: str) -> int:
    """The number of terminal columns of `text`: 2 for a wide character, 0 for a combining or control character."""
    if _is_narrow(text):
        return len(text)
    from engineclient.text.characters import character_width, continues

    width = 0
    previous = ""
    for character in text:
        if not continues(previous, character):
            width += character_width(character)
        previous = character
    return width


def _is_narrow(text: str) -> bool:
    """Whether all characters are known to be one column wide, as they are in nearly all texts, also in shortened ones."""
    return text.isprintable() and text.replace("…", "").isascii()


def ellipsis(text: str, max_width: int) -> str:
    """`text` cut to `max_width` terminal columns, ending in `…` (unless `max_width` is 1)."""
    if max_width <= 1:
        return text[: max(max_width, 0)]
    if text.isascii():
        return text if len(text) <= max_width else text[: max_width - 1] + "…"
    from engineclient.text.characters import is_wide

    width, fitting = 0, 0
    for index, character in enumerate(text):
        width += 2 if is_wide(character) else 1
        if width <= max_width - 1:
            fitting = index + 1
    # docker does not shorten a text whose first character is already too wide.
    return text[:fitting] + "…" if width > max_width and fitting else text


def _blocks(rows: Sequence[list[str]], column: int) -> Iterator[list[list[str]]]:
    block: list[list[str]] = []
    for row in rows:
        if len(row) > column + 1:
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block
