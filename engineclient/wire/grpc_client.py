"""One gRPC call over HTTP/2, without I/O: send what it gives, `feed` it what comes back.

Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, ResponseReceived, StreamEnded, StreamReset, TrailersReceived
from h2.exceptions import H2Error

from engineclient.errors import DecodeError, StreamError, StreamTruncated

_MOST_MESSAGE: Final = 16 << 20  # bytes
_WINDOW: Final = 1 << 24


class ClientCall:
    """One call.

    Args:
        path: of the method: `/moby.buildkit.v1.Control/DiskUsage`.
        request: the message.

    Attributes:
        over: the answer is complete.

    """

    def __init__(self, path: str, request: bytes = b"") -> None:
        self.over: bool = False
        self._status: dict[str, str] = {}
        self._received = bytearray()
        self._h2 = H2Connection(H2Configuration(client_side=True, header_encoding="utf-8"))
        self._h2.initiate_connection()
        self._h2.increment_flow_control_window(_WINDOW)
        head = {":method": "POST", ":scheme": "http", ":path": path, ":authority": "localhost"}
        self._h2.send_headers(1, [*head.items(), ("content-type", "application/grpc"), ("te", "trailers")])
        self._h2.send_data(1, b"\0" + len(request).to_bytes(4, "big") + request, end_stream=True)

    def to_send(self) -> bytes:
        """What is to be sent now; it comes first at the beginning, and after each `feed`."""
        return self._h2.data_to_send()

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that `data` completes; b"" is the end of the connection.

        Raises:
            StreamError: the call has failed; `code` is its gRPC status.
            StreamTruncated: the connection ended before the answer did.
            DecodeError: what came is no gRPC.

        """
        if not data and not self.over:
            raise StreamTruncated("the engine closed the connection in the middle of a call to BuildKit")
        try:
            for event in self._h2.receive_data(data):
                match event:
                    case DataReceived(data=piece, flow_controlled_length=size):
                        self._received += piece or b""
                        if size:
                            self._h2.acknowledge_received_data(size, 1)
                    case ResponseReceived(headers=headers) | TrailersReceived(headers=headers):
                        self._status.update({_text(name): _text(value) for name, value in headers or ()})
                    case StreamEnded():
                        self.over = True
                    case StreamReset(error_code=code):
                        raise StreamError(f"the engine gave up a call to BuildKit (HTTP/2 error {code})")
                    case _:
                        pass
        except (H2Error, ValueError, LookupError) as error:
            raise DecodeError(f"the engine breaks HTTP/2 in a call to BuildKit: {error!r}") from error
        messages = self._messages()
        if self.over and (status := self._status.get("grpc-status", "0")) != "0":
            text = unquote(self._status.get("grpc-message", ""))
            raise StreamError(text, code=int(status) if status.isdecimal() else None)
        return messages

    def _messages(self) -> list[bytes]:
        found: list[bytes] = []
        received = self._received
        while len(received) >= 5:
            size = int.from_bytes(received[1:5], "big")
            if received[0] or size > _MOST_MESSAGE:
                raise DecodeError(f"a message of BuildKit's of {size} bytes, or a compressed one")
            if len(received) < 5 + size:
                break
            found.append(bytes(received[5 : 5 + size]))
            del received[: 5 + size]
        return found


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")
