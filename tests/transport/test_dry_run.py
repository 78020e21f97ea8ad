"""Transports that cannot send a change: what they send, what they show, and what a client makes of their answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from engineclient import AsyncEngine, Engine, NotFound, WouldChange
from engineclient.calls import HijackCall, StreamCall
from engineclient.transport.dry_run import Unsent
from tests.contract.walk import Sent, endpoints

IMAGES = {"busybox": "busybox:latest", "nginx:alpine": "nginx:alpine"}


class Daemon:
    """An engine that has the images above, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.transport = httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode().removeprefix("/v1.50")
        self.asked.append(f"{request.method} {path}")
        if path.startswith("/images/"):
            found = path.removeprefix("/images/").removesuffix("/json") in IMAGES
            return httpx.Response(200 if found else 404, json={"message": "no such image"})
        return httpx.Response(200, json={"Id": "web"} if path.startswith("/containers/web/") else [])


def told(unsent: Unsent) -> str:
    return f"{unsent.method} {unsent.target.removeprefix('/v1.50').partition('?')[0]}"


class DryRun:
    """A client that does not send; `shown` is what it would have, `daemon.asked` what it did."""

    def __init__(self) -> None:
        self.daemon = Daemon()
        self.unsent: list[Unsent] = []
        self.engine = Engine(transport=self.daemon.transport, api_version="1.50", dry_run=self.unsent.append)

    @property
    def shown(self) -> list[str]:
        return [told(unsent) for unsent in self.unsent]


def test_read_only_sends_reads() -> None:
    daemon = Daemon()
    with Engine(transport=daemon.transport, api_version="1.50", read_only=True) as engine:
        engine.containers.list()
        engine.containers.inspect("web")
    assert daemon.asked == ["GET /containers/json", "GET /containers/web/json"]


CHANGES: list[tuple[str, Callable[[Engine], object]]] = [
    ("POST /containers/create", lambda engine: engine.run("busybox")),
    ("POST /containers/web/stop", lambda engine: engine.containers.stop("web")),
    ("DELETE /containers/web", lambda engine: engine.containers.remove("web")),
    ("POST /images/create", lambda engine: engine.pull("busybox")),
    ("POST /containers/web/exec", lambda engine: engine.exec.run("web", ["true"])),
    ("POST /containers/web/attach", lambda engine: engine.containers.attach("web", stdin=True)),
    ("POST /volumes/prune", lambda engine: engine.volumes.prune()),
]


@pytest.mark.parametrize(("what", "act"), CHANGES, ids=[what for what, _ in CHANGES])
def test_read_only_refuses_what_may_change_something(what: str, act: Callable[[Engine], object]) -> None:
    daemon = Daemon()
    with Engine(transport=daemon.transport, api_version="1.50", read_only=True) as engine:
        with pytest.raises(WouldChange) as caught:
            act(engine)
    assert (f"{caught.value.method} {caught.value.path}", daemon.asked) == (what, [])
    assert str(caught.value).startswith(f"{what} may change something")
    assert str(caught.value).endswith(", and this client is read-only: nothing was sent")


async def test_read_only_async() -> None:
    daemon = Daemon()
    async with AsyncEngine(transport=daemon.transport, api_version="1.50", read_only=True) as engine:
        await engine.containers.list()
        with pytest.raises(WouldChange):
            await engine.run("busybox")
    assert daemon.asked == ["GET /containers/json"]


RUN = ["POST /containers/create", "POST /containers/{}/start"]
PULL = "POST /images/create"


@pytest.mark.parametrize(
    ("image", "pulls", "asked"),
    [
        ("busybox", [], ["GET /images/busybox/json"]),
        ("nginx:alpine", [], ["GET /images/nginx:alpine/json"]),
        ("nginx", [PULL], ["GET /images/nginx/json"]),
        ("docker.io/library/nginx:latest", [PULL], ["GET /images/docker.io/library/nginx:latest/json"]),
        (f"nginx@sha256:{'0' * 64}", [PULL], [f"GET /images/nginx@sha256:{'0' * 64}/json"]),
    ],
)
def test_a_dry_run_shows_what_a_real_one_would_send(image: str, pulls: list[str], asked: list[str]) -> None:
    dry = DryRun()
    result = dry.engine.run(image, detach=True)
    assert dry.shown == [*pulls, RUN[0], RUN[1].format(result.id)]
    assert dry.daemon.asked == asked
    assert dry.unsent[len(pulls)].json["Image"] == image


def test_a_dry_run_of_a_command_with_output_ends() -> None:
    dry = DryRun()
    result = dry.engine.run("busybox", ["cat"], stdin=b"x" * 1_000_000, remove=True)
    assert (result.exit_code, result.stdout, len(result.id)) == (0, b"", 64)
    assert dry.shown == [RUN[0], f"POST /containers/{result.id}/attach", RUN[1].format(result.id)]


