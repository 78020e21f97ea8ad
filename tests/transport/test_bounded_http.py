"""Servers other than engines that drip or never end: each is an error of its kind, within a time and a size."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from engineclient.build.auth import Login, TokenRequest
from engineclient.registry.errors import Unreachable
from engineclient.transport import bounded_http, download as downloads, registry_client, registry_tokens
from engineclient.transport.bounded_http import fetched
from engineclient.transport.download import DownloadFailed, download, speaks_git
from engineclient.transport.registry_client import RegistryClient
from engineclient.transport.registry_tokens import NoToken, fetch_token

HEAD = b"HTTP/1.1 200 OK\r\n"
BODY = HEAD + b"Content-Length: 1000000000000\r\n\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
MANY = 65536


def endless(first: bytes, again: bytes, pause: float = 0) -> Callable[[socket.socket], None]:
    def script(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(again)
            time.sleep(pause)

    return script


ENDLESS = {
    "body": endless(BODY, b"x" * MANY),
    "chunks": endless(CHUNKED, b"10000\r\n" + b"x" * MANY + b"\r\n"),
    "chunk extension": endless(CHUNKED + b"1;", b"x" * MANY),
    "trailers": endless(CHUNKED + b"0\r\n", b"A: b\r\n" * 10_000),
    "header": endless(HEAD + b"A: ", b"x" * MANY),
    "headers": endless(HEAD, b"A: b\r\n" * 10_000),
    "reason": endless(b"HTTP/1.1 200 ", b"x" * MANY),
    "informational answers": endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100),
    "body of a redirect": endless(
        b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 1000000000000\r\n\r\n", b"x" * MANY
    ),
    "dripping head": endless(HEAD + b"A: ", b"x", 0.05),
    "dripping body": endless(BODY, b"x", 0.05),
}


@pytest.fixture
def serving() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    listener = socket.create_server(("127.0.0.1", 0))
    connections: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def start(script: Callable[[socket.socket], None]) -> str:
        def serve(connection: socket.socket) -> None:
            with contextlib.suppress(OSError), connection:
                head = b""
                while b"\r\n\r\n" not in head and (data := connection.recv(65536)):
                    head += data
                script(connection)

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connections.append(listener.accept()[0])
                    threads.append(threading.Thread(target=serve, args=(connections[-1],)))
                    threads[-1].start()

        threads.append(threading.Thread(target=accept))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    for connection in connections:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
    for thread in threads:
        thread.join()


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of time is short."""

    def soon(client: httpx.Client, method: str, url: str, **options: object) -> httpx.Response:
        return fetched(client, method, url, seconds=0.5, **options)  # type: ignore[arg-type]

    for module in (registry_client, registry_tokens):
        monkeypatch.setattr(module, "fetched", soon)
    monkeypatch.setattr(downloads, "TOTAL", 0.5)
    monkeypatch.setattr(bounded_http, "_MOST", 1 << 20)


@pytest.mark.parametrize("script", ENDLESS.values(), ids=ENDLESS)
def test_an_answer_without_an_end(
    serving: Callable[..., str], script: Callable[[socket.socket], None]
) -> None:
    with httpx.Client(timeout=5) as client, pytest.raises(httpx.HTTPError):
        fetched(client, "GET", serving(script), most=1 << 20, seconds=0.5)


@pytest.mark.parametrize("script", ENDLESS.values(), ids=ENDLESS)
def test_a_registry_without_an_end(
    serving: Callable[..., str], script: Callable[[socket.socket], None]
) -> None:
    with RegistryClient(serving(script)) as registry, pytest.raises(Unreachable):
        registry.manifest("a", "latest")


@pytest.mark.parametrize("login", [Login(), Login("me", "secret")], ids=["nobody", "login"])
@pytest.mark.parametrize("script", ENDLESS.values(), ids=ENDLESS)
def test_a_token_server_without_an_end(
    serving: Callable[..., str], script: Callable[[socket.socket], None], login: Login
) -> None:
    with pytest.raises(NoToken):
        fetch_token(TokenRequest(serving(script), "service", ["a"], login))


@pytest.mark.parametrize("name", [name for name in ENDLESS if "body" not in name and "chunk" not in name])
def test_a_download_whose_head_has_no_end(serving: Callable[..., str], name: str) -> None:
    if name == "trailers":
        return
    with pytest.raises(DownloadFailed), download(serving(ENDLESS[name])):
        pass
    assert not speaks_git(serving(ENDLESS[name]))


@pytest.mark.parametrize("again", [b"x" * MANY, b"x"])
def test_an_error_page_without_an_end(serving: Callable[..., str], again: bytes) -> None:
    first = b"HTTP/1.1 404 Not Found\r\nContent-Length: 1000000000000\r\n\r\n"
    url = serving(endless(first, again, 0 if len(again) > 1 else 0.05))
    with pytest.raises(DownloadFailed), download(url):
        pass


def test_a_download_itself_may_be_of_any_length(serving: Callable[..., str]) -> None:
    with download(serving(ENDLESS["body"])) as found:
        assert sum(len(next(found.pieces)) for _ in range(40)) > 1 << 20


def test_what_is_fetched_is_as_without_limits(serving: Callable[..., str]) -> None:
    def moved(connection: socket.socket) -> None:
        connection.sendall(
            b"HTTP/1.1 302 Moved Aside\r\nLocation: /there\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )

    def found(connection: socket.socket) -> None:
        connection.sendall(
            b"HTTP/1.1 418 A Teapot\r\nA: b\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
        )

    scripts = iter([moved, found])
    with httpx.Client() as client:
        answer = fetched(client, "GET", serving(lambda connection: next(scripts)(connection)))
    assert (answer.status_code, answer.reason_phrase, answer.content) == (418, "A Teapot", b"hi")
    assert (answer.headers["a"], answer.url.path) == ("b", "/there")
