"""Notices of docker beside a command's result, styled on a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engineclient.cli.output import Output

_PLAIN: Final = "\x1b[0m"
_HEAD: Final = f"\x1b[1m\x1b[106m\x1b[30mi{_PLAIN}{_PLAIN} \x1b[96mInfo → {_PLAIN}{_PLAIN}"
_INDENT: Final = " " * 9
_STYLE: Final = re.compile("\x1b\\[[0-9]+m")


def bold(text: str) -> str:
    """`text` in bold, for a notice."""
    return f"\x1b[1m{text}{_PLAIN}"


def underlined(text: str) -> str:
    """`text` underlined, as links are in a notice."""
    return f"\x1b[4m{text}{_PLAIN}"


def note(out: Output, text: str) -> None:
    """Write a notice of one or more lines after an empty line; unstyled if `out` is not a terminal."""
    styled = out.is_terminal()
    lines = [f"\x1b[3m{line}{_PLAIN}" if styled else _STYLE.sub("", line) for line in text.split("\n")]
    head = _HEAD if styled else " Info -> "
    out.line(f"\n{head}" + f"\n{_INDENT}".join(lines))
