"""Names of what a conversation is about: the service of compose that a request is for."""

from __future__ import annotations

import json

import pytest

from engineclient.events import Request
from engineclient.trace.exchanges import Exchange
from engineclient.trace.names import Names
from engineclient.trace.part import Part

ID, OTHER = "a" * 64, "b" * 64
LABELS = {"com.docker.compose.service": "web"}


def exchange(method: str, path: str, body: object = None, **query: str) -> Exchange:
    content = b"" if body is None else json.dumps(body).encode()
    return Exchange.of(Request(1, 0.0, method, path, "1.51", tuple(query.items()), body=content))


def answer(value: object) -> list[Part]:
    return [Part(0.0, "daemon", "body", json.dumps(value).encode())]


@pytest.fixture
def names() -> Names:
    """Some that have seen a container of `web` come, and a list with another one."""
    names = Names()
    names.learn(
        exchange("POST", "/containers/create", {"Labels": LABELS}, name="p-web-1"), answer({"Id": ID})
    )
    listed = [{"Id": OTHER, "Names": ["/p-db-1"], "Labels": {"com.docker.compose.service": "db"}}]
    names.learn(exchange("GET", "/containers/json"), answer(listed))
    return names


@pytest.mark.parametrize(
    ("asked", "service"),
    [
        (exchange("POST", "/containers/create", {}, name="p-web-1"), "web"),
        (exchange("POST", f"/containers/{ID}/start"), "web"),
        (exchange("GET", f"/containers/{OTHER}/json"), "db"),
        (exchange("POST", "/containers/p-web-1/stop"), "web"),
        (exchange("GET", "/containers/json"), ""),
        (exchange("GET", "/networks/web"), ""),
        (exchange("POST", f"/containers/{'c' * 64}/start"), ""),
    ],
    ids=["create", "by id", "listed", "by name", "list", "another kind", "unknown"],
)
def test_the_service_of_a_request(names: Names, asked: Exchange, service: str) -> None:
    assert names.service(asked) == service
