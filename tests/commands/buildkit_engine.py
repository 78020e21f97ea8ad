"""An engine whose BuildKit answers gRPC calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engineclient.wire.grpc import Methods, Server
from tests.support import answer, scripted

if TYPE_CHECKING:
    import socket

_UPGRADED = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"


@contextmanager
def buildkit_engine(place: Path, methods: Methods) -> Iterator[str]:
    """Yield the host of an engine with these methods, at a socket in `place`."""

    def script(connection: socket.socket, head: bytes) -> None:
        path = head.split()[1]
        if b"/_ping" in path:
            connection.sendall(answer(b"OK", "200 OK", "Api-Version: 1.50"))
            return
        if path.endswith(b"/version"):
            connection.sendall(answer(b'{"Version": "20.10.24"}', "200 OK", "Content-Type: application/json"))
            return
        assert path.endswith(b"/grpc")
        connection.sendall(_UPGRADED)
        server = Server(methods)
        while data := connection.recv(65536):
            for piece in server.feed(data):
                connection.sendall(piece)

    with scripted(place / "socket", script) as engine:
        yield engine.host