async def test_the_same_for_asyncio() -> None:
    daemon = Daemon()
    unsent: list[Unsent] = []
    async with AsyncEngine(transport=daemon.transport, api_version="1.50", dry_run=unsent.append) as engine:
        result = await engine.run("nginx", ["cat"], stdin=b"x" * 1_000_000)
        executed = await engine.exec.run("web", ["true"])
    assert (result.exit_code, executed.exit_code) == (0, 0)
    assert [told(each).replace(result.id, "{}").replace(executed.id, "{}") for each in unsent] == [
        PULL, RUN[0], "POST /containers/{}/attach", RUN[1],
        "POST /containers/web/exec", "POST /exec/{}/start",
    ]  # fmt: skip
    assert daemon.asked == ["GET /images/nginx/json"]


def test_nothing_is_waited_for() -> None:
    dry = DryRun()
    assert dry.engine.containers.wait("web", condition="next-exit").status_code == 0
    with dry.engine.containers.attach("web") as attached:
        assert list(attached) == []
    assert (dry.daemon.asked, dry.shown) == ([], [])


def test_what_was_made_in_a_dry_run_cannot_be_read() -> None:
    dry = DryRun()
    made = dry.engine.containers.create("busybox")
    with pytest.raises(NotFound, match="exists only in this dry run"):
        dry.engine.containers.inspect(made.id)


ANSWERED: list[tuple[Callable[[Engine], Any], Any]] = [
    (lambda engine: engine.containers.stop("web"), True),
    (lambda engine: engine.containers.update("web", {"Memory": 1}).warnings, []),
    (lambda engine: engine.containers.prune().space_reclaimed, 0),
    (lambda engine: engine.images.remove("busybox"), []),
    (lambda engine: engine.images.tag("busybox", "other"), None),
    (lambda engine: engine.volumes.create("data").name, "data"),
    (lambda engine: len(engine.networks.create("net").id), 64),
    (lambda engine: engine.containers.commit("web").id[:7], "sha256:"),
    (lambda engine: list(engine.images.load(b"tar")), []),
    (lambda engine: list(engine.images.push("busybox", auth="")), []),
]


@pytest.mark.parametrize(("act", "answer"), ANSWERED)
def test_every_change_has_an_answer(act: Callable[[Engine], Any], answer: Any) -> None:
    dry = DryRun()
    assert act(dry.engine) == answer
    assert (len(dry.shown), dry.daemon.asked) == (1, [])


MADE: list[tuple[Callable[[Engine], str], int]] = [
    (lambda engine: engine.services.create({"Name": "web"}).id, 25),
    (lambda engine: engine.secrets.create({"Name": "s"}).id, 25),
    (lambda engine: engine.configs.create({"Name": "c"}).id, 25),
    (lambda engine: engine.swarm.init(), 25),
    (lambda engine: engine.exec.create("web", ["true"]).id, 64),
    (lambda engine: engine.volumes.create().name, 64),
]


@pytest.mark.parametrize(("make", "length"), MADE)
def test_what_is_made_has_an_id_of_its_form(make: Callable[[Engine], str], length: int) -> None:
    assert len(make(DryRun().engine)) == length


CHANGES_ALL = [
    sent
    for sent in endpoints()
    if sent.operation.changes and not sent.operation.uses  # which asks for the image
]


@pytest.mark.parametrize("sent", CHANGES_ALL, ids=lambda sent: sent.name)
def test_no_change_of_the_api_ends_in_an_error(sent: Sent) -> None:
    dry = DryRun()
    call = sent.call()
    if isinstance(call, HijackCall):
        with dry.engine.hijack(call) as taken:
            assert list(taken) == []
    elif isinstance(call, StreamCall):
        assert list(dry.engine.stream(call)) == []
    else:
        dry.engine.send(call)
    assert [f"{unsent.method} {unsent.target}".partition("?")[0] for unsent in dry.unsent] == [
        f"{call.request.method} /v1.50{call.request.path}"
    ] or sent.operation.unless


def test_a_stream_is_not_read() -> None:
    def parts() -> Any:
        raise AssertionError("the body of a request that is not sent was read")
        yield b""

    dry = DryRun()
    dry.engine.containers.put_archive("web", "/", parts())
    assert (dry.unsent[0].json, dry.unsent[0].content_type) == (None, "application/x-tar")


def test_unsent_names_the_whole_target() -> None:
    dry = DryRun()
    dry.engine.containers.create("busybox", name="web")
    assert dry.unsent[0].target == "/v1.50/containers/create?name=web"
    assert json.dumps(dry.unsent[0].json).startswith('{"Image": "busybox"')
