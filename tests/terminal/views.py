"""Views that are drawn repeatedly: only the last state of each is compared.

How often a view is drawn, and its intermediate states, depend on timing. So do the seconds at its right edge, and the order
of lines about simultaneous operations.
"""

from __future__ import annotations

import re
from typing import Final

_UP: Final = r"(?:\x1b\[1A)+(?:\x1b\[1B)?\x1b\[0G"
_VIEW: Final = re.compile(rf"{_UP}\x1b\[\?25l(.*?)\x1b\[\?25h", re.DOTALL)
_DRAWN_AGAIN: Final = re.compile(
    rf"{_UP}\x1b\[\?25l(?:(?!\x1b\[\?25h).)*\x1b\[\?25h(?={_UP}\x1b\[\?25l)", re.DOTALL
)
_SECONDS: Final = re.compile(r"\d+\.\d+s")
_BLUE_TITLE: Final = re.compile(r"\x1b\[34m(\[\+\][^\x1b]*)\x1b\[0m")
_LINE: Final = re.compile(r"[^\n]*\n")
_BETWEEN: Final = re.compile(r"(?:\r\x1b\[K Container [^\r\n]*\r\n)+")


def settled(text: str) -> str:
    """The text with only the last state of each view, its lines sorted; so are consecutive lines about containers."""
    text = _VIEW.sub(_last, _DRAWN_AGAIN.sub("", text))
    return _BETWEEN.sub(lambda found: "".join(sorted(_LINE.findall(found[0]))), text)


def _last(found: re.Match[str]) -> str:
    title, *lines = _BLUE_TITLE.sub(r"\1", _SECONDS.sub("T", found[1])).splitlines(keepends=True)
    return "".join(["<view>", title, *sorted(lines), "</view>"])
