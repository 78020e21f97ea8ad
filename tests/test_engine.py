"""Both engine classes over any httpx transport (MockTransport, respx, a user's own) and over a scripted socket."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import inspect
import io
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from engineclient import (
    APIError,
    AsyncEngine,
    BadRequest,
    Conflict,
    ConnectionFailed,
    DecodeError,
    Engine,
    EngineError,
    EngineTimeout,
    Forbidden,
    Frame,
    InvalidHost,
    InvalidName,
    NotFound,
    OperationUnsupported,
    ServerError,
    StreamError,
    StreamTruncated,
    Unauthorized,
    Unavailable,
    Unimplemented,
    UnsupportedByEngine,
    versions,
)
from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.connect.contexts import Context, ContextStore
from engineclient.connect.tls import TLSConfig
from engineclient.errors import ContextNotFound
from engineclient.models.info import Info
from engineclient.steps import Begin
from engineclient.wire.frames import encode
from tests.support import UPGRADED, answer, chunked, scripted

PING = {"Api-Version": "1.51"}
Handler = Callable[[httpx.Request], httpx.Response]
MUX = "application/vnd.docker.multiplexed-stream"
HELLO = [Frame("stdout", b"out\n"), Frame("stderr", b"err\n")]
WIRE = b"".join(encode(frame) for frame in HELLO)


def mocked(handler: Handler) -> httpx.MockTransport:
    def answered(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=PING) if request.url.path == "/_ping" else handler(request)

    return httpx.MockTransport(answered)


Ask = Callable[[Handler, Callable[[Any], Any]], Awaitable[Any]]


async def sync_ask(handler: Handler, question: Callable[[Any], Any]) -> Any:
    with Engine(transport=mocked(handler)) as engine:
        return question(engine)


async def async_ask(handler: Handler, question: Callable[[Any], Any]) -> Any:
    async with AsyncEngine(transport=mocked(handler)) as engine:
        result = question(engine)
        return await result if inspect.isawaitable(result) else result


@pytest.fixture(params=[sync_ask, async_ask], ids=["sync", "async"])
def ask(request: pytest.FixtureRequest) -> Ask:
    kind: Ask = request.param
    return kind


async def test_one_endpoint_serves_both_shells(ask: Ask) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert (request.method, request.url.raw_path) == ("GET", b"/v1.51/containers/json?all=1")
        return httpx.Response(200, json=[{"Id": "a" * 64, "Names": ["/web"]}])

    found = await ask(handler, lambda engine: engine.containers.list(all=True))
    assert [container.names for container in found] == [["/web"]]


@pytest.mark.parametrize(
    ("status", "content", "unsupported"),
    [
        (404, b'{"message":"page not found"}', True),  # docker
        (404, b"Not Found\n", True),  # Podman
        (404, b'{"cause":"","message":"Path /v1.41/plugins is not supported","response":0}', True),
        (405, b"Method Not Allowed\n", True),
        (404, b'{"message":"network web not found"}', False),
        (500, b"Not Found", False),
    ],
)
async def test_an_operation_that_the_engine_does_not_have(
    ask: Ask, status: int, content: bytes, unsupported: bool
) -> None:
    with pytest.raises(APIError) as raised:
        await ask(lambda _: httpx.Response(status, content=content), lambda engine: engine.plugins.list())
    assert isinstance(raised.value, UnsupportedByEngine) is unsupported
    if isinstance(raised.value, OperationUnsupported):
        assert (raised.value.argument, raised.value.speaks) == ("GET /plugins", "1.51")
        assert raised.value.text("x") == str(raised.value)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (418, APIError),
        (500, ServerError),
        (501, Unimplemented),
        (503, Unavailable),
    ],
)
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"message":"no such thing"}', "no such thing"),
        (b'{"cause":"c","message":"no such thing","response":404}', "no such thing"),
        (b"no such thing\n", "no such thing"),
        (b'{"message":null}', '{"message":null}'),
        (b"[1]", "[1]"),
    ],
)
async def test_errors_by_status_and_body(
    ask: Ask, status: int, kind: type[APIError], body: bytes, message: str
) -> None:
    with pytest.raises(APIError) as caught:
        await ask(
            lambda _: httpx.Response(status, content=body), lambda engine: engine.containers.inspect("x")
        )
    assert (type(caught.value), caught.value.status, caught.value.message) == (kind, status, message)
    assert caught.value.raw == body


async def test_an_error_without_a_body_names_the_route(ask: Ask) -> None:
    with pytest.raises(
        NotFound, match=r"request returned 404 Not Found for API route and version .*/v1.51/info"
    ):
        await ask(lambda _: httpx.Response(404), lambda engine: engine.info())


async def test_what_is_no_json_is_shown(ask: Ask) -> None:
    with pytest.raises(DecodeError, match="<html>"):
        await ask(lambda _: httpx.Response(200, content=b"<html>"), lambda engine: engine.info())


async def test_an_empty_id_is_refused_before_anything_is_sent(ask: Ask) -> None:
    with pytest.raises(InvalidName):
        await ask(lambda request: pytest.fail(str(request.url)), lambda engine: engine.containers.start(""))


@pytest.mark.parametrize(
    "remove",
    [
        lambda engine: engine.images.remove("../containers/web"),
        lambda engine: engine.images.remove("a/.."),
        lambda engine: engine.containers.remove(".."),
        lambda engine: engine.volumes.remove("."),
    ],
)
async def test_no_name_leads_to_another_route(ask: Ask, remove: Callable[[Any], Any]) -> None:
    with pytest.raises(InvalidName, match="leads to another route"):
        await ask(lambda request: pytest.fail(str(request.url)), remove)


async def test_a_newer_parameter_is_refused_before_anything_is_sent(ask: Ask) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        pytest.fail(str(request.url))

    def old(engine: Any) -> Any:
        engine._api_version = "1.41"  # as if it had been negotiated
        return engine.images.list(shared_size=True)

    with pytest.raises(UnsupportedByEngine, match='"shared_size" requires API version 1.42, .* is 1.41'):
        await ask(handler, old)


@pytest.mark.parametrize(
    ("server", "used"),
    [("1.41", "/v1.41/info"), ("1.56", "/v1.56/info"), ("1.99", "/v1.56/info"), ("", "/v1.40/info")],
)
async def test_negotiation(server: str, used: str) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {request.url.path}")
        return httpx.Response(200, headers={"Api-Version": server} if server else {}, json={})

    with Engine(transport=httpx.MockTransport(handler)) as engine:
        engine.info()
        engine.info()
    assert seen == ["HEAD /_ping", f"GET {used}", f"GET {used}"]


def test_a_ping_by_get_where_head_is_not_known() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(405 if request.method == "HEAD" else 200, headers=PING, json={})

    with Engine(transport=httpx.MockTransport(handler)) as engine:
        assert engine.api_version == "1.51"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 500, 502, 301])
@pytest.mark.parametrize(
    ("headers", "told", "version"),
    [
        ({}, None, "1.44"),  # engines 25 to 29 have it
        (PING, None, "1.51"),
        ({}, {"ApiVersion": "1.41"}, "1.41"),
        ({}, {"ApiVersion": 7}, "1.44"),
        ({}, ["1.41"], "1.44"),
    ],
)
def test_a_refused_ping_is_no_end(headers: dict[str, str], told: Any, version: str, status: int) -> None:
    """The answers of a socket proxy that refuses some requests, and may let `/version` through."""

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/version" and told is not None:
            return httpx.Response(200, json=told)
        return httpx.Response(status, headers=headers, text="forbidden")

    with Engine(transport=httpx.MockTransport(handler)) as engine:
        assert engine.api_version == version


@pytest.mark.parametrize("announced", ["1.44", "v1.44"])
def test_a_version_with_a_v(announced: str) -> None:
    assert versions.negotiate(announced) == "1.44"


def test_too_old_an_engine() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers={"Api-Version": "1.24"}))
    with (
        Engine(transport=transport) as engine,
        pytest.raises(EngineError, match="minimum supported API version is 1.40"),
    ):
        engine.info()


def test_a_given_version_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"ID": request.url.path})

    with Engine(transport=httpx.MockTransport(handler), api_version="1.44") as engine:
        assert engine.info().id == "/v1.44/info"
    monkeypatch.setenv("DOCKER_API_VERSION", "1.43")
    with Engine(transport=httpx.MockTransport(handler)) as engine:
        assert engine.info().id == "/v1.43/info"


def test_a_given_version_may_begin_with_a_v(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_API_VERSION", "v1.43")
    with Engine(transport=mocked(lambda _: httpx.Response(200))) as engine:
        assert engine.api_version == "1.43"


@pytest.mark.parametrize("name", ["DOCKER_HOST", "DOCKER_CONTEXT"])
@pytest.mark.parametrize("kind", [Engine, AsyncEngine])
def test_a_given_transport_is_used_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, name: str, kind: Any
) -> None:
    monkeypatch.setenv(name, "tcp://elsewhere:2375")
    kind(transport=mocked(lambda _: httpx.Response(200)))


async def test_a_header_with_a_line_break_is_not_sent(ask: Ask) -> None:
    def pull(engine: Any) -> Any:
        return engine.images.pull("busybox", auth="e30=\n").wait()

    with pytest.raises(ValueError, match="X-Registry-Auth cannot hold a line break"):
        await ask(lambda request: pytest.fail(str(request.url)), pull)


async def test_arguments_that_are_no_text_go_as_bytes(ask: Ask) -> None:
    sent: list[bytes] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.query + request.content)
        return httpx.Response(201, json={"Id": "x"})

    await ask(handler, lambda engine: engine.containers.create("busybox", ["\udcff"], name="\udcfe"))
    assert sent == [b'name=%FE{"Image":"busybox","Cmd":["\xff"]}']


async def test_a_list_is_a_list(ask: Ask) -> None:
    with pytest.raises(DecodeError, match="is not a list"):
        await ask(lambda _: httpx.Response(200, json={"Id": "x"}), lambda engine: engine.containers.list())


def test_respx_fits() -> None:
    with respx.mock(base_url="http://api.moby.localhost", assert_all_called=True) as router:
        router.head("/_ping").respond(200, headers=PING)
        router.get("/v1.51/containers/web/json").respond(200, json={"Id": "abc"})
        with Engine(transport=httpx.MockTransport(router.handler)) as engine:
            assert engine.containers.inspect("web").id == "abc"


def test_a_transport_of_the_users_own_fits(tmp_path: Path) -> None:
    class Counting(httpx.BaseTransport):
        def __init__(self, inner: httpx.BaseTransport) -> None:
            self.inner, self.count = inner, 0

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            self.count += 1
            return self.inner.handle_request(request)

        def close(self) -> None:
            self.inner.close()

    from engineclient import EngineTransport

    with scripted(tmp_path / "s", lambda connection, _: connection.sendall(answer(b"{}"))) as server:
        counting = Counting(EngineTransport(server.host))
        with Engine(transport=counting) as engine:
            engine.version()
    assert counting.count == 2


def test_httpxs_own_unix_transport_fits(tmp_path: Path) -> None:
    def script(connection: Any, head: bytes) -> None:
        if b"/attach" not in head:
            connection.sendall(answer(b'{"Config":{"Tty":false}}'))
            return
        connection.sendall(UPGRADED + WIRE)
        connection.shutdown(1)

    with scripted(tmp_path / "s", script) as server:
        with Engine(
            transport=httpx.HTTPTransport(uds=server.path, verify=False), api_version="1.51"
        ) as engine:
            with engine.containers.attach("x") as frames:
                assert list(frames) == HELLO


@pytest.mark.parametrize("version", ["1.41", "1.51"])
@pytest.mark.parametrize("tty", [False, True])
@pytest.mark.parametrize("says", [MUX, "application/vnd.docker.raw-stream", "application/octet-stream", None])
async def test_how_logs_are_framed(ask: Ask, version: str, tty: bool, says: str | None) -> None:
    """From API 1.42 the content type shows the framing; before, the container is inspected for a terminal."""
    asked: list[str] = []
    told = says == MUX or (says == "application/vnd.docker.raw-stream" and version == "1.51")
    raw = says != MUX if told else tty

    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/json"):
            asked.append(request.url.path)
            return httpx.Response(200, json={"Config": {"Tty": tty}})
        content = b"raw bytes" if raw else WIRE
        return httpx.Response(200, content=content, headers={"Content-Type": says} if says else {})

    def collect(engine: Any) -> Any:
        engine._api_version = version
        stream = engine.containers.logs("x")

        async def read() -> list[Frame]:
            return [frame async for frame in stream]

        return list(stream) if isinstance(engine, Engine) else read()

    frames = await ask(handler, collect)
    assert frames == ([Frame("stdout", b"raw bytes")] if raw else HELLO)
    assert len(asked) == (0 if told else 1)


PULL_FAILS = b'{"status":"Pulling"}\r\n{"errorDetail":{"code":5,"message":"toomanyrequests"},"error":"toomanyrequests"}\r\n'


@pytest.mark.parametrize("body", [PULL_FAILS, PULL_FAILS.rstrip(), b'{"error":"toomanyrequests"}\n'])
async def test_a_failed_pull_is_a_failure(ask: Ask, body: bytes) -> None:
    for question in (lambda engine: engine.images.pull("x").wait(), lambda engine: engine.pull("x")):
        with pytest.raises(StreamError, match="toomanyrequests"):
            await ask(lambda _: httpx.Response(200, content=body), question)


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("https://x", "invalid bind address format: https://x"),
        ("tcp://h:port", 'invalid port ":port" after host'),
        ("npipe://", "protocol not available"),
        ("ssh://u:p@h", "plain-text password is not supported"),
    ],
)
def test_hosts_that_are_refused(host: str, message: str) -> None:
    for kind in (Engine, AsyncEngine):
        with pytest.raises(InvalidHost, match=message):
            kind(host)


def test_docker_host_and_contexts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.setenv("DOCKER_HOST", "unix:///a")
    with Engine() as engine, Engine("unix:///b") as other:
        assert (engine.host, other.host) == ("unix:///a", "unix:///b")
    monkeypatch.setenv("DOCKER_HOST", "")
    monkeypatch.setenv("DOCKER_CONTEXT", "remote")
    with pytest.raises(ContextNotFound, match='context "remote"'):
        Engine()
    ContextStore(tmp_path).put(
        Context("remote", {}, {"docker": {"Host": "tcp://h:1/base", "SkipTLSVerify": True}})
    )
    with Engine() as engine, Engine("h", tls=TLSConfig(verify=False)) as other:
        assert (engine.host, engine.endpoint.name, engine.endpoint.base_path) == (
            "tcp://h:1/base",
            "remote",
            "/base",
        )
        assert engine.endpoint.tls == other.endpoint.tls == TLSConfig(verify=False)
    with Engine(context="default") as engine:
        assert engine.host == "unix:///var/run/docker.sock"


def test_connection_errors_say_what_to_do(tmp_path: Path) -> None:
    import socket

    (tmp_path / "file").write_text("")
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(tmp_path / "dead"))
    dead.close()
    for name, hint in [
        ("nothing", "There is no socket"),
        ("file", "nobody listens"),
        ("dead", "nobody listens"),
    ]:
        with Engine(f"unix://{tmp_path / name}") as engine, pytest.raises(ConnectionFailed) as caught:
            engine.info()
        assert str(caught.value) == (
            f"Cannot connect to the Docker daemon at unix://{tmp_path / name}. Is the docker daemon running?"
        )
        assert hint in caught.value.hint


def test_permission_denied_says_so() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno 13] Permission denied") from PermissionError(13, "Permission denied")

    with Engine("unix:///s", transport=httpx.MockTransport(refuse)) as engine:
        with pytest.raises(ConnectionFailed, match="permission denied while trying to connect") as caught:
            engine.info()
    assert "sudo" in caught.value.hint


def test_a_silent_engine_is_a_timeout(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", lambda connection, _: None) as server:
        with Engine(server.host, timeout=0.05) as engine, pytest.raises(EngineTimeout):
            engine.info()


async def test_a_cut_stream_is_not_a_clean_end(tmp_path: Path) -> None:
    def script(connection: Any, head: bytes) -> None:
        if b"/_ping" in head:
            connection.sendall(answer(b"", "200 OK").replace(b"Content-Length: 0", b"Content-Length: 2"))
            return
        connection.sendall(chunked(WIRE[:5], headers=(f"Content-Type: {MUX}",), end=False))
        connection.shutdown(2)

    with scripted(tmp_path / "s", script) as server:
        with Engine(server.host, api_version="1.51") as engine:
            with pytest.raises(StreamTruncated):
                list(engine.containers.logs("x"))
        async with AsyncEngine(server.host, api_version="1.51") as other:
            with pytest.raises(StreamTruncated):
                async for _ in other.containers.logs("x"):
                    pass


def endless(connection: Any, head: bytes) -> None:
    connection.sendall(chunked(WIRE, headers=(f"Content-Type: {MUX}",), end=False))


async def test_streams_left_early_leave_no_connection_open(tmp_path: Path) -> None:
    def descriptors() -> int:
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir()))

    with scripted(tmp_path / "s", endless) as server:
        with Engine(server.host, api_version="1.51") as engine:
            before = descriptors()
            for _ in range(5):
                for _frame in engine.containers.logs("x", follow=True):
                    break
                with engine.containers.logs("x", follow=True) as frames:
                    next(frames)
                engine.containers.logs("x")
            # the scripted engine's side of each connection closes when ours does
            for _ in range(200):
                if descriptors() <= before:
                    break
                await asyncio.sleep(0.01)
            assert descriptors() <= before
        async with AsyncEngine(server.host, api_version="1.51") as other:
            for _ in range(5):
                async for _frame in other.containers.logs("x", follow=True):
                    break
                async with other.containers.logs("x", follow=True) as stream:
                    await anext(stream)
                await other.containers.logs("x")
            for _ in range(200):
                if descriptors() <= before + 1:
                    break
                await asyncio.sleep(0.01)
            assert descriptors() <= before + 1


def test_closing_from_another_thread_ends_a_blocked_loop(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", endless) as server, Engine(server.host, api_version="1.51") as engine:
        stream = engine.containers.logs("x", follow=True)
        frames = []
        for frame in stream:
            frames.append(frame)
            if len(frames) == 2:
                threading.Timer(0.02, stream.close).start()
        assert frames == HELLO


async def test_closing_from_another_task_ends_a_blocked_loop(tmp_path: Path) -> None:
    with scripted(tmp_path / "s", endless) as server:
        async with AsyncEngine(server.host, api_version="1.51") as engine:
            stream = await engine.containers.logs("x", follow=True)

            async def read() -> list[Frame]:
                return [frame async for frame in stream]

            task = asyncio.create_task(read())
            await asyncio.sleep(0.02)
            await stream.aclose()
            assert await asyncio.wait_for(task, 5) == HELLO


async def test_cancelling_a_task_leaves_the_engine_usable(tmp_path: Path) -> None:
    def script(connection: Any, head: bytes) -> None:
        if b"/wait" not in head:
            connection.sendall(answer(json.dumps({"ID": "x"}).encode()))

    with scripted(tmp_path / "s", script) as server:
        async with AsyncEngine(server.host, api_version="1.51") as engine:
            task = asyncio.create_task(asyncio.wait_for(engine.containers.wait("x"), 0.02))
            with pytest.raises(TimeoutError):
                await task
            assert (await engine.info()).id == "x"


def test_progress_before_an_error_is_not_lost() -> None:
    with Engine(transport=mocked(lambda _: httpx.Response(200, content=PULL_FAILS))) as engine:
        stream = engine.images.pull("x")
        assert next(stream).status == "Pulling"
        with pytest.raises(StreamError, match="toomanyrequests"):
            next(stream)


@pytest.mark.parametrize(
    "content",
    [
        lambda _: b"abc",
        lambda _: [b"a", b"bc"],
        lambda _: (piece for piece in (b"ab", b"c")),
        lambda _: io.BytesIO(b"abc"),
        lambda path: path.open("rb"),
    ],
    ids=["bytes", "list", "generator", "BytesIO", "file"],
)
async def test_a_body_may_be_any_bytes(ask: Ask, tmp_path: Path, content: Callable[[Path], Any]) -> None:
    archive = tmp_path / "archive"
    archive.write_bytes(b"abc")
    sent: list[bytes] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return httpx.Response(200)

    with contextlib.ExitStack() as closing:
        given = content(archive)
        if hasattr(given, "close"):
            closing.callback(given.close)
        await ask(handler, lambda engine: engine.containers.put_archive("web", "/", given))
    assert sent == [b"abc"]


async def test_a_file_is_sent_from_where_it_stands(ask: Ask, tmp_path: Path) -> None:
    heads: list[httpx.Headers] = []

    def handler(request: httpx.Request) -> httpx.Response:
        heads.append(request.headers)
        return httpx.Response(200, content=request.content)

    with (tmp_path / "archive").open("w+b") as archive:
        archive.write(b"written, and not rewound")
        await ask(handler, lambda engine: engine.containers.put_archive("web", "/", archive))
    assert "content-length" not in heads[0]  # or the engine waits for bytes that do not come


@pytest.mark.parametrize(
    "taken_from", [Engine, Engine(transport=mocked(lambda _: httpx.Response(200)))], ids=["class", "engine"]
)
def test_help_has_the_parameters(taken_from: Any) -> None:
    assert "command" in inspect.signature(taken_from.run).parameters


def test_a_method_of_the_class_takes_its_engine() -> None:
    engine = Engine(transport=mocked(lambda _: httpx.Response(200, json={"ID": "x"})))
    info: Any = Engine.info
    assert info(engine).id == "x"


async def test_an_asynchronous_call_can_be_a_task(tmp_path: Path) -> None:
    async with AsyncEngine(transport=mocked(lambda _: httpx.Response(200, json={"ID": "x"}))) as engine:
        info: asyncio.Task[Info] = asyncio.create_task(engine.info())  # a type checker must agree
        assert (await info).id == "x"


class Unwilling(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer whose close fails, and is counted."""

    closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"{}"

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{}"

    def close(self) -> None:
        self.closed += 1
        raise RuntimeError("does not close")

    async def aclose(self) -> None:
        self.close()


