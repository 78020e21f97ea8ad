"""HTTP/1.1 messages in both directions, for a proxy between a client and an engine."""

from __future__ import annotations

import re
from typing import Final, Literal

from engineclient.errors import DecodeError

_LONGEST_HEAD: Final = 1 << 20
_CHUNK_SIZE: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?")
_LENGTH: Final = re.compile(r"[0-9]{1,18}")
_BARE_LINE_END: Final = re.compile(r"(?<!\r)\n|\r(?!\n)")
_METHOD_AND_TARGET: Final = re.compile(r"[A-Z]+ /[!-~]* HTTP/1\.1")
_HEADER: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e]*")


class Message:
    """Parses one request or answer. Unlike `http.Answer` it finds the end of the message, and keeps the pieces of the body
    as the sender cut them.

    Attributes:
        start_line, headers, framing: valid once `started`; header names are lower case.
        framing: "none", "length", "chunked", "close" (until the connection ends) or "hijack" (101, or 200 without any
            framing in answer to a request that may be hijacked).
        complete: the body has been read to its end.
        pieces: the body: an item for each chunk, or with other framings for each `feed`. The reader removes them.
        loose: set to True to let a chunk arrive in several pieces, which passes large bodies on sooner.
        ambiguous: why other programs may interpret the head of this request differently, or find another end of the
            message; "" if there is no doubt.

    """

    def __init__(self, *, answers: str | None = None, may_hijack: bool = False) -> None:
        """Expect a request, or, if `answers` is a method, the answer to a request of that method."""
        self.start_line: str = ""
        self.headers: list[tuple[str, str]] = []
        self.framing: Literal["none", "length", "chunked", "close", "hijack"] = "none"
        self.started: bool = False
        self.complete: bool = False
        self.pieces: list[bytes] = []
        self.loose: bool = False
        self.ambiguous: str = ""
        self._answers = answers
        self._may_hijack = may_hijack
        self._buffer = bytearray()
        self._left = 0  # missing bytes of the body, or of the current chunk with its line end
        self._trailers = False

    @property
    def method(self) -> str:
        """The method of a request."""
        return self.start_line.partition(" ")[0]

    @property
    def target(self) -> str:
        """Path and query of a request, as sent."""
        return self.start_line.split(" ", 2)[1]

    @property
    def length(self) -> int | None:
        """The length of the body in bytes according to the head; None if the head does not contain it."""
        if self.framing == "length":
            return int(self.header("content-length"))
        return 0 if self.framing in ("none", "hijack") else None

    @property
    def status(self) -> int:
        """The status of an answer."""
        return int(self.start_line.split(" ", 2)[1])

    def header(self, name: str) -> str:
        """The value of header `name` (lower case), or an empty string."""
        return next((value for key, value in self.headers if key == name), "")

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the connection; returns those after the end of this message.

        Raises:
            DecodeError: they are not HTTP.

        """
        buffer = self._buffer
        if buffer:
            buffer += data
            if not self.loose and len(buffer) < self._left:
                return b""  # the chunk is not complete yet
            data = bytes(buffer)
            buffer.clear()
        position = 0
        while not self.started:
            end = data.find(b"\r\n\r\n", position)
            if end < 0:
                self._keep_head(data[position:])
                return b""
            self._read_head(data[position:end].decode("latin-1"))
            position = end + 4
        if not self.complete:
            position = self._read_body(data, position)
        if not self.complete:
            buffer += data[position:]
            return b""
        return data[position:]

    def _keep_head(self, data: bytes) -> None:
        if len(data) > _LONGEST_HEAD or not _plausible(data):
            raise DecodeError(f"not HTTP: {data[:120]!r}")
        self._buffer += data

    def _read_head(self, head: str) -> None:
        self.start_line, *lines = head.split("\r\n")
        words = self.start_line.split(" ")
        if self._answers is None:
            good = len(words) == 3 and words[2].startswith("HTTP/1.")
        else:
            good = (
                len(words) >= 2
                and words[0].startswith("HTTP/1.")
                and bool(re.fullmatch("[0-9]{3}", words[1]))
            )
        if not good:
            raise DecodeError(f"not HTTP: {self.start_line[:120]!r}")
        split = (line.partition(":") for line in lines)
        self.headers = [(name.strip().lower(), value.strip(" \t")) for name, _, value in split]
        if self._answers is not None and 100 <= self.status < 200 and self.status != 101:
            return  # 100 Continue, 103 Early Hints: the final answer follows
        self.started = True
        self._choose_framing()
        if self._answers is None:
            self.ambiguous = _ambiguity(head, self.headers)

    def _choose_framing(self) -> None:
        length, chunked = self.header("content-length"), "chunked" in self.header("transfer-encoding").lower()
        if self._answers is not None:
            bodyless = self._answers == "HEAD" or self.status in (204, 304)
            if self.status == 101 or (self._may_hijack and self.status == 200 and not length and not chunked):
                self.framing = "hijack"
            elif not bodyless:
                self.framing = "chunked" if chunked else "length" if length else "close"
        elif chunked or length not in ("", "0"):
            self.framing = "chunked" if chunked else "length"
        if self.framing == "length":
            if not _LENGTH.fullmatch(length):
                raise DecodeError(f"not a Content-Length: {length!r}")
            self._left = int(length)
        self.complete = self.framing in ("none", "hijack") or (self.framing == "length" and not self._left)

    def _read_body(self, data: bytes, position: int) -> int:
        """Read the body in `data` from `position` on; returns the position after what was read."""
        if self.framing == "chunked":
            return self._read_chunks(data, position)
        end = position + self._left if self.framing == "length" else len(data)
        piece = data[position:end]
        if piece:
            self.pieces.append(piece)
        if self.framing == "length":
            self._left -= len(piece)
            self.complete = not self._left
        return position + len(piece)

    def _read_chunks(self, data: bytes, position: int) -> int:
        size = len(data)
        while True:
            if not self._left:
                end = data.find(b"\r\n", position)
                if end < 0:
                    break
                line = data[position:end]
                position = end + 2
                if self._trailers:
                    if b"\n" in line or b"\r" in line:
                        raise DecodeError(f"not a trailer: {line[:40]!r}")
                    self.complete = not line
                    if self.complete:
                        break
                    continue
                number = _CHUNK_SIZE.fullmatch(line)
                if not number:
                    raise DecodeError(f"not the size of a chunk: {line[:40]!r}")
                length = int(number[1], 16)
                if not length:
                    self._trailers = True
                    continue
                self._left = length + 2
            if size - position < self._left and not self.loose:
                break
            taken = min(size - position, self._left)
            if piece := data[position : position + min(taken, self._left - 2)]:
                self.pieces.append(piece)
            position += taken
            self._left -= taken
            if self._left:
                break
        return position


def _ambiguity(head: str, headers: list[tuple[str, str]]) -> str:
    """Why servers may interpret this request differently; each of these has been used to bypass a filter. "" if none."""
    first, *lines = head.split("\r\n")
    if _BARE_LINE_END.search(head):
        return "a line of its head ends without CRLF"
    if not _METHOD_AND_TARGET.fullmatch(first):
        return "its first line is not METHOD /PATH HTTP/1.1"
    if not all(_HEADER.fullmatch(line) for line in lines):
        return "a header is malformed, or not plain ASCII"
    lengths = [value for name, value in headers if name == "content-length"]
    codings = [value for name, value in headers if name == "transfer-encoding"]
    if len(lengths) + len(codings) > 1:
        return "its length is given twice"
    if not all(re.fullmatch("[0-9]+", length) for length in lengths):
        return "its Content-Length is not a number"
    if not all(coding.lower() == "chunked" for coding in codings):
        return "its Transfer-Encoding is not chunked"
    return ""


def _plausible(head: bytes) -> bool:
    """Whether this can be the beginning of a start line: printable ASCII."""
    return all(32 <= byte < 127 or byte in (9, 10, 13) for byte in head[:16])
