"""Natural sort order: `web2` before `web10`."""

from __future__ import annotations

import re

_NUMBER = re.compile(rb"([0-9]+)")


def natural_key(text: str) -> list[bytes | tuple[int, int]]:
    """A sort key for `text`: numbers sort by value and before other text, which sorts by its bytes.

    >>> sorted(["web10", "web2", "Web3"], key=natural_key)
    ['Web3', 'web2', 'web10']
    """
    # text and numbers in turn; of equal numbers the one with fewer leading zeros comes first
    found: list[bytes] = _NUMBER.split(text.encode("utf-8", "surrogateescape"))
    parts: list[bytes | tuple[int, int]] = [*found]
    parts[1::2] = [(int(digits), len(digits)) for digits in found[1::2]]
    return parts
