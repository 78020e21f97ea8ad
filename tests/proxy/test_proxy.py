"""Bytes go through the proxy as they came, in both directions, to the last one."""

from __future__ import annotations

import os
import resource
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from engineclient.events import Data, Elided, End, Event, Request, Response
from engineclient.proxy.guard import judge
from engineclient.proxy.proxy import Proxy, connector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GET = b"GET /info HTTP/1.1\r\nHost: d\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
ATTACH = b"POST /containers/c/attach HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
UPGRADED = b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
BIG = os.urandom(1 << 20) * 8


@contextmanager
def proxied(
    engine: Callable[[socket.socket], None], folder: Path, **options: Any
) -> Iterator[tuple[socket.socket, list[Event]]]:
    """A client's socket, through a proxy, to `engine`; the events are complete behind the block."""
    events: list[Event] = []
    threads: list[threading.Thread] = []

    def connect() -> socket.socket:
        ours, theirs = socket.socketpair()
        theirs.settimeout(10)

        def serve() -> None:
            with theirs:
                engine(theirs)

        threads.append(threading.Thread(target=serve))
        threads[-1].start()
        return ours

    with Proxy(folder / "proxy.sock", connect, events.append, **options) as proxy:
        with connector(str(proxy.path))() as client:
            client.settimeout(10)
            yield client, events
    for thread in threads:
        thread.join()


def receive(sock: socket.socket, size: int = -1) -> bytes:
    data = bytearray()
    while size < 0 or len(data) < size:
        piece = sock.recv(1 << 16 if size < 0 else size - len(data))
        if not piece:
            break
        data += piece
    return bytes(data)


def answer_all(sock: socket.socket) -> None:
    while receive(sock, len(GET)):
        sock.sendall(OK)


def echo(sock: socket.socket) -> None:
    receive(sock, len(ATTACH))
    sock.sendall(UPGRADED)
    sock.sendall(receive(sock))


def pour(sock: socket.socket) -> None:
    receive(sock, len(GET))
    sock.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\nContent-Length: %d\r\n\r\n" % len(BIG)
    )
    sock.sendall(BIG)


def test_many_requests_on_one_connection(tmp_path: Path) -> None:
    with proxied(answer_all, tmp_path) as (client, events):
        for _ in range(500):
            client.sendall(GET)
            assert receive(client, len(OK)) == OK
    assert [event.exchange for event in events if isinstance(event, Request)] == list(range(1, 501))


@pytest.mark.parametrize(
    "data", [b"in", bytes(range(256)), BIG], ids=["text", "bytes", "more than buffers hold"]
)
def test_hijack_and_half_close(tmp_path: Path, data: bytes) -> None:
    with proxied(echo, tmp_path) as (client, events):
        client.sendall(ATTACH)
        assert receive(client, len(UPGRADED)) == UPGRADED
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        assert receive(client) == data
    for side in ("client", "daemon"):
        pieces = [event.data for event in events if isinstance(event, Data) and event.side == side]
        assert b"".join(piece for piece in pieces if isinstance(piece, bytes)) == data
    ends = [(event.side, event.how) for event in events if isinstance(event, End)]
    assert ends == [("client", "half-close"), ("daemon", "close")]


def test_a_large_answer_passes_whole_and_is_not_kept(tmp_path: Path) -> None:
    with proxied(pour, tmp_path) as (client, events):
        client.sendall(GET)
        head = receive(client, 1)
        assert (head + receive(client)).endswith(BIG)
    data = [event.data for event in events if isinstance(event, Data)]
    assert [isinstance(piece, Elided) and piece.size for piece in data] == [len(BIG)]


def test_what_is_not_http_passes_too(tmp_path: Path) -> None:
    def parrot(sock: socket.socket) -> None:
        sock.sendall(receive(sock, 3)[::-1])

    with proxied(parrot, tmp_path) as (client, events):
        client.sendall(b"\x00\x01\x02")
        assert receive(client) == b"\x02\x01\x00"
    assert [event.data for event in events if isinstance(event, Data)] == [b"\x00\x01\x02", b"\x02\x01\x00"]


def test_an_engine_that_says_nothing(tmp_path: Path) -> None:
    def leave(sock: socket.socket) -> None:
        receive(sock, len(GET))

    with proxied(leave, tmp_path) as (client, events):
        client.sendall(GET)
        assert receive(client) == b""
    assert [type(event) for event in events] == [Request, End]


