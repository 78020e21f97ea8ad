"""The two framings of container output: multiplexed (attach, exec and logs without a terminal) and raw (with one).

A multiplexed stream puts an 8-byte header before each payload: stream id, three zero bytes, length (big endian).
Source: Engine API, `POST /containers/{id}/attach`, "Stream format".
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from engineclient.errors import DecodeError, StreamError, StreamTruncated

StreamName = Literal["stdin", "stdout", "stderr"]

HEADER: Final = 8
_DAEMON_ERROR: Final = 3


class Frame(NamedTuple):
    """A piece of a container's output.

    Attributes:
        stream: "stdout" or "stderr"; with a terminal everything is "stdout". "stdin" is an echo of attached input.
        data: the bytes, untouched; a frame need not be a line.
    """

    stream: StreamName
    data: bytes


_NAMES: Final[tuple[StreamName, ...]] = ("stdin", "stdout", "stderr")
_IDS: Final[dict[StreamName, int]] = {"stdin": 0, "stdout": 1, "stderr": 2}


def encode(frame: Frame) -> bytes:
    """One frame as the daemon writes it."""
    return bytes((_IDS[frame.stream], 0, 0, 0)) + len(frame.data).to_bytes(4, "big") + frame.data


class Multiplexed:
    """Decoder of the multiplexed format: feed bytes cut anywhere, get whole frames."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._need = HEADER  # bytes of `_rest` before it is worth looking again: keeps a large frame linear

    def feed(self, data: bytes) -> list[Frame]:
        """The frames completed by `data`; an error behind some of them is raised the next time, by `end` if need be.

        Raises:
            StreamError: frame type 3, the daemon's own error text.
            DecodeError: the bytes are not multiplexed.
        """
        buffer: bytes | bytearray = data
        if self._rest:
            self._rest += data
            if len(self._rest) < self._need:
                return []
            buffer = self._rest
        frames: list[Frame] = []
        make = Frame._make  # through a local: this loop runs once a line of log
        position, size = 0, len(buffer)
        need = HEADER
        while position + HEADER <= size:
            start = position + HEADER
            end = start + int.from_bytes(buffer[position + 4 : start], "big")
            kind = buffer[position]
            if kind > _DAEMON_ERROR or buffer[position + 1] or buffer[position + 2] or buffer[position + 3]:
                if frames:
                    break
                excerpt = bytes(buffer[position : position + 32])
                raise DecodeError(f"not a multiplexed stream: a frame begins with {excerpt!r}")
            if end > size:
                need = end - position
                break
            payload = bytes(buffer[start:end])
            if kind == _DAEMON_ERROR:
                if frames:
                    break
                raise StreamError(f"error from daemon in stream: {payload.decode(errors='replace')}")
            frames.append(make((_NAMES[kind], payload)))
            position = end
        self._rest = bytearray(buffer[position:])
        self._need = need
        return frames

    def end(self) -> list[Frame]:
        """Say that the stream is over.

        Raises:
            StreamTruncated: it ended inside a frame.
            StreamError, DecodeError: as `feed`.
        """
        if self._rest:
            self.feed(b"")
            raise StreamTruncated(
                f"the stream ended inside a frame, {len(self._rest)} bytes after its beginning"
            )
        return []


class Raw:
    """Decoder of a terminal's stream: every piece is a frame of stdout."""

    def feed(self, data: bytes) -> list[Frame]:
        """`data` as one frame."""
        return [Frame("stdout", data)] if data else []

    def end(self) -> list[Frame]:
        """Nothing is ever left over."""
        return []
