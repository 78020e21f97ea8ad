"""The engine's side of a session: an HTTP/2 client that makes gRPC calls to a server, connected without a socket."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, ResponseReceived, StreamEnded, TrailersReceived

from engineclient.wire.grpc import Methods, Server


def framed(message: bytes) -> bytes:
    return b"\0" + len(message).to_bytes(4, "big") + message


class Call:
    """A call: its answers, and its status (None until it has ended)."""

    def __init__(self, engine: EngineSide, stream: int) -> None:
        self._engine = engine
        self._stream = stream
        self.received = b""
        self.headers: dict[str, str] = {}
        self.ended = False

    @property
    def messages(self) -> list[bytes]:
        found, data = [], self.received
        while len(data) >= 5:
            size = int.from_bytes(data[1:5], "big")
            found.append(data[5 : 5 + size])
            data = data[5 + size :]
        return found

    @property
    def status(self) -> tuple[int, str] | None:
        if not self.ended:
            return None
        return int(self.headers["grpc-status"]), unquote(self.headers.get("grpc-message", ""))

    def take(self, data: bytes) -> None:
        self.received += data

    def send(self, *messages: bytes) -> Call:
        for message in messages:
            self._engine.write(self._stream, framed(message))
        return self

    def send_raw(self, data: bytes) -> Call:
        self._engine.write(self._stream, data)
        return self

    def half_close(self) -> Call:
        self._engine.end(self._stream)
        return self

    def reset(self) -> None:
        self._engine.reset(self._stream)


class EngineSide:
    """A client of `Server(methods)`; a call can send `window` bytes until they are acknowledged with `acknowledge`."""

    def __init__(self, methods: Methods, *, window: int = 1 << 24, acknowledge: bool = True) -> None:
        self.server = Server(methods)
        self._acknowledge = acknowledge
        self._h2 = H2Connection(H2Configuration(client_side=True, header_encoding="utf-8"))
        self._calls: dict[int, Call] = {}
        self._h2.local_settings.initial_window_size = window
        self._h2.initiate_connection()
        self._h2.update_settings({4: window})
        self.exchange()

    def call(self, path: str, *messages: bytes, **metadata: str | list[str]) -> Call:
        stream = self._h2.get_next_available_stream_id()
        headers = [(":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "x")]
        for name, values in metadata.items():
            headers += [
                (name.replace("_", "-"), value) for value in ([values] if isinstance(values, str) else values)
            ]
        self._h2.send_headers(stream, headers)
        call = self._calls[stream] = Call(self, stream)
        self.exchange()
        return call.send(*messages)

    def write(self, stream: int, data: bytes) -> None:
        size = self._h2.max_outbound_frame_size
        for at in range(0, len(data), size):
            if self._calls[stream].ended:
                return
            self._h2.send_data(stream, data[at : at + size])
            self.exchange()

    def end(self, stream: int) -> None:
        self._h2.end_stream(stream)
        self.exchange()

    def reset(self, stream: int) -> None:
        self._h2.reset_stream(stream)
        self.exchange()

    def exchange(self) -> None:
        """Exchange bytes until neither side has any to send."""
        while data := self._h2.data_to_send():
            self._take(self.server.feed(data))

    def _take(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            for event in self._h2.receive_data(piece):
                match event:
                    case DataReceived(stream_id=int(stream), data=data, flow_controlled_length=size):
                        self._calls[stream].take(data or b"")
                        if self._acknowledge and size:
                            self._h2.acknowledge_received_data(size, stream)
                    case (
                        ResponseReceived(stream_id=int(stream), headers=headers)
                        | TrailersReceived(stream_id=int(stream), headers=headers)
                    ):
                        self._calls[stream].headers.update(
                            {str(name): str(value) for name, value in headers or ()}
                        )
                    case StreamEnded(stream_id=int(stream)):
                        self._calls[stream].ended = True
                    case _:
                        pass
