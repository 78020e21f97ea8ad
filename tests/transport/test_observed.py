"""What the observed transports tell, sync and async, of what passes through any transport."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from engineclient import AsyncEngine, ConnectionFailed, Engine, EngineError, NotFound
from engineclient.backend import finish
from engineclient.connect.hosts import Endpoint
from engineclient.events import Data, Elided, End, Event, Request, Response
from engineclient.events.capture import KEEP
from engineclient.recording.library import open_recording
from engineclient.recording.recording import Recording
from engineclient.recording.replay.transport import AsyncReplayTransport, ReplayTransport
from engineclient.transport.exchange import Outgoing
from engineclient.transport.observed import ObservedTransport
from engineclient.transport.over_httpx import HttpxTransport
from tests.support import UPGRADED, Script, answer, chunked, scripted

BIG = b"x" * (KEEP + 1)
FRAME = b"\x01\x00\x00\x00\x00\x00\x00\x03out"


def brief(events: list[Event]) -> list[str]:
    """A line an event, times aside; neighbouring data of one side is one."""
    lines: list[str] = []
    for event in events:
        match event:
            case Request():
                body = event.body.decode() if event.complete else "..."
                lines.append(f"{event.exchange} {event.method} {event.path} {body}".rstrip())
            case Response():
                lines.append(f"{event.exchange} {event.status} {event.framing}")
            case Data(data=Elided() as elided):
                lines.append(f"{event.exchange} {event.side} {elided.size} bytes")
            case Data(data=bytes(data)):
                head = f"{event.exchange} {event.side}: "
                if lines and lines[-1].startswith(head):
                    lines[-1] += data.decode()
                else:
                    lines.append(head + data.decode())
            case End():
                lines.append(f"{event.exchange} {event.side} {event.how}")
    return lines


def always(data: bytes) -> Script:
    return lambda connection, _: connection.sendall(data)


def refused(connection: socket.socket, _: bytes) -> None:
    connection.sendall(answer(b'{"message":"no"}', "404 Not Found"))
    connection.shutdown(socket.SHUT_RDWR)


def hears_two_chunks(connection: socket.socket, _: bytes) -> None:
    heard = b""
    while not heard.endswith(b"0\r\n\r\n"):
        heard += connection.recv(100)
    connection.sendall(answer(b""))


def gone(connection: socket.socket, _: bytes) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def echo(connection: socket.socket, _: bytes) -> None:
    connection.sendall(UPGRADED + FRAME)
    while data := connection.recv(100):
        connection.sendall(b"\x02\x00\x00\x00\x00\x00\x00" + bytes((len(data),)) + data)
    connection.shutdown(socket.SHUT_RDWR)


def parts() -> Iterator[bytes]:
    yield from (b"a", b"b")


class Sync:
    """The sync engine, which does what the async one does."""

    @staticmethod
    async def ask(host: str, tell: Callable[[Event], None], what: str) -> Any:
        return await asyncio.to_thread(Sync._ask, host, tell, what)

    @staticmethod
    def _ask(host: str, tell: Callable[[Event], None], what: str) -> Any:
        with Engine(host, api_version="1.51", on_event=tell) as engine:
            match what:
                case "info":
                    return engine.info()
                case "login":
                    return engine.auth({"username": "me", "password": "hunter2", "serveraddress": "r"})
                case "upload":
                    return engine.containers.put_archive("web", "/", parts())
                case "large":
                    return engine.containers.put_archive("web", "/", BIG)
                case "download":
                    return list(engine.containers.export("web"))
                case "left":
                    with engine.events() as events:
                        return next(events)
                case "attach":
                    with engine.containers.attach("web", stdin=True) as duplex:
                        duplex.write(b"in")
                        duplex.close_stdin()
                        return [*duplex]


class Async:
    @staticmethod
    async def ask(host: str, tell: Callable[[Event], None], what: str) -> Any:
        async with AsyncEngine(host, api_version="1.51", on_event=tell) as engine:
            match what:
                case "info":
                    return await engine.info()
                case "login":
                    return await engine.auth({"username": "me", "password": "hunter2", "serveraddress": "r"})
                case "upload":

                    async def pieces() -> AsyncIterator[bytes]:
                        for part in parts():
                            yield part

                    return await engine.containers.put_archive("web", "/", pieces())
                case "large":
                    return await engine.containers.put_archive("web", "/", BIG)
                case "download":
                    return [part async for part in engine.containers.export("web")]
                case "left":
                    async with engine.events() as events:
                        return await anext(events)
                case "attach":
                    async with engine.containers.attach("web", stdin=True) as duplex:
                        await duplex.write(b"in")
                        await duplex.close_stdin()
                        return [frame async for frame in duplex]


CASES: dict[str, tuple[str, Script, list[str]]] = {
    "an answer": (
        "info",
        always(answer(b'{"ID":"a"}')),
        ["1 GET /info", "1 200 length", '1 daemon: {"ID":"a"}', "1 daemon complete"],
    ),
    "a login": (
        "login",
        always(answer(b"", "204 No Content")),
        [
            '1 POST /auth {"username":"***","password":"***","serveraddress":"r"}',
            "1 204 none",
            "1 daemon complete",
        ],
    ),
    "an upload in parts": (
        "upload",
        hears_two_chunks,
        [
            "1 PUT /containers/web/archive ...",
            "1 client: ab",
            "1 client complete",
            "1 200 length",
            "1 daemon complete",
        ],
    ),
    "a large body": (
        "large",
        always(answer(b"")),
        [
            "1 PUT /containers/web/archive ...",
            f"1 client {len(BIG)} bytes",
            "1 client complete",
            "1 200 length",
            "1 daemon complete",
        ],
    ),
    "a download that is no text": (
        "download",
        always(chunked(BIG, headers=("Content-Type: application/x-tar",))),
        ["1 GET /containers/web/export", "1 200 chunked", f"1 daemon {len(BIG)} bytes", "1 daemon complete"],
    ),
    "a stream that is left": (
        "left",
        always(chunked(b'{"Type":"image"}\n', end=False)),
        ["1 GET /events", "1 200 chunked", '1 daemon: {"Type":"image"}\n', "1 client close"],
    ),
    "a refusal": (
        "info",
        refused,
        ["1 GET /info", "1 404 length", '1 daemon: {"message":"no"}', "1 daemon complete"],
    ),
    "an engine that is gone": ("info", gone, ["1 GET /info", "1 daemon close"]),
}


@pytest.mark.parametrize("kind", [Sync, Async])
@pytest.mark.parametrize("name", CASES)
async def test_told(tmp_path: Path, kind: type[Sync | Async], name: str) -> None:
    what, script, expected = CASES[name]
    events: list[Event] = []
    with scripted(tmp_path / "s", script) as engine:
        try:
            await kind.ask(engine.host, events.append, what)
        except EngineError as error:
            assert isinstance(error, NotFound | ConnectionFailed)  # noqa: PT017  # only those two are scripted
    assert brief(events) == expected


@pytest.mark.parametrize("kind", [Sync, Async])
async def test_a_hijacked_connection_is_told_both_ways(tmp_path: Path, kind: type[Sync | Async]) -> None:
    events: list[Event] = []
    with scripted(tmp_path / "s", echo) as engine:
        frames = await kind.ask(engine.host, events.append, "attach")
    assert frames == [("stdout", b"out"), ("stderr", b"in")]
    told = brief(events)
    assert told[:2] == ["1 POST /containers/web/attach", "1 101 hijack"]
    assert told[-1] == "1 daemon close"
    assert "1 client half-close" in told
    both = {side: b"".join(_bytes(events, side)) for side in ("client", "daemon")}
    assert both == {"client": b"in", "daemon": FRAME + b"\x02\x00\x00\x00\x00\x00\x00\x02in"}


def _bytes(events: list[Event], side: str) -> list[bytes]:
    return [e.data for e in events if isinstance(e, Data) and e.side == side and isinstance(e.data, bytes)]


def test_an_event_loop_that_polls_the_connection_is_told_of_too(tmp_path: Path) -> None:
    events: list[Event] = []
    with (
        scripted(tmp_path / "s", echo) as scripted_engine,
        Engine(scripted_engine.host, api_version="1.51", on_event=events.append) as engine,
        engine.containers.attach("web", stdin=True) as duplex,
    ):
        pipe = duplex.pollable()
        assert pipe.pending()
        assert duplex.decode(pipe.read()) == [("stdout", b"out")]
        assert not pipe.pending()
        assert pipe.write_some(b"in") == 2
        pipe.close_write()
        assert duplex.decode(pipe.read()) == [("stderr", b"in")]
    assert "1 client: in" in brief(events)
    assert "1 client half-close" in brief(events)
    assert brief(events)[-1] == "1 client close"


def test_no_event_comes_before_what_caused_it(tmp_path: Path) -> None:
    events: list[Event] = []
    with scripted(tmp_path / "s", always(answer(b"{}"))) as scripted_engine:
        with Engine(scripted_engine.host, on_event=events.append) as engine:
            engine.info()
            engine.version()
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert [event.exchange for event in events if isinstance(event, Request)] == [1, 2, 3]
    assert [(e.path, e.version) for e in events if isinstance(e, Request)] == [
        ("/_ping", ""),
        ("/info", "1.51"),
        ("/version", "1.51"),
    ]


def test_a_mock_transport_is_observed_as_any_other() -> None:
    events: list[Event] = []
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"ID": "a"}))
    with Engine(transport=transport, api_version="1.51", on_event=events.append) as engine:
        assert engine.info().raw == {"ID": "a"}
    assert brief(events)[1:] == ["1 200 length", '1 daemon: {"ID":"a"}', "1 daemon complete"]


@respx.mock
async def test_respx_is_observed_as_any_other() -> None:
    events: list[Event] = []
    router = respx.MockRouter()
    router.get(path="/v1.51/info").respond(json={"ID": "a"})
    transport = httpx.MockTransport(router.async_handler)
    async with AsyncEngine(transport=transport, api_version="1.51", on_event=events.append) as engine:
        assert (await engine.info()).raw == {"ID": "a"}
    assert brief(events)[0] == "1 GET /info"


class Late:
    """A network stream from which a reader still gets something when another thread has closed it."""

    def read(self, max_bytes: int) -> bytes:
        return b"late"

    def close(self) -> None:
        pass


def test_nothing_is_told_behind_the_end() -> None:
    events: list[Event] = []
    answers = httpx.MockTransport(lambda _: httpx.Response(101, extensions={"network_stream": Late()}))
    transport = ObservedTransport(HttpxTransport(answers, Endpoint("unix", "/mock")), events.append)
    pipe: Any = finish(transport.exchange(Outgoing("POST", "/attach", upgrade=True))).pipe
    finish(pipe.close())
    assert finish(pipe.read()) == b"late"
    assert brief(events) == ["1 POST /attach", "1 101 hijack", "1 client close"]


def test_what_the_listener_raises_ends_the_call() -> None:
    def complain(_: Event) -> None:
        raise LookupError("enough")

    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={}))
    with Engine(transport=transport, api_version="1.51", on_event=complain) as engine:
        with pytest.raises(LookupError, match="enough"):
            engine.info()


async def test_what_is_told_of_a_replay_is_what_was_recorded() -> None:
    recorded = open_recording("run-stdin")
    body, stdin = recorded.lines[2]["json"], b"from stdin\n"
    told: dict[str, list[Event]] = {"sync": [], "async": []}
    transport = ReplayTransport(recorded)
    with Engine(transport=transport, on_event=told["sync"].append) as engine:
        engine.run("busybox", config=body, stdin=stdin)
    replay = AsyncReplayTransport(recorded)
    async with AsyncEngine(transport=replay, on_event=told["async"].append) as other:
        await other.run("busybox", config=body, stdin=stdin)
    for events in told.values():
        again = Recording.of(events, scenario=recorded.scenario, engine=recorded.engine)
        assert again.lines == recorded.lines
