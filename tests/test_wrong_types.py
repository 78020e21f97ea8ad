"""Values of a wrong type, as other clients take them, are refused in one clear line before anything is sent."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from engineclient import AsyncDuplex, AsyncEngine, Duplex, Engine
from engineclient.models.containers import ContainerInspect
from engineclient.transport.tasks import Tasks
from engineclient.transport.threads import Threads

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


async def test_text_is_not_written_to_a_stream() -> None:
    def opened() -> Any:
        raise AssertionError("it was opened")

    with pytest.raises(TypeError, match=f"what is written {BYTES}"):
        Duplex(opened, Threads()).write("text")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=f"what is written {BYTES}"):
        await AsyncDuplex(opened, Tasks()).write("text")  # type: ignore[arg-type]
