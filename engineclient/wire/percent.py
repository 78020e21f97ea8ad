"""Percent-encoding of what goes into paths and queries."""

from __future__ import annotations

from typing import Final

_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def percent_encoded(text: str, *, safe: str = "") -> str:
    """`text` as part of a URL; the characters in `safe` stay as they are.

    >>> percent_encoded("a b/c", safe="/")
    'a%20b/c'
    """
    if _UNRESERVED.issuperset(text):
        return text
    from urllib.parse import quote  # ids and most names do without it

    return quote(text, safe=safe, errors="surrogateescape")
