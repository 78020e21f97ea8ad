"""A gRPC server over HTTP/2, without I/O, whose caller decides what is answered and when: `feed` it bytes, then `send`.

For replays: a recording determines the answers, whereas `engineclient.wire.grpc.Server` computes them from the requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, RequestReceived, StreamEnded, StreamReset
from h2.exceptions import H2Error, ProtocolError

from engineclient.errors import DecodeError
from engineclient.wire.grpc_messages import Messages, encoded_text, framed

_HEAD: Final = [(":status", "200"), ("content-type", "application/grpc")]


class Asked(NamedTuple):
    """A message from the client.

    Attributes:
        stream: the number of the call.
        path: the path of the method.
        metadata: the headers of the call, each with its last value.
        data: the message.

    """

    stream: int
    path: str
    metadata: Mapping[str, str]
    data: bytes


class Responder:
    """One connection. Not thread-safe."""

    def __init__(self) -> None:
        self._h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._h2.initiate_connection()
        self._heads: dict[int, Mapping[str, str]] = {}
        self._received: dict[int, Messages] = {}
        self._waiting: dict[int, bytearray] = {}  # bytes that the client's window has no room for yet
        self._trailers: dict[int, list[tuple[str, str]]] = {}  # to send after those bytes

    def feed(self, data: bytes) -> list[Asked]:
        """The messages that `data` completes.

        Raises:
            DecodeError: the bytes are not gRPC.

        """
        asked: list[Asked] = []
        try:
            for event in self._h2.receive_data(data):
                match event:
                    case RequestReceived(stream_id=int(stream), headers=headers):
                        self._heads[stream] = {str(name): str(value) for name, value in headers or ()}
                        self._received[stream] = Messages()
                        self._h2.send_headers(stream, _HEAD)
                    case DataReceived(stream_id=int(stream), data=piece, flow_controlled_length=size):
                        asked += self._messages(stream, piece or b"")
                        if size:
                            self._h2.acknowledge_received_data(size, stream)
                    case StreamEnded(stream_id=int(stream)):
                        pass
                    case StreamReset(stream_id=int(stream)):
                        self._waiting.pop(stream, None)
                        self._trailers.pop(stream, None)
                    case _:
                        pass
        except (H2Error, ValueError, LookupError) as error:
            raise DecodeError(f"the client breaks HTTP/2 in a call to BuildKit: {error!r}") from error
        return asked

    def _messages(self, stream: int, data: bytes) -> list[Asked]:
        received, head = self._received[stream], self._heads[stream]
        received.add(data)
        return [Asked(stream, head.get(":path", ""), head, message) for message in received.take()]

    def send(self, stream: int, data: bytes) -> None:
        """Queue a message of the answer."""
        self._waiting.setdefault(stream, bytearray()).extend(framed(data))

    def end(self, stream: int, status: int, text: str = "", details: str = "") -> None:
        """End a call: with gRPC's status, the text of an error, and the value of `grpc-status-details-bin`."""
        trailers = [("grpc-status", str(status))]
        if text:
            trailers.append(("grpc-message", encoded_text(text)))
        if details:
            trailers.append(("grpc-status-details-bin", details))
        self._trailers[stream] = trailers

    def to_send(self) -> bytes:
        """The bytes to send now. To be called after each `feed`, `send` and `end`."""
        for stream in {*self._waiting, *self._trailers}:
            try:
                self._advance(stream)
            except ProtocolError:  # the client has aborted the call
                self._waiting.pop(stream, None)
                self._trailers.pop(stream, None)
        return self._h2.data_to_send()

    def _advance(self, stream: int) -> None:
        data = self._waiting.get(stream, bytearray())
        while data:
            room = min(self._h2.local_flow_control_window(stream), self._h2.max_outbound_frame_size)
            if room <= 0:
                return
            self._h2.send_data(stream, bytes(data[:room]))
            del data[:room]
        self._waiting.pop(stream, None)
        if (trailers := self._trailers.pop(stream, None)) is not None:
            self._h2.send_headers(stream, trailers, end_stream=True)
