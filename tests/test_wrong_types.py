"""Values of a wrong type, as other clients take them, are refused in one clear line before anything is sent."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from engineclient import AsyncDuplex, AsyncEngine, Duplex, Engine, build_context, engines
from engineclient.compose import Project
from engineclient.models.containers import ContainerInspect
from engineclient.transport.tasks import Tasks
from engineclient.transport.threads import Threads
from tests.support import scripted

BYTES = "is bytes, not text: encode it"
NAME = "container: its name or ID is needed, a str, not "
Call = Callable[[Any], Any]

MISTAKES: list[tuple[str, Call, str]] = [
    ("run's stdin", lambda engine: engine.run("busybox", ["cat"], stdin="text"), f"stdin {BYTES}"),
    ("exec's stdin", lambda engine: engine.exec.run("web", ["cat"], stdin="text"), f"stdin {BYTES}"),
    ("a file", lambda engine: engine.write_file("web", "/x", "text"), f"the content of a file {BYTES}"),
    ("a detached stdin", lambda engine: engine.run("busybox", stdin=b"x", detach=True), "detached gets no stdin"),
    ("a name is None", lambda engine: engine.containers.inspect(None), f"{NAME}NoneType"),
    ("a name is a view", lambda engine: engine.containers.stop(ContainerInspect({})), f"{NAME}ContainerInspect"),
    ("a port is a pair", lambda engine: engine.run("busybox", ports={80: ("127.0.0.1", 80)}), "a port of the host is"),
    ("a volume is a dict", lambda engine: engine.run("busybox", volumes={"v": {"bind": "/v"}}), 'such as "/data"'),
    ("one variable", lambda engine: engine.run("busybox", env="A=1"), "env takes several values: ['A=1']"),
    ("one port", lambda engine: engine.create("busybox", ports="8080:80"), "ports takes several values: ['8080:80']"),
    ("one volume", lambda engine: engine.run("busybox", volumes="v:/v"), "volumes takes several values: ['v:/v']"),
    ("one label", lambda engine: engine.run("busybox", labels="a=b"), "labels takes several values: ['a=b']"),
    ("one tag", lambda engine: engine.build("nowhere", tags="web:1"), "tags takes several values: ['web:1']"),
    ("one filter", lambda engine: engine.containers.list(filters="name=web"), "filters are a mapping"),
    ("an answer is performed", lambda engine: engine.perform(7), "a procedure is a generator of calls, or a call, not int"),
    ("a login is a pair", lambda engine: engine.pull("busybox", auth=("me", "secret")), "auth is an AuthConfig, or {"),
    ("a path is a body", lambda engine: engine.containers.put_archive("web", "/", Path("x.tar")), "a body is bytes, an o"),
    ("a command is text", lambda engine: engine.run("busybox", "echo hello"), "a command is a list"),
]  # fmt: skip


def nothing(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"{request.method} {request.url} was sent")


@pytest.mark.parametrize(
    ("call", "text"), [mistake[1:] for mistake in MISTAKES], ids=[name for name, *_ in MISTAKES]
)
@pytest.mark.parametrize("kind", [Engine, AsyncEngine])
async def test_it_is_refused(kind: type[Engine | AsyncEngine], call: Call, text: str) -> None:
    engine = kind(transport=httpx.MockTransport(nothing), api_version="1.51")
    with pytest.raises((TypeError, ValueError)) as raised:
        result = call(engine)
        if inspect.isawaitable(result):
            await result
    assert text in str(raised.value)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda one: Project.load(one), "paths"),
        (lambda one: Project.load(cast(Any, Path(one))), "paths"),
        (lambda one: Project.load(services=one), "services"),
        (lambda one: Project.load(profiles=one), "profiles"),
        (lambda one: Project.load(env_files=one), "env_files"),
        (lambda one: engines(one), "contexts"),
    ],
)
def test_one_name_is_not_read_by_its_letters(call: Call, name: str) -> None:
    with pytest.raises(TypeError, match=f"{name} takes several values: ."):
        call("one")


@pytest.mark.parametrize(
    "body", [["text"], build_context(dockerfile="FROM busybox")], ids=["text", "a context"]
)
@pytest.mark.parametrize("kind", [Engine, AsyncEngine])
async def test_pieces_of_a_body_are_bytes(
    kind: type[Engine | AsyncEngine], body: Any, tmp_path: Path
) -> None:
    with scripted(tmp_path / "s", lambda connection, head: None) as peer:
        engine = kind(peer.host, api_version="1.51")
        with pytest.raises(TypeError, match="the pieces of a body are bytes, not (str|dict)"):
            if isinstance(engine, Engine):
                await asyncio.to_thread(engine.images.build, body)
            else:
                await engine.images.build(body)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (
            lambda: Engine(transport=cast(Any, httpx.AsyncHTTPTransport())),
            "Engine takes an httpx.BaseTransport, not A",
        ),
        (
            lambda: Engine(transport=cast(Any, httpx.Client())),
            "Engine takes an httpx.BaseTransport, not Client",
        ),
        (
            lambda: AsyncEngine(transport=cast(Any, httpx.HTTPTransport())),
            "AsyncEngine takes an httpx.AsyncBaseTransport, not HTTPTransport",
        ),
    ],
)
def test_a_transport_of_another_kind_is_refused(make: Callable[[], object], text: str) -> None:
    with pytest.raises(TypeError, match=text):
        make()


async def test_text_is_not_written_to_a_stream() -> None:
    def opened() -> Any:
        raise AssertionError("it was opened")

    with pytest.raises(TypeError, match=f"what is written {BYTES}"):
        Duplex(opened, Threads()).write("text")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=f"what is written {BYTES}"):
        await AsyncDuplex(opened, Tasks()).write("text")  # type: ignore[arg-type]
