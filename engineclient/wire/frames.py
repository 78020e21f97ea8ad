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
_MOST_ERROR: Final = 64 * 1024  # bytes of an error in the place of frames


class Frame(NamedTuple):
    """A piece of a container's output.

    Attributes:
        stream: "stdout" or "stderr"; with a terminal everything is "stdout". "stdin" is an echo of attached input.
        data: the bytes, unchanged; a frame may contain a part of a line or several lines.
    """

    stream: StreamName
    data: bytes


_NAMES: Final[tuple[StreamName, ...]] = ("stdin", "stdout", "stderr")
_IDS: Final[dict[StreamName, int]] = {"stdin": 0, "stdout": 1, "stderr": 2}


def encode(frame: Frame) -> bytes:
    """The bytes of a frame in the multiplexed format."""
    return bytes((_IDS[frame.stream], 0, 0, 0)) + len(frame.data).to_bytes(4, "big") + frame.data


class Multiplexed:
    """Decoder of the multiplexed format: feed bytes cut anywhere, get whole frames."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._need = HEADER  # bytes in `_rest` before parsing again makes sense: keeps large frames linear

    def feed(self, data: bytes) -> list[Frame]:
        """The frames completed by `data`. An error after some frames is raised by the next call of `feed` or `end`.

        Raises:
            StreamError: the daemon sent an error (a frame of type 3).
            DecodeError: the bytes are not multiplexed.
        """
        buffer: bytes | bytearray = data
        if self._rest:
            self._rest += data
            if len(self._rest) < self._need:
                return []
            buffer = self._rest
        frames: list[Frame] = []
        make = Frame._make  # a local, for speed: this loop runs once for each line of a log
        position, size = 0, len(buffer)
        need = HEADER
        while position + HEADER <= size:
            start = position + HEADER
            end = start + int.from_bytes(buffer[position + 4 : start], "big")
            kind = buffer[position]
            if kind > _DAEMON_ERROR or buffer[position + 1] or buffer[position + 2] or buffer[position + 3]:
                if frames:
                    break
                text = bytes(buffer[position : position + _MOST_ERROR])
                if text.startswith(b"{") and b"\n" not in text and len(text) < _MOST_ERROR:
                    need = len(text) + 1  # it may be an error, whose end has not come yet
                    break
                raise _no_frame(text)
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
        """Check that the stream ended after a whole frame; returns no frames.

        Raises:
            StreamTruncated: it ended inside a frame.
            StreamError, DecodeError: as `feed`.
        """
        if self._rest:
            self.feed(b"")
            if self._rest.startswith(b"{"):
                raise _no_frame(bytes(self._rest))
            raise StreamTruncated(
                f"the stream ended inside a frame, {len(self._rest)} bytes after its beginning"
            )
        return []


class Raw:
    """Decoder of the raw format: every piece is a frame of stdout."""

    def feed(self, data: bytes) -> list[Frame]:
        """`data` as one frame."""
        return [Frame("stdout", data)] if data else []

    def end(self) -> list[Frame]:
        """No frames: nothing is ever left over."""
        return []


def _no_frame(data: bytes) -> DecodeError | StreamError:
    """The error for bytes that are not a frame: the engine's own if they are an error record, otherwise a DecodeError."""
    from engineclient.wire.error_records import error_in  # imported here because it is rarely needed
    from engineclient.wire.records import load_json

    try:
        record = load_json(data.partition(b"\n")[0]) if data.startswith(b"{") else None
    except DecodeError:
        record = None
    error = error_in(record) if isinstance(record, dict) else None
    if error is not None:
        return StreamError(error.message, code=error.code)
    return DecodeError(f"not a multiplexed stream: a frame begins with {data[:32]!r}")
