"""HTTP/1.1 as bytes: request heads out, answers in (over httptools, a C parser)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import httptools

from engineclient.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_HEAD: Final = 256 * 1024
"""Bytes of a head, of one chunk's extension, or of trailers."""

MOST_LINE: Final = 64 * 1024
"""Bytes of one header, name and value."""

MOST_INFORMATIONAL: Final = 100
"""Informational answers (1xx) before the answer proper."""

FRAMING: Final = frozenset({"content-length", "transfer-encoding"})
"""The headers that say where a body ends."""


def request_head(method: str, target: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """The request line and the headers, up to and including the empty line."""
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode(errors="surrogateescape")


class Answer:
    """Parses one response, fed with bytes until it is `complete`.

    Attributes:
        status, headers: valid once `started`; the names of headers are in lower case.
        started: the head has been read.
        complete: the body has been read to its end, and then
        reusable: the connection can carry another request.
        upgraded: the connection stopped being HTTP (101, or 200 without any framing); `tail` holds what came behind
            the head.
        silent: not a byte has come.
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
        self._unproductive = 0  # bytes since the last that led to anything: a head, or a piece of a body
        self._parser: Any = httptools.HttpResponseParser(self)

    # httptools calls these by name. What comes behind a whole answer belongs to nobody: no request led to it.
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
            return  # 100 Continue, 103 Early Hints: the answer proper follows
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
            # Asked here: the parser forgets it with the message.
            self.reusable = bool(self._parser.should_keep_alive())

    def feed(self, data: bytes) -> None:
        """Take bytes from the connection.

        Raises:
            DecodeError: they are not HTTP, or a head, a chunk's extension or the trailers do not end.
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
            raise error if cause is None else cause from None  # Ctrl-C among them
        except httptools.HttpParserError as error:
            self.reusable = False
            if not self.complete:
                raise DecodeError(f"the engine's answer is not HTTP ({error}): {data[:120]!r}") from error
        if self._unproductive > MOST_HEAD and not self.complete and not self.upgraded:
            part = "trailers" if self.started else "head"
            raise DecodeError(f"the {part} of the engine's answer is longer than {MOST_HEAD} bytes")
        if self.started and self._upgrade and self.status == 200 and not self._framed and not self.upgraded:
            # Podman and old engines hijack behind a plain 200: from here on it is bytes, both ways.
            self.upgraded = True
            self.tail = self.take()

    def eof(self) -> bool:
        """The connection ended; True if the answer is whole by that (a body without framing lasts until the end)."""
        if self.started and not self._framed:
            self.complete = True
        return self.complete

    @property
    def ready(self) -> bool:
        """There is body to take."""
        return bool(self._parts)

    def take(self) -> bytes:
        """The body that has arrived since the last call."""
        parts = self._parts
        body = parts[0] if len(parts) == 1 else b"".join(parts)
        parts.clear()
        return body
