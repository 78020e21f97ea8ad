"""Turn exchanges into events: secret headers are replaced; long or binary bodies are measured instead of kept."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from engineclient.events.model import Elided, Pairs, Request
from engineclient.events.redaction import HIDDEN, redacted_parameter

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["KEEP", "KEEP_STREAM", "AnswerBody", "KeptBody", "answer_headers", "request_event"]

KEEP: Final = 64 * 1024
"""Bytes kept of a request's body, or of a binary answer; a longer one is represented by its size and digest."""

KEEP_STREAM: Final = 32 * 1024 * 1024
"""Bytes kept of one stream (output, progress, events); the rest is represented by its size and digest."""

_VERSION: Final = re.compile(r"/v(\d+\.\d+)(?=/)")
_TEXTUAL: Final = re.compile(r"application/json|text/|.*-stream$|application/x-ndjson|application/json-seq")
_REDACTED: Final = frozenset({"authorization", "x-registry-auth", "x-registry-config"})
_REQUEST_HEADERS: Final = frozenset({"content-type", "upgrade", "expect"}) | _REDACTED
_IGNORED_ANSWER_HEADERS: Final = frozenset(
    {"date", "content-length", "transfer-encoding", "connection", "upgrade", "keep-alive"}
)


class KeptBody:
    """A body that is kept while it is small, and only measured and hashed beyond that.

    Without `digest` it is not hashed: hashing costs more than all else that is done with the body.
    """

    def __init__(self, keep: int, *, digest: bool = True) -> None:
        self._keep = keep
        self._kept = bytearray()
        self._hash = hashlib.sha256() if digest else None
        self._size = 0

    def add(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._size += len(piece)
        if self._size <= self._keep:
            self._kept += piece
            return
        if self._hash is not None:
            self._hash.update(self._kept)
            self._hash.update(piece)
        self._kept.clear()

    @property
    def large(self) -> bool:
        """Whether it is too long to keep."""
        return self._size > self._keep

    @property
    def content(self) -> bytes | Elided:
        """The bytes, or an `Elided` in their place."""
        if not self.large:
            return bytes(self._kept)
        return Elided(self._size, self._hash.hexdigest() if self._hash is not None else "")


class AnswerBody:
    """The body of an answer: text is emitted as it arrives, any other content at its end."""

    def __init__(self, content_type: str, *, digest: bool = True) -> None:
        """Start with no bytes; `content_type` decides whether the body is text; "" counts as text."""
        opaque = bool(content_type) and not _TEXTUAL.match(content_type)
        self._opaque = KeptBody(KEEP, digest=digest) if opaque else None
        self._digest = digest
        self._streamed = 0
        self._over: KeptBody | None = None  # the part of a stream beyond KEEP_STREAM

    @property
    def opaque(self) -> bool:
        """Whether it is emitted at its end only, so that the boundaries of its pieces do not matter."""
        return self._opaque is not None

    def add(self, piece: bytes) -> bytes:
        """Add the next bytes, and return those to emit now."""
        if self._opaque is not None:
            self._opaque.add(piece)
            return b""
        self._streamed += len(piece)
        if self._streamed <= KEEP_STREAM:
            return piece
        if self._over is None:
            self._over = KeptBody(0, digest=self._digest)
        self._over.add(piece)
        return b""

    def rest(self) -> bytes | Elided:
        """The content to emit at the end; b"" if nothing is left."""
        body = self._opaque or self._over
        return body.content if body is not None else b""


def request_event(
    exchange: int,
    at: float,
    method: str,
    target: str,
    headers: Iterable[tuple[str, str]],
    body: bytes = b"",
    *,
    complete: bool = True,
) -> Request:
    """The event for a request; `target` is as sent, the names of `headers` are in lower case."""
    path, _, query = target.partition("?")
    version = _VERSION.match(path)
    kept: Pairs = tuple(
        (name, HIDDEN if name in _REDACTED else value) for name, value in headers if name in _REQUEST_HEADERS
    )
    return Request(
        exchange,
        at,
        method,
        path[version.end() :] if version else path,
        version[1] if version else "",
        tuple(
            (name, redacted_parameter(name, value))
            for name, value in parse_qsl(query, keep_blank_values=True)
        ),
        kept,
        body,
        complete,
    )


def answer_headers(headers: Iterable[tuple[str, str]]) -> Pairs:
    """The headers of an answer that matter; their names are in lower case."""
    return tuple(header for header in headers if header[0] not in _IGNORED_ANSWER_HEADERS)
