"""A gRPC client on one connection, over HTTP/2, without I/O: `feed` it the received bytes, send what `to_send` returns.

    client = Client()
    call = client.call("/moby.buildkit.v1.Control/DiskUsage")
    write(client.to_send())
    while not call.over:
        client.feed(read())
        write(client.to_send())
    messages = call.messages()

Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Final

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import (
    DataReceived,
    ResponseReceived,
    StreamEnded,
    StreamReset,
    TrailersReceived,
)
from h2.exceptions import H2Error
from h2.settings import SettingCodes

from engineclient.errors import DecodeError, StreamError, StreamTruncated
from engineclient.wire.grpc_messages import (
    MOST_MESSAGE,
    PREFIX,
    Compressed,
    Messages,
    TooLarge,
    decoded_text,
    framed,
)
from engineclient.wire.protobuf import Message

# Consecutive bytes that belong to no answer, such as pings. Keep-alive would take days to send this many.
_MOST_UNPRODUCTIVE: Final = 1 << 20
_WINDOW: Final = 1 << 24
_HEAD: Final = {":method": "POST", ":scheme": "http", ":authority": "localhost"}
_FIELDS: Final = {"content-type": "application/grpc", "te": "trailers"}


class ClientCall:
    """One call, which `Client.call` begins.

    Attributes:
        over: the answer is complete.
        failure: the error that ended the call, None if it succeeded; its `code` is the gRPC status.
        details: the details of that error: pairs of a type (the last part of its name) and an encoded message.

    """

    def __init__(self) -> None:
        self.over: bool = False
        self.details: list[tuple[str, bytes]] = []
        self.failure: StreamError | None = None
        self._status: dict[str, str] = {}
        self._received = Messages()

    def messages(self) -> list[bytes]:
        """The messages that have arrived since the last call.

        Raises:
            StreamError: the call has failed, and its messages have been read.
            DecodeError: a message is too large, or compressed.

        """
        try:
            found = [*self._received.take()]
        except (Compressed, TooLarge) as error:
            raise DecodeError(f"in an answer of BuildKit: {error}") from error
        if self.failure is not None and not found:
            raise self.failure
        return found

    def take(self, data: bytes) -> None:
        """Add bytes of the answer.

        Raises:
            DecodeError: more bytes are waiting to be read by `messages` than one message may have.

        """
        if self._received.pending > MOST_MESSAGE + PREFIX:
            raise DecodeError("messages of BuildKit arrive faster than they are read")
        self._received.add(data)

    def head(self, headers: Mapping[str, str]) -> None:
        """Add the headers or the trailers of the answer."""
        self._status.update(headers)

    def end(self, reset: object = None) -> None:
        """End the call: its answer is complete, or `reset` is the HTTP/2 error with which the engine aborted it."""
        if self.over:
            return
        self.over = True
        status = self._status.get("grpc-status", "" if reset is not None else "0")
        if not status:
            self.failure = StreamError(f"the engine gave up a call to BuildKit (HTTP/2 error {reset})")
        elif status != "0":
            text = decoded_text(self._status.get("grpc-message", ""))
            self.failure = StreamError(text, code=int(status) if status.isdecimal() else None)
            self.details = _details(self._status.get("grpc-status-details-bin", ""))


class Client:
    """One connection."""

    def __init__(self) -> None:
        self._calls: dict[int, ClientCall] = {}
        # The rest of each request, which the engine's window has no room for yet
        self._waiting: dict[int, bytes] = {}
        self._unproductive = 0
        self._h2 = H2Connection(H2Configuration(client_side=True, header_encoding="utf-8"))
        self._h2.initiate_connection()
        self._h2.update_settings({SettingCodes.INITIAL_WINDOW_SIZE: _WINDOW})
        self._h2.increment_flow_control_window(_WINDOW)

    def call(self, path: str, request: bytes = b"", metadata: Mapping[str, str] | None = None) -> ClientCall:
        """Begin a call.

        Args:
            path: the path of the method: `/moby.buildkit.v1.Control/DiskUsage`.
            request: the encoded request message.
            metadata: further headers.

        """
        stream = self._h2.get_next_available_stream_id()
        head = {**_HEAD, ":path": path, **_FIELDS, **(metadata or {})}
        self._h2.send_headers(stream, [*head.items()])
        self._waiting[stream] = framed(request)
        self._calls[stream] = call = ClientCall()
        return call

    def to_send(self) -> bytes:
        """The bytes to send now. To be called after each `call` and each `feed`."""
        for stream in [*self._waiting]:
            self._send(stream)
        return self._h2.data_to_send()

    def _send(self, stream: int) -> None:
        data = self._waiting.pop(stream)
        while data:
            room = min(self._h2.local_flow_control_window(stream), self._h2.max_outbound_frame_size)
            if room <= 0:
                self._waiting[stream] = data
                return
            piece, data = data[:room], data[room:]
            self._h2.send_data(stream, piece, end_stream=not data)

    def feed(self, data: bytes) -> None:
        """Take bytes from the connection; b"" is its end.

        Raises:
            StreamTruncated: the connection ended before all answers did.
            DecodeError: the bytes are not gRPC.

        """
        if not data:
            if all(call.over for call in self._calls.values()):
                return
            raise StreamTruncated("the engine closed the connection in the middle of a call to BuildKit")
        self._unproductive += len(data)
        try:
            for event in self._h2.receive_data(data):
                match event:
                    case DataReceived(stream_id=int(stream), data=piece, flow_controlled_length=size):
                        if piece:
                            self._unproductive = 0
                            self._calls[stream].take(piece)
                        if size:
                            self._h2.acknowledge_received_data(size, stream)
                    case (
                        ResponseReceived(stream_id=int(stream), headers=headers)
                        | TrailersReceived(stream_id=int(stream), headers=headers)
                    ):
                        self._calls[stream].head({_text(name): _text(value) for name, value in headers or ()})
                    case StreamEnded(stream_id=int(stream)):
                        self._waiting.pop(stream, None)
                        self._calls[stream].end()
                    case StreamReset(stream_id=int(stream), error_code=code):
                        self._waiting.pop(stream, None)
                        self._calls[stream].end(code)
                    case _:
                        pass
        except (H2Error, ValueError, LookupError) as error:
            raise DecodeError(f"the engine breaks HTTP/2 in a call to BuildKit: {error!r}") from error
        if self._unproductive > _MOST_UNPRODUCTIVE:
            raise DecodeError(
                f"the engine sent {_MOST_UNPRODUCTIVE} bytes in a row that belong to no call to BuildKit"
            )


def _details(encoded: str) -> list[tuple[str, bytes]]:
    """The details in a `google.rpc.Status`; none if it is malformed: they only add to the error's message."""
    try:
        return details_of(base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True))
    except (binascii.Error, ValueError, DecodeError):
        return []


def details_of(status: bytes) -> list[tuple[str, bytes]]:
    """The details in a `google.rpc.Status`: messages by the last part of their type's name.

    Raises:
        DecodeError: it is none.

    """
    found = [Message(each) for each in Message(status).each(3)]
    return [(each.text(1).rpartition("/")[2], each.data(2)) for each in found]


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")
