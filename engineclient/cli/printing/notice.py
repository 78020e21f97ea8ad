"""Notes: what docker says beside the matter, in a style of its own on a terminal."""

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
    """`text` so that it stands out in a note."""
    return f"\x1b[1m{text}{_PLAIN}"


def underlined(text: str) -> str:
    """`text` as links are shown in a note."""
    return f"\x1b[4m{text}{_PLAIN}"


def note(out: Output, text: str) -> None:
    """Write a note of one or more lines, an empty one before it; off a terminal without any style."""
    styled = out.is_terminal()
    lines = [f"\x1b[3m{line}{_PLAIN}" if styled else _STYLE.sub("", line) for line in text.split("\n")]
    head = _HEAD if styled else " Info -> "
    out.line(f"\n{head}" + f"\n{_INDENT}".join(lines))
