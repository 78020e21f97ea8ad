"""HTTP/1.1 messages of either direction, for what stands between a client and an engine."""

from __future__ import annotations

from typing import Final, Literal

from engineclient.errors import DecodeError

_LONGEST_HEAD: Final = 1 << 20


class Message:
    """One message. Unlike `Answer` it says where it ends, and keeps the body cut as the sender cut it.

    Attributes:
        start_line, headers, framing: valid once `started`; header names are lower case.
        framing: "none", "length", "chunked", "close" (until the connection ends) or "hijack" (101, and 200
            without any framing to a request that may be hijacked).
        complete: the body has been read to its end.
        pieces: the body: one item a chunk, or one a `feed` under the other framings. The reader takes them
        away.

    """

    def __init__(self, *, answers: str | None = None, may_hijack: bool = False) -> None:
        """Read a request, or with `answers` the answer to a request of that method."""
        self.start_line: str = ""
        self.headers: list[tuple[str, str]] = []
        self.framing: Literal["none", "length", "chunked", "close", "hijack"] = "none"
        self.started: bool = False
        self.complete: bool = False
        self.pieces: list[bytes] = []
        self._answers = answers
        self._may_hijack = may_hijack
        self._buffer = bytearray()
        self._left = 0  # bytes of the body, or of the current chunk with its line end, that are still to come
        self._trailers = False

    @property
    def status(self) -> int:
        """The status of an answer."""
        return int(self.start_line.split(" ", 2)[1])

    def header(self, name: str) -> str:
        """The value of header `name` (lower case), or an empty string."""
        return next((value for key, value in self.headers if key == name), "")

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the connection; gives those behind the end of this message.

        Raises:
            DecodeError: they are not HTTP.

        """
        self._buffer += data
        while not self.started:
            if not self._read_head():
                return b""
        if not self.complete:
            self._read_body()
        if not self.complete:
            return b""
        rest = bytes(self._buffer)
        self._buffer.clear()
        return rest

    def _read_head(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > _LONGEST_HEAD or not _plausible(self._buffer):
                raise DecodeError(f"not HTTP: {bytes(self._buffer[:120])!r}")
            return False
        first, *lines = bytes(self._buffer[:end]).decode("latin-1").split("\r\n")
        self.start_line = first
        del self._buffer[: end + 4]
        words = self.start_line.split(" ")
        if self._answers is None:
            good = len(words) == 3 and words[2].startswith("HTTP/1.")
        else:
            good = len(words) >= 2 and words[0].startswith("HTTP/1.") and words[1].isdecimal()
        if not good:
            raise DecodeError(f"not HTTP: {self.start_line[:120]!r}")
        split = (line.partition(":") for line in lines)
        self.headers = [(name.strip().lower(), value.strip()) for name, _, value in split]
        if self._answers is not None and 100 <= self.status < 200 and self.status != 101:
            return True  # 100 Continue, 103 Early Hints: the answer proper follows
        self.started = True
        self._choose_framing()
        return True

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
            if not length.isdecimal():
                raise DecodeError(f"not a Content-Length: {length!r}")
            self._left = int(length)
        self.complete = self.framing in ("none", "hijack") or (self.framing == "length" and not self._left)

    def _read_body(self) -> None:
        buffer = self._buffer
        if self.framing == "chunked":
            self._read_chunks()
            return
        size = self._left if self.framing == "length" else len(buffer)
        piece = bytes(buffer[:size])
        del buffer[:size]
        if piece:
            self.pieces.append(piece)
        if self.framing == "length":
            self._left -= len(piece)
            self.complete = not self._left

    def _read_chunks(self) -> None:
        buffer, position, size = self._buffer, 0, len(self._buffer)
        while True:
            if not self._left:
                end = buffer.find(b"\r\n", position)
                if end < 0:
                    break
                line = bytes(buffer[position:end])
                position = end + 2
                if self._trailers:
                    self.complete = not line
                    if self.complete:
                        break
                    continue
                try:
                    length = int(line.split(b";")[0], 16)
                except ValueError as error:
                    raise DecodeError(f"not the size of a chunk: {line[:40]!r}") from error
                if not length:
                    self._trailers = True
                    continue
                self._left = length + 2
            if size - position < self._left:
                break
            self.pieces.append(bytes(buffer[position : position + self._left - 2]))
            position += self._left
            self._left = 0
        del buffer[:position]


def _plausible(head: bytearray) -> bool:
    """The beginning of a start line: printable ASCII."""
    return all(32 <= byte < 127 or byte in (9, 10, 13) for byte in head[:16])
