"""httpx responses as the sources and pipes that streams read from, with our errors."""

from __future__ import annotations

import socket
from typing import Any

import httpx

from engineclient.errors import ConnectionFailed, EngineError
from engineclient.streams import READ_SIZE
from engineclient.transport.messages import translate


def body_of(response: httpx.Response, host: str) -> bytes:
    """The whole body; the response is closed."""
    try:
        return b"".join(response.stream)  # type: ignore[arg-type]  # a sync response has a sync stream
    except httpx.TransportError as error:
        raise translate(error, host) from error
    finally:
        response.close()


class BodySource:
    """The body of a response as it arrives."""

    def __init__(self, response: httpx.Response, host: str) -> None:
        self._response = response
        self._parts = iter(response.stream)  # type: ignore[arg-type]  # a sync response has a sync stream
        self._host = host

    def read(self) -> bytes:
        """The next bytes, b"" at the end."""
        try:
            return next((part for part in self._parts if part), b"")
        except httpx.TransportError as error:
            raise translate(error, self._host) from error

    def close(self) -> None:
        """Let go of the connection."""
        self._response.close()


class NetworkPipe:
    """The `network_stream` of an upgraded response: ours, httpcore's, or a test's."""

    def __init__(self, response: httpx.Response, host: str) -> None:
        self._response = response
        self._stream: Any = response.extensions["network_stream"]
        self._host = host
        self._closed = False

    def read(self) -> bytes:
        """The next bytes, b"" at the end."""
        try:
            data: bytes = self._stream.read(READ_SIZE)
        except Exception as error:
            raise lost(error, self._host) from error
        return data

    def write(self, data: bytes) -> None:
        """Send all of `data`."""
        try:
            self._stream.write(data)
        except Exception as error:
            raise lost(error, self._host) from error

    def close_write(self) -> None:
        """Half-close."""
        half_close(self._stream)

    def fileno(self) -> int:
        """The descriptor of the connection.

        Raises:
            EngineError: it has none, or one that does not tell what can be read (TLS).
        """
        return self._socket.fileno()

    def pending(self) -> bool:
        """Bytes that came together with the head of the answer wait here, where no descriptor tells of them."""
        return bool(self._stream.get_extra_info("pending"))

    def write_some(self, data: bytes) -> int:
        """Send what is taken without waiting; how many bytes that is.

        Raises:
            ConnectionFailed: the other side does not take any more.
        """
        try:
            return self._socket.send(data, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise lost(error, self._host) from error

    @property
    def _socket(self) -> socket.socket:
        connection: socket.socket | None = self._stream.get_extra_info("socket")
        if connection is None or self._stream.get_extra_info("ssl_object") is not None:
            raise EngineError(
                f"an event loop cannot watch this connection to {self._host}: it is no plain socket"
            )
        return connection

    def close(self) -> None:
        """Close both directions."""
        if not self._closed:
            self._closed = True
            self._stream.close()
            self._response.close()


def half_close(stream: Any) -> None:
    """End the writing side of a network stream that is not TLS (TLS has no half-close)."""
    if hasattr(stream, "close_write"):
        stream.close_write()
    elif (connection := stream.get_extra_info("socket")) is not None:
        if stream.get_extra_info("ssl_object") is not None:
            raise EngineError("stdin cannot be ended alone over TLS")
        connection.shutdown(socket.SHUT_WR)


def lost(error: Exception, host: str) -> EngineError:
    """A network stream raises the errors of its maker: ours, httpcore's, or the operating system's."""
    if isinstance(error, httpx.TransportError):
        return translate(error, host)
    return ConnectionFailed(f"error during connect: {error}", host=host)
