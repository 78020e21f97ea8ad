"""HTTP/1.1 as bytes: request heads out, answers in (over httptools, a C parser), messages of both sides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httptools

from engineclient.errors import DecodeError


def request_head(method: str, target: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The request line and the headers, up to and with the empty line."""
    lines = [b"%s %s HTTP/1.1" % (method.encode("ascii"), target)]
    lines += [b"%s: %s" % header for header in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


class Answer:
    """One answer, fed with bytes until it is `complete`.

    Attributes:
        status, headers: valid once `started`.
        started: the head has been read.
        complete: the body has been read to its end, and then
        reusable: the connection can carry another request.
        upgraded: the connection stopped being HTTP (101, or 200 without any framing); `tail` holds what came behind
            the head.
    """

    def __init__(self, *, method: str = "GET", upgrade: bool = False) -> None:
        self.status: int = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.started: bool = False
        self.complete: bool = False
        self.reusable: bool = False
        self.upgraded: bool = False
        self.tail: bytes = b""
        self._parts: list[bytes] = []
        self._bodyless = method == "HEAD"
        self._upgrade = upgrade
        self._framed = False
        self._parser: Any = httptools.HttpResponseParser(self)

    # httptools calls these by name.
    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        if 100 <= self.status < 200 and self.status != 101:
            self.headers.clear()  # 100 Continue, 103 Early Hints: the answer proper follows
            return
        self.started = True
        names = {name.lower() for name, _ in self.headers}
        self._framed = b"content-length" in names or b"transfer-encoding" in names
        if self._bodyless:  # the parser would wait for the body that Content-Length promises
            self.on_message_complete()

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_complete(self) -> None:
        self.complete = self.started
        # Asked here: the parser forgets it with the message.
        self.reusable = self.complete and bool(self._parser.should_keep_alive())

    def feed(self, data: bytes) -> None:
        """Take bytes from the connection.

        Raises:
            DecodeError: they are not HTTP.
        """
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as switch:
            self.upgraded = True
            self.tail = data[switch.args[0] :]
        except httptools.HttpParserError as error:
            if not (self._bodyless and self.complete):
                raise DecodeError(f"the engine's answer is not HTTP ({error}): {data[:120]!r}") from error
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
