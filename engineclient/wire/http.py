"""HTTP/1.1 on the wire: writes request heads, parses answers (with httptools, a parser in C)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import httptools

from engineclient.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_HEAD: Final = 256 * 1024
"""Maximum bytes of a head, of one chunk's extension, or of the trailers."""

MOST_LINE: Final = 64 * 1024
"""Maximum bytes of one header, name and value."""

MOST_INFORMATIONAL: Final = 100
"""Maximum number of informational answers (1xx) before the final one."""

FRAMING: Final = frozenset({"content-length", "transfer-encoding"})
"""The headers that define where a body ends."""


def request_head(method: str, target: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """The request line and the headers, up to and including the empty line."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode(errors="surrogateescape")


class Answer:
    """Parses one answer: `feed` it bytes until it is `complete`.

    Attributes:
        status, headers: valid once `started`; the names of headers are in lower case.
        started: the head has been read.
        complete: the body has been read to its end.
        reusable: the connection can carry another request; valid once `complete`.
        upgraded: the connection is no longer HTTP (after 101, or 200 without any framing).
        tail: the bytes that followed the head of an upgrade.
        silent: no byte has arrived.
    """

    def __init__(self, *, method: str = "GET", upgrade: bool = False) -> None:
        self.status: int = 0
        self.headers: list[tuple[str, str]] = []
        self.started: bool = False
        self.complete: bool = False
        self.reusable: bool = False
        self.upgraded: bool = False
        self.silent: bool = True
        self.tail: bytes = b""
        self._received: list[tuple[bytes, bytes]] = []
        self._parts: list[bytes] = []
        self._bodyless = method == "HEAD"
        self._upgrade = upgrade
        self._framed = False
        self._informational = 0
        self._unproductive = 0  # bytes since the last head or piece of a body
        self._parser: Any = httptools.HttpResponseParser(self)

    # httptools calls these by name. Data after a complete answer is ignored: it belongs to no request.
    def on_message_begin(self) -> None:
        if self.complete:
            self.reusable = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if len(name) + len(value) > MOST_LINE:
            raise DecodeError(f"the engine's answer has a header of more than {MOST_LINE} bytes")
        self._received.append((name, value))

    def on_headers_complete(self) -> None:
        if self.complete:
            return
        self._unproductive = 0
        self.status = self._parser.get_status_code()
        received, self._received = self._received, []
        if 100 <= self.status < 200 and self.status != 101:
            self._informational += 1
            if self._informational > MOST_INFORMATIONAL:
                raise DecodeError(f"the engine sent more than {MOST_INFORMATIONAL} informational answers")
            return  # 100 Continue, 103 Early Hints: the final answer follows
        self.started = True
        self.headers = [
            (name.decode("latin-1").lower(), value.decode(errors="surrogateescape"))
            for name, value in received
        ]
        self._framed = not FRAMING.isdisjoint([name for name, _ in self.headers])
        if self._bodyless:  # the parser would wait for the body that Content-Length promises
            self.on_message_complete()

    def on_body(self, body: bytes) -> None:
        if not self.complete:
            self._unproductive = 0
            self._parts.append(body)

    def on_message_complete(self) -> None:
        if self.started and not self.complete:
            self.complete = True
            # Read now, because the parser resets it after the message.
            self.reusable = bool(self._parser.should_keep_alive())

    def feed(self, data: bytes) -> None:
        """Take bytes from the connection.

        Raises:
            DecodeError: they are not HTTP, or a head, a chunk's extension or the trailers are too long.
        """
        self.silent = False
        self._unproductive += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as switch:
            self.upgraded = True
            self.tail = data[switch.args[0] :]
        except httptools.HttpParserCallbackError as error:
            cause = error.__context__
            raise error if cause is None else cause from None  # may be a KeyboardInterrupt
        except httptools.HttpParserError as error:
            self.reusable = False
            if not self.complete:
                raise DecodeError(f"the engine's answer is not HTTP ({error}): {data[:120]!r}") from error
        if self._unproductive > MOST_HEAD and not self.complete and not self.upgraded:
            part = "trailers" if self.started else "head"
            raise DecodeError(f"the {part} of the engine's answer is longer than {MOST_HEAD} bytes")
        if self.started and self._upgrade and self.status == 200 and not self._framed and not self.upgraded:
            # Podman and old engines hijack with a plain 200: raw bytes in both directions follow.
            self.upgraded = True
            self.tail = self.take()

    def eof(self) -> bool:
        """Handle the end of the connection; True if the answer is complete (a body without framing lasts until then)."""
        if self.started and not self._framed:
            self.complete = True
        return self.complete

    @property
    def ready(self) -> bool:
        """Whether `take` returns a piece of the body."""
        return bool(self._parts)

    def take(self) -> bytes:
        """The body that has arrived since the last call."""
        parts = self._parts
        body = parts[0] if len(parts) == 1 else b"".join(parts)
        parts.clear()
        return body