async def test_all_that_a_procedure_opened_is_closed(ask: Ask) -> None:
    streams = [Unwilling(), Unwilling()]
    answers = iter(streams)

    def steps() -> Steps[None]:
        yield from Begin(containers.wait("a"))
        yield from Begin(containers.wait("b"))

    with pytest.raises(RuntimeError, match="does not close"):
        await ask(lambda _: httpx.Response(200, stream=next(answers)), lambda engine: engine.perform(steps()))
    assert [stream.closed for stream in streams] == [1, 1]


class Interrupted(BaseException):
    """A BaseException, like KeyboardInterrupt and CancelledError."""


def created(request: httpx.Request) -> httpx.Response:
    return httpx.Response(201 if request.url.path.endswith("/create") else 204, json={"Id": "abc"})


@pytest.mark.parametrize("error", [Interrupted(), KeyboardInterrupt(), LookupError()], ids=repr)
@pytest.mark.parametrize("remove", [True, False])
async def test_an_interrupted_run_leaves_no_container_behind(error: BaseException, remove: bool) -> None:
    def interrupt(_: Any) -> None:
        raise error

    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {request.url.path}")
        return created(request)

    with Engine(transport=mocked(handler)) as engine, pytest.raises(type(error)):
        engine.run("busybox", remove=remove, created=interrupt)
    async with AsyncEngine(transport=mocked(handler)) as other:
        with pytest.raises(type(error)):
            await other.run("busybox", remove=remove, created=interrupt)
    assert seen == ["POST /v1.51/containers/create", *["DELETE /v1.51/containers/abc"] * remove] * 2


