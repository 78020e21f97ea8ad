"""Gathering: on an engine that answers from a table, with nothing but reads."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from engineclient import Engine
from engineclient.connect.configfile import ConfigFile
from engineclient.connect.hosts import Endpoint, parse
from engineclient.doctor.facts import Facts
from engineclient.doctor.gather import gather
from engineclient.errors import InvalidHost
from engineclient.transport import bounded_http

ANSWERS: dict[str, Any] = {
    "/version": {"Version": "28", "ApiVersion": "1.51"},
    "/info": {"SystemTime": "2020-01-01T00:00:00Z", "DockerRootDir": "/"},
    "/containers/json": [{"Id": "1", "Names": ["/web"]}],
    "/containers/1/json": {
        "Name": "/web",
        "Created": "2999-01-01T00:00:00Z",
        "Path": "nginx",
        "State": {
            "Status": "exited",
            "ExitCode": 3,
            "StartedAt": "2999-01-01T00:00:00Z",
            "FinishedAt": "2999-01-01T00:00:02Z",
        },
    },
    "/distribution/hello-world/json": httpx.Response(404, json={"message": "manifest unknown"}),
}


def facts_of(answers: dict[str, Any], tmp_path: Path, seen: list[str], host: str = "unix:///nope/x") -> Facts:
    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v1.51")
        seen.append(f"{request.method} {path}")
        found = answers[path]
        return found if isinstance(found, httpx.Response) else httpx.Response(200, json=found)

    def connect(_: Endpoint) -> Engine:
        return Engine(transport=httpx.MockTransport(answer), api_version="1.51", read_only=True)

    return gather(
        "default", lambda: parse(host), connect, ConfigFile(tmp_path), environ={"HTTP_PROXY": "http://p"}
    )


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("1.2.3.4", 443))])
    monkeypatch.setattr(bounded_http, "fetched", lambda *_, **__: httpx.Response(401))


def test_what_an_engine_tells(tmp_path: Path) -> None:
    seen: list[str] = []
    facts = facts_of(ANSWERS, tmp_path, seen)
    assert facts.version == ANSWERS["/version"]
    assert facts.skew is not None
    assert facts.skew < -1e6
    assert facts.socket is not None
    assert not facts.socket.exists
    assert facts.size
    assert [(each.name, each.exit_code, each.seconds) for each in facts.ended] == [("web", 3, 2.0)]
    (registry,) = facts.registries
    assert (registry.addresses, registry.by_client, registry.by_engine) == (["1.2.3.4"], "", "")
    assert facts.environ == {"HTTP_PROXY": "http://p"}
    assert all(request.startswith("GET") for request in seen)


def test_an_engine_without_the_route_of_registries(tmp_path: Path) -> None:
    missing = httpx.Response(
        404, json={"message": "Path /v1.41/distribution/hello-world/json is not supported"}
    )
    facts = facts_of({**ANSWERS, "/distribution/hello-world/json": missing}, tmp_path, [])
    assert facts.registries[0].by_engine is None


def test_a_registry_that_the_engine_does_not_trust(tmp_path: Path) -> None:
    error = httpx.Response(500, json={"message": "x509: certificate signed by unknown authority"})
    facts = facts_of({**ANSWERS, "/distribution/hello-world/json": error}, tmp_path, [])
    assert facts.registries[0].by_engine == "x509: certificate signed by unknown authority"


def test_no_engine(tmp_path: Path) -> None:
    facts = gather("default", lambda: parse("unix:///nope/x"), Engine, ConfigFile(tmp_path), environ={})
    assert facts.unreached is not None
    assert facts.unreached.cause == "socket-missing"
    assert facts.info is None


def test_a_host_that_is_none(tmp_path: Path) -> None:
    def refuse() -> Endpoint:
        raise InvalidHost("invalid bind address format: x://")

    facts = gather("default", refuse, Engine, ConfigFile(tmp_path), environ={})
    assert facts.unresolved is not None
    assert facts.unresolved.text == "invalid bind address format: x://"


def test_helpers_and_proxies_of_config_json(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(
        '{"credsStore": "nosuch", "credHelpers": {"r": "other"}, "proxies": {"default": {"httpProxy": "http://p"}}}'
    )
    facts = facts_of(ANSWERS, tmp_path, [])
    assert facts.helpers == {"docker-credential-nosuch": False, "docker-credential-other": False}
    assert facts.container_proxies == {"default": {"httpProxy": "http://p"}}
