"""Parse a copy of the bytes of a gRPC connection, of both sides, into calls and their messages, without I/O.

It does not take part in the connection: it sends nothing and has no windows, and only follows the frames of HTTP/2.

    copy = Copy()
    for item in copy.feed("client", data):
        match item:
            case Called(path=path): ...

Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from hpack import Decoder
from hpack.exceptions import HPACKError
from hyperframe.exceptions import HyperframeError
from hyperframe.frame import (
    ContinuationFrame,
    DataFrame,
    Frame,
    HeadersFrame,
    RstStreamFrame,
    SettingsFrame,
)

from engineclient.errors import DecodeError
from engineclient.wire.grpc_messages import Messages, decoded_text

Side: TypeAlias = Literal["client", "daemon"]
"""The side that sent the bytes. In a BuildKit session the daemon makes the calls."""

_PREFACE: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_FRAME_HEAD: Final = 9
_MOST_FRAME: Final = 4 << 20  # bytes; gRPC's are of 16 kB to 1 MB
_MOST_MESSAGE: Final = 64 << 20  # bytes
_MOST_CALLS: Final = 1024  # under way at once


@dataclass(frozen=True, slots=True)
class Called:
    """A call has begun.

    Attributes:
        stream: its number on the connection.
        path: the method, such as `/moby.buildkit.v1.Control/Solve`.
        metadata: its headers, each with all its values.

    """

    stream: int
    path: str
    metadata: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class CallMessage:
    """A message of a call.

    Attributes:
        stream: the call.
        asking: whether it is a request: the side that made the call sent it.
        data: the message.

    """

    stream: int
    asking: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Ended:
    """A call has ended.

    Attributes:
        stream: the call.
        status: gRPC's status, 0 for success; -1 if the call was aborted before it had one.
        text: the text of the error, "" for none.
        details: the value of `grpc-status-details-bin`, "" for none.

    """

    stream: int
    status: int
    text: str = ""
    details: str = ""


Item: TypeAlias = Called | CallMessage | Ended


@dataclass(slots=True)
class _Call:
    caller: Side
    parts: dict[Side, Messages] = field(
        default_factory=lambda: {"client": Messages(_MOST_MESSAGE), "daemon": Messages(_MOST_MESSAGE)}
    )
    head: dict[str, str] = field(default_factory=dict[str, str])  # the answer's headers and trailers


class _Half:
    """The bytes of one side that are not parsed yet, and the state of its header compression."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.begun = False
        self.decoder = Decoder()
        self.block = bytearray()  # the beginning of headers that continue in the next frame
        self.ends = False  # those headers end the stream


class Copy:
    """One connection. Not thread-safe."""

    def __init__(self) -> None:
        self._halves: dict[Side, _Half] = {"client": _Half(), "daemon": _Half()}
        self._calls: dict[int, _Call] = {}

    def feed(self, side: Side, data: bytes) -> Iterator[Item]:
        """The items that `data`, sent by `side`, completes.

        Raises:
            DecodeError: the bytes are not gRPC; the rest of the connection cannot be parsed.

        """
        half = self._halves[side]
        half.buffer += data
        if not half.begun:
            if _PREFACE.startswith(half.buffer[: len(_PREFACE)]) and len(half.buffer) < len(_PREFACE):
                return
            half.begun = True
            if half.buffer.startswith(_PREFACE):
                del half.buffer[: len(_PREFACE)]
        try:
            while (frame := self._next(half)) is not None:
                yield from self._frame(side, half, frame)
        except (HyperframeError, HPACKError, ValueError, LookupError) as error:
            raise DecodeError(f"the connection does not carry gRPC: {error!r}") from error

    def _next(self, half: _Half) -> Frame | None:
        buffer = half.buffer
        if len(buffer) < _FRAME_HEAD:
            return None
        frame, length = Frame.parse_frame_header(memoryview(bytes(buffer[:_FRAME_HEAD])))
        if length > _MOST_FRAME:
            raise ValueError(f"a frame of {length} bytes")
        end = _FRAME_HEAD + length
        if len(buffer) < end:
            return None
        frame.parse_body(memoryview(bytes(buffer[_FRAME_HEAD:end])))
        del buffer[:end]
        return frame

    def _frame(self, side: Side, half: _Half, frame: Frame) -> Iterator[Item]:
        ends = "END_STREAM" in frame.flags
        match frame:
            case DataFrame():
                yield from self._data(side, frame.stream_id, frame.data)
                if ends:
                    yield from self._end(side, frame.stream_id)
            case HeadersFrame() | ContinuationFrame():
                half.block += frame.data
                half.ends |= ends
                if "END_HEADERS" in frame.flags:
                    block, ends = bytes(half.block), half.ends
                    half.block.clear()
                    half.ends = False
                    yield from self._headers(
                        side, frame.stream_id, half.decoder.decode(block, raw=True), ends=ends
                    )
            case RstStreamFrame():
                if self._calls.pop(frame.stream_id, None) is not None:
                    yield Ended(frame.stream_id, -1)
            case SettingsFrame():
                if size := frame.settings.get(SettingsFrame.HEADER_TABLE_SIZE):
                    self._halves[
                        "daemon" if side == "client" else "client"
                    ].decoder.max_allowed_table_size = size
            case _:
                pass

    def _headers(
        self, side: Side, stream: int, headers: Iterable[tuple[bytes | str, bytes | str]], *, ends: bool
    ) -> Iterator[Item]:
        metadata: dict[str, list[str]] = {}
        for name, value in headers:
            metadata.setdefault(_text(name), []).append(_text(value))
        call = self._calls.get(stream)
        if call is None:
            if ":path" in metadata:
                if len(self._calls) >= _MOST_CALLS:
                    raise ValueError("too many calls are under way")
                self._calls[stream] = _Call(side)
                yield Called(stream, metadata[":path"][0], metadata)
            return
        call.head |= {name: values[0] for name, values in metadata.items()}
        if ends:
            yield from self._end(side, stream)

    def _data(self, side: Side, stream: int, data: bytes) -> Iterator[Item]:
        call = self._calls.get(stream)
        if call is None:
            return
        received = call.parts[side]
        received.add(data)
        for message in received.take():
            yield CallMessage(stream, side == call.caller, message)

    def _end(self, side: Side, stream: int) -> Iterator[Item]:
        """Handle the end of one side of a call; the call ends with the side that answers."""
        call = self._calls.get(stream)
        if call is None or side == call.caller:
            return
        del self._calls[stream]
        status = call.head.get("grpc-status", "")
        yield Ended(
            stream,
            int(status) if status.isdecimal() else -1,
            decoded_text(call.head.get("grpc-message", "")),
            call.head.get("grpc-status-details-bin", ""),
        )


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")