async def test_a_cancelled_run_leaves_no_container_behind(tmp_path: Path) -> None:
    started = threading.Event()

    def script(connection: Any, head: bytes) -> None:
        if b"/attach" in head:
            started.set()  # and it is never answered
        elif b"DELETE" in head:
            connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        else:
            connection.sendall(answer(b'{"Id":"abc"}', "201 Created"))

    with scripted(tmp_path / "s", script) as server:
        async with AsyncEngine(server.host, api_version="1.51") as engine:
            running = asyncio.create_task(engine.run("busybox", remove=True))
            await asyncio.to_thread(started.wait, 10)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
    assert server.heads[-1].startswith(b"DELETE /v1.51/containers/abc?v=1&force=1 ")


@pytest.mark.parametrize("cut", [True, False], ids=["cut", "silent"])
async def test_a_start_that_is_lost_is_not_waited_for(tmp_path: Path, cut: bool) -> None:
    def script(connection: Any, head: bytes) -> None:
        if b"/create" in head:
            connection.sendall(answer(b'{"Id":"abc"}', "201 Created"))
        elif b"/attach" in head:
            connection.sendall(UPGRADED)
        elif b"/wait" in head:
            connection.sendall(chunked(end=False))
        elif cut:
            connection.shutdown(2)

    with scripted(tmp_path / "s", script) as server:
        with Engine(server.host, api_version="1.51", timeout=0.1) as engine:
            with pytest.raises(ConnectionFailed if cut else EngineTimeout):
                await asyncio.wait_for(asyncio.to_thread(engine.run, "busybox", remove=True), 20)


def test_without_asyncio_an_async_engine_says_what_it_needs(tmp_path: Path) -> None:
    async def ask() -> None:
        await AsyncEngine(f"unix://{tmp_path}/none").version()

    asking = ask()
    with pytest.raises(RuntimeError, match="AsyncEngine needs an event loop of asyncio"):
        asking.send(None)  # as another library's loop would
