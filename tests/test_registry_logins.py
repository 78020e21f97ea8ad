"""`auth="config"`: credentials of docker's config.json, or of the helper that it names, in the requests that need them."""

from __future__ import annotations

import base64
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from engineclient import AsyncEngine, Engine

HUB = "https://index.docker.io/v1/"
AUTHS = {HUB: {"auth": "aHViOnA="}, "host:5000": {"auth": "bWU6cHc="}}  # hub:p and me:pw
HELPER = '#!/bin/sh\nread server; printf \'{"ServerURL":"%s","Username":"kept","Secret":"safe"}\' "$server"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    monkeypatch.delenv("DOCKER_AUTH_CONFIG", raising=False)
    (tmp_path / "config.json").write_text(json.dumps({"auths": AUTHS}))
    return tmp_path


async def header_of(question: Callable[[Any], Any], *, kind: str) -> Any:
    """What the registry's header of the request says, decoded."""
    seen: list[httpx.Request] = []

    def answered(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, headers={"Api-Version": "1.51"}, content=b"")

    if kind == "sync":
        with Engine(transport=httpx.MockTransport(answered)) as engine:
            question(engine)
    else:
        async with AsyncEngine(transport=httpx.MockTransport(answered)) as other:
            opened = question(other)
            if inspect.isawaitable(opened):
                await opened
    headers = seen[-1].headers
    value = headers.get("X-Registry-Auth") or headers.get("X-Registry-Config")
    return None if value is None else json.loads(base64.urlsafe_b64decode(value))


HUB_LOGIN = {"username": "hub", "password": "p", "serveraddress": HUB}
HOST_LOGIN = {"username": "me", "password": "pw", "serveraddress": "host:5000"}
CASES: list[tuple[str, Callable[[Any], Any], Any]] = [
    ("pull", lambda engine: engine.images.pull("busybox", auth="config"), HUB_LOGIN),
    ("pull of a registry", lambda engine: engine.images.pull("host:5000/x", auth="config"), HOST_LOGIN),
    ("pull of another", lambda engine: engine.images.pull("other/x.y/z", auth="config"), HUB_LOGIN),
    ("pull to the end", lambda engine: engine.pull("host:5000/x", auth="config"), HOST_LOGIN),
    ("no login", lambda engine: engine.images.pull("far.example/x", auth="config"), {}),
    ("without auth", lambda engine: engine.images.pull("busybox"), {}),
    ("push", lambda engine: engine.images.push("host:5000/x", auth="config"), HOST_LOGIN),
    ("build", lambda engine: engine.images.build(b"tar", auth="config"), {HUB: HUB_LOGIN, "host:5000": HOST_LOGIN}),
    ("build without", lambda engine: engine.images.build(b"tar"), None),
    ("header", lambda engine: engine.images.push("x", auth="eyJhIjoxfQ=="), {"a": 1}),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize(("question", "sent"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
async def test_what_is_sent(folder: Path, kind: str, question: Callable[[Any], Any], sent: Any) -> None:
    assert await header_of(question, kind=kind) == sent


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_a_helper_is_asked(folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    program = folder / "docker-credential-test"
    program.write_text(HELPER)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    (folder / "config.json").write_text(json.dumps({"credHelpers": {"host:5000": "test"}}))
    found = await header_of(lambda engine: engine.images.push("host:5000/x", auth="config"), kind=kind)
    assert found == {"username": "kept", "password": "safe", "serveraddress": "host:5000"}
