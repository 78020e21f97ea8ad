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
    # urllib's quote does the same, but importing it takes a fifth of the start of a listing with a filter
    kept = _UNRESERVED.union(safe)
    data = text.encode(errors="surrogateescape")
    return "".join(chr(byte) if chr(byte) in kept else f"%{byte:02X}" for byte in data)
