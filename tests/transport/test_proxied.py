"""Requests through a proxy: absolute, or by CONNECT; a connection that is taken over goes past it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engineclient.backend import finish
from engineclient.connect.hosts import Endpoint
from engineclient.connect.proxies import Proxy, ProxyRefused
from engineclient.transport.exchange import Outgoing, read_body
from engineclient.transport.proxied import ProxiedTransport
from engineclient.transport.threads import BlockingLine, Threads
from engineclient.transport.tunnel import tunnelled
from tests.support import dripping

ENDPOINT = Endpoint("tcp", "h.example:1", "/base")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


@contextmanager
def answering(answer: bytes, heads: list[bytes]) -> Iterator[int]:
    """A server that answers each connection once, and keeps what it was sent."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            try:
                while True:
                    connection, _ = server.accept()
                    with connection:
                        heads.append(connection.recv(4096))
                        connection.sendall(answer)
            except OSError:
                pass  # the server is closed

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_the_target_is_absolute_and_the_proxy_gets_its_credentials() -> None:
    heads: list[bytes] = []

    async def direct(_: float | None) -> None:
        raise AssertionError("the proxy is passed by")

    with answering(OK, heads) as port:
        proxy = Proxy("127.0.0.1", port, "Basic x")
        transport = ProxiedTransport(ENDPOINT, proxy, Threads(), direct, None)  # type: ignore[arg-type]
        incoming = finish(transport.exchange(Outgoing("GET", "/info", version="1.51")))
        assert finish(read_body(incoming)) == b"hi"
        finish(transport.close())
    lines = heads[0].decode().splitlines()
    assert lines[0] == "GET http://h.example:1/base/v1.51/info HTTP/1.1"
    assert {"Host: h.example:1", "Proxy-Authorization: Basic x"} <= set(lines)


def test_a_connection_that_is_taken_over_goes_past_the_proxy() -> None:
    class PastIt(Exception):
        pass

    async def direct(_: float | None) -> None:
        raise PastIt

    transport = ProxiedTransport(ENDPOINT, Proxy("127.0.0.1", 1), Threads(), direct, None)  # type: ignore[arg-type]
    with pytest.raises(PastIt):
        finish(transport.exchange(Outgoing("POST", "/attach", upgrade=True)))


def test_a_tunnel_ends_where_the_answer_does() -> None:
    heads: list[bytes] = []
    backend = Threads()
    with answering(b"HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\nbytes of TLS", heads) as port:

        async def through() -> bytes:
            connect = tunnelled(lambda timeout: backend.connect_tcp("127.0.0.1", port, timeout), PROXY, "h:1")
            line = await connect(5)
            data = await line.receive(100, 5)
            line.abort()
            return data

        assert finish(through()) == b"bytes of TLS"
    assert heads[0].startswith(b"CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\nProxy-Authorization: Basic x\r\n")


@pytest.mark.parametrize(
    ("answer", "reason"), [(b"HTTP/1.1 403 Forbidden\r\n\r\n", "Forbidden"), (b"", "EOF")]
)
def test_a_proxy_that_refuses(answer: bytes, reason: str) -> None:
    backend = Threads()
    with answering(answer, []) as port:

        async def through() -> None:
            await tunnelled(lambda timeout: backend.connect_tcp("127.0.0.1", port, timeout), PROXY, "h:1")(5)

        with pytest.raises(ProxyRefused, match=reason):
            finish(through())


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 ", b"HTTP/1.1 200 OK\r\nA: "])
def test_a_proxy_whose_answer_drips_is_given_up(first: bytes) -> None:
    """Each wait for a byte is short; all of them together are limited, too."""
    with dripping(first) as near:

        async def connect(timeout: float | None) -> BlockingLine:
            return BlockingLine(near)

        async def through() -> None:
            await tunnelled(connect, PROXY, "h:1")(0.3)

        with pytest.raises(TimeoutError):
            finish(through())


PROXY = Proxy("p", 1, "Basic x")