def test_a_client_that_hangs_up_ends_the_engine_s_side(tmp_path: Path) -> None:
    ended = threading.Event()

    def stream(sock: socket.socket) -> None:
        receive(sock, len(GET))
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert receive(sock) == b""
        ended.set()

    with proxied(stream, tmp_path) as (client, events):
        client.sendall(GET)
        receive(client, 8)
        client.close()
        assert ended.wait(10)
    assert [type(event) for event in events] == [Request, Response, End]
    assert isinstance(events[-1], End)
    assert (events[-1].side, events[-1].how) == ("client", "close")


def test_without_descriptors_a_client_waits_for_another_to_end(tmp_path: Path) -> None:
    with proxied(answer_all, tmp_path) as (first, _):
        first.sendall(GET)
        assert receive(first, len(OK)) == OK
        with socket.socket(socket.AF_UNIX) as second:
            second.settimeout(10)
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            lowest_free = os.dup(second.fileno())
            os.close(lowest_free)
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
            try:
                second.connect(str(tmp_path / "proxy.sock"))
                second.sendall(GET)
                first.sendall(GET)
                assert receive(first, len(OK)) == OK
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            first.close()
            assert receive(second, len(OK)) == OK


def test_no_engine(tmp_path: Path) -> None:
    with Proxy(tmp_path / "p.sock", connector(str(tmp_path / "nothing")), lambda event: None) as proxy:
        with connector(str(proxy.path))() as client:
            client.settimeout(10)
            assert client.recv(1) == b""
    assert not proxy.path.exists()


def test_without_digests_nothing_is_hashed(tmp_path: Path) -> None:
    with proxied(pour, tmp_path, digests=False) as (client, events):
        client.sendall(GET)
        assert receive(client).endswith(BIG)
    assert [event.data for event in events if isinstance(event, Data)] == [Elided(len(BIG), "")]


READ_ONLY = judge(read_only=True)
CREATE = b"POST /containers/create HTTP/1.1\r\nContent-Length: %d\r\n\r\n"


@pytest.mark.parametrize("size", [2, len(BIG)], ids=["small", "more than buffers hold"])
def test_a_refused_body_is_taken_and_answered(tmp_path: Path, size: int) -> None:
    heard: list[bytes] = []

    def engine(sock: socket.socket) -> None:
        heard.append(receive(sock))

    with proxied(engine, tmp_path, judge=READ_ONLY) as (client, _):
        client.sendall(CREATE % size + BIG[:size])
        answer = receive(client)
    assert answer.startswith(b"HTTP/1.1 403 Forbidden\r\n")
    assert b"this proxy is read-only" in answer
    assert heard == [b""]


def test_a_refusal_comes_behind_the_answer_before_it(tmp_path: Path) -> None:
    heard: list[bytes] = []

    def engine(sock: socket.socket) -> None:
        heard.append(receive(sock, len(GET)))
        sock.sendall(OK)
        heard.append(receive(sock))

    with proxied(engine, tmp_path, judge=READ_ONLY) as (client, _):
        client.sendall(GET + CREATE % 2 + b"{}" + GET)
        answers = receive(client)
    assert answers.startswith(OK + b"HTTP/1.1 403 ")
    assert heard == [GET, b""]


def test_hijack_through_a_guard(tmp_path: Path) -> None:
    with proxied(echo, tmp_path, judge=READ_ONLY) as (client, _):
        client.sendall(ATTACH + b"early, ")
        assert receive(client, len(UPGRADED)) == UPGRADED
        client.sendall(BIG)
        client.shutdown(socket.SHUT_WR)
        assert receive(client) == b"early, " + BIG


def test_many_requests_through_a_guard(tmp_path: Path) -> None:
    with proxied(answer_all, tmp_path, judge=READ_ONLY) as (client, _):
        client.sendall(GET * 500)
        assert receive(client, len(OK) * 500) == OK * 500


def test_what_emit_raises_ends_the_proxy_and_is_told(tmp_path: Path) -> None:
    def broken(event: Event) -> None:
        raise ZeroDivisionError

    def serve() -> None:
        ours, theirs = socket.socketpair()
        with theirs, Proxy(tmp_path / "p.sock", lambda: ours, broken) as proxy:
            with connector(str(proxy.path))() as client:
                client.sendall(GET)
                proxy.wait()

    with pytest.raises(ZeroDivisionError):
        serve()
