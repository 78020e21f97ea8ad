"""httpx at both edges: any httpx transport under an engine in one line, and an engine under any httpx client."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from engineclient import AsyncEngine, Engine, EngineTransport, Frame, InvalidHost
from engineclient.wire.frames import encode
from tests.support import UPGRADED, answer, scripted

PING = {"Api-Version": "1.51"}


def answered(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, headers=PING, json={"ID": request.url.path})


async def app(scope: Any, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    """An ASGI application that answers as an engine."""
    headers = [(b"api-version", b"1.51"), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"ID":"%s"}' % scope["path"].encode()})


class Own(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport of a user's own."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return answered(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return answered(request)


def routed() -> respx.MockRouter:
    router = respx.MockRouter(base_url="http://api.moby.localhost")
    router.head("/_ping").respond(200, headers=PING)
    router.get("/v1.51/info").respond(200, json={"ID": "/v1.51/info"})
    return router


SYNC: dict[str, Callable[[], httpx.BaseTransport]] = {
    "MockTransport": lambda: httpx.MockTransport(answered),
    "respx": lambda: httpx.MockTransport(routed().handler),
    "own": Own,
}
ASYNC: dict[str, Callable[[], httpx.AsyncBaseTransport]] = {
    "MockTransport": lambda: httpx.MockTransport(answered),
    "respx": lambda: httpx.MockTransport(routed().async_handler),
    "ASGITransport": lambda: httpx.ASGITransport(app),
    "own": Own,
}


@pytest.mark.parametrize("transport", SYNC.values(), ids=SYNC)
def test_any_transport_fits(transport: Callable[[], httpx.BaseTransport]) -> None:
    with Engine(transport=transport()) as engine:
        assert engine.info().id == "/v1.51/info"


@pytest.mark.parametrize("transport", ASYNC.values(), ids=ASYNC)
async def test_any_async_transport_fits(transport: Callable[[], httpx.AsyncBaseTransport]) -> None:
    async with AsyncEngine(transport=transport()) as engine:
        assert (await engine.info()).id == "/v1.51/info"


def test_the_transports_of_an_engine_fit_again(tmp_path: Path) -> None:
    """Ours under an engine, through httpx: nothing is lost on the way."""
    with scripted(tmp_path / "s", lambda connection, _: connection.sendall(answer(b'{"ID":"x"}'))) as server:
        with Engine(transport=EngineTransport(server.host)) as engine:
            assert engine.info().id == "x"


def test_raw_requests(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", lambda connection, _: connection.sendall(answer(b'{"ID":"x"}'))) as server:
        with httpx.Client(transport=EngineTransport(server.host), base_url="http://docker") as client:
            assert client.get("/v1.51/info").json() == {"ID": "x"}
            assert client.post("/v1.51/containers/create", json={"Image": "busybox"}).status_code == 200
    assert [head.split(b"\r\n")[0] for head in server.heads] == [
        b"GET /v1.51/info HTTP/1.1",
        b"POST /v1.51/containers/create HTTP/1.1",
    ]


async def test_raw_async_requests(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", lambda connection, _: connection.sendall(answer(b'{"ID":"x"}'))) as server:
        transport = EngineTransport(server.host)
        async with httpx.AsyncClient(transport=transport, base_url="http://docker") as client:
            found = await asyncio.gather(*(client.get("/v1.51/info") for _ in range(5)))
    assert [each.json() for each in found] == [{"ID": "x"}] * 5


def shouting(connection: Any, head: bytes) -> None:
    connection.sendall(UPGRADED)
    heard = b""
    while data := connection.recv(65536):
        heard += data
    connection.sendall(encode(Frame("stdout", heard.upper())))
    connection.shutdown(2)


def test_a_raw_upgrade(tmp_path: Path) -> None:
    headers = {"Connection": "Upgrade", "Upgrade": "tcp"}
    with scripted(tmp_path / "s", shouting) as server:
        with httpx.Client(transport=EngineTransport(server.host), base_url="http://docker") as client:
            with client.stream("POST", "/v1.51/containers/web/attach?stream=1", headers=headers) as response:
                stream = response.extensions["network_stream"]
                stream.write(b"words")
                stream.close_write()
                heard = b"".join(iter(stream.read, b""))
                stream.close()
    assert heard == encode(Frame("stdout", b"WORDS"))


async def test_a_raw_async_upgrade(tmp_path: Path) -> None:
    headers = {"Connection": "Upgrade", "Upgrade": "tcp"}
    with scripted(tmp_path / "s", shouting) as server:
        transport = EngineTransport(server.host)
        async with httpx.AsyncClient(transport=transport, base_url="http://docker") as client:
            async with client.stream("POST", "/v1.51/containers/web/attach", headers=headers) as response:
                stream = response.extensions["network_stream"]
                await stream.write(b"words")
                stream.close_write()
                heard = b""
                while data := await stream.read():
                    heard += data
                await stream.aclose()
    assert heard == encode(Frame("stdout", b"WORDS"))


def test_a_host_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(InvalidHost):
        EngineTransport("npipe:////./pipe/docker_engine")
