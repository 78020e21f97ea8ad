"""Percent-encoding for paths and queries."""

from __future__ import annotations

from typing import Final

_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def percent_encoded(text: str, *, safe: str = "") -> str:
    """`text`, encoded as a part of a URL; the characters in `safe` are not encoded.

    >>> percent_encoded("a b/c", safe="/")
    'a%20b/c'
    """
    if _UNRESERVED.issuperset(text):
        return text
    from urllib.parse import quote  # imported here because ids and most names need no encoding

    return quote(text, safe=safe, errors="surrogateescape")
