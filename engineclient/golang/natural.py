"""Natural sort order: `web2` before `web10`."""

from __future__ import annotations

import re

_PARTS = re.compile(rb"0*[0-9]+|.", re.DOTALL)
_Part = tuple[int, int, int]


def natural_key(text: str) -> list[_Part]:
    """A sort key for `text`: numbers sort by value and before other text, which sorts by its bytes.

    >>> sorted(["web10", "web2", "Web3"], key=natural_key)
    ['Web3', 'web2', 'web10']
    """
    return [_part(part) for part in _PARTS.findall(text.encode("utf-8", "surrogateescape"))]


def _part(part: bytes) -> _Part:
    if part.isdigit():
        # Of equal numbers the one with fewer leading zeros comes first.
        return 0, int(part), len(part)
    return 1, part[0], 0
