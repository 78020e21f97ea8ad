"""Attach by a WebSocket, sync and async, against a scripted engine and a real one."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from engineclient import AsyncEngine, DecodeError, Engine, StreamTruncated
from engineclient.wire.frames import Frame
from engineclient.wire.websocket import ACCEPT
from tests.support import scripted

UPGRADED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: %s\r\n\r\n"
)
HI = b"\x82\x02hi"
PING = b"\x89\x01p"
CLOSE = b"\x88\x02\x03\xe8"
FROM_CLIENT = b"\x82\x83\0\0\0\0in\n" + b"\x88\x82\0\0\0\0\x03\xe8" + b"\x8a\x81\0\0\0\0p"


class Server:
    """Answers an attach, reads all that `FROM_CLIENT` is long, and closes."""

    def __init__(self, accept: bytes = ACCEPT.encode(), behind: bytes = CLOSE) -> None:
        self.head = b""
        self.received = b""
        self._accept = accept
        self._behind = behind

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        self.head = head
        connection.sendall(UPGRADED % self._accept + HI + PING)
        while len(self.received) < len(FROM_CLIENT) and (data := connection.recv(1000)):
            self.received += data
        connection.sendall(HI + self._behind)
        connection.shutdown(socket.SHUT_WR)


def test_bytes_both_ways(tmp_path: Path) -> None:
    server = Server()
    with scripted(tmp_path / "s", server) as engine, Engine(engine.host, api_version="1.50") as client:
        with client.containers.attach_websocket("web", stdin=True) as attached:
            attached.write(b"in\n")
            attached.close_stdin()
            assert list(attached) == [Frame("stdout", b"hi")] * 2
    assert server.received == FROM_CLIENT
    assert server.head.startswith(b"GET /v1.50/containers/web/attach/ws?")
    assert server.head.lower().count(b"upgrade: ") == 1


async def test_bytes_both_ways_async(tmp_path: Path) -> None:
    server = Server()
    with scripted(tmp_path / "s", server) as engine:
        async with AsyncEngine(engine.host, api_version="1.50") as client:
            async with client.containers.attach_websocket("web", stdin=True) as attached:
                await attached.write(b"in\n")
                await attached.close_stdin()
                assert [frame async for frame in attached] == [Frame("stdout", b"hi")] * 2
    assert server.received == FROM_CLIENT


def test_a_server_that_has_not_understood(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", Server(accept=b"other")) as engine:
        with Engine(engine.host, api_version="1.50") as client:
            with pytest.raises(DecodeError, match="not accepted"):
                client.containers.attach_websocket("web").close()


def test_a_connection_that_ends_inside_a_frame(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", Server(behind=b"\x82\x05h")) as engine:
        with Engine(engine.host, api_version="1.50") as client:
            with client.containers.attach_websocket("web", stdin=True) as attached:
                attached.write(b"in\n")
                attached.close_stdin()
                with pytest.raises(StreamTruncated):
                    list(attached)


def test_a_frame_of_any_size_is_handed_out_as_it_comes(tmp_path: Path) -> None:
    piece = b"x" * 65536

    def endless(connection: socket.socket, head: bytes) -> None:
        connection.sendall(UPGRADED % ACCEPT.encode() + b"\x82\x7f" + b"\x7f" + b"\xff" * 7)
        while True:
            connection.sendall(piece)

    with scripted(tmp_path / "s", endless) as engine, Engine(engine.host, api_version="1.50") as client:
        with client.containers.attach_websocket("web") as attached:
            assert sum(len(next(attached).data) for _ in range(300)) > 1 << 20
