from __future__ import annotations

import json
from typing import Any

import pytest

from engineclient.events import Pairs, Request
from engineclient.recording.canonical import Values
from engineclient.recording.replay.matching import compare, normal_body, normal_query

LINE: dict[str, Any] = {
    "x": 1,
    "ask": "POST /containers/create",
    "query": {"name": "web", "filters": '{"label":["b","a"]}'},
    "json": {"Image": "busybox", "Env": ["K={secret1}"], "Cmd": None, "HostConfig": {"AutoRemove": True}},
}


def asked(
    method: str = "POST",
    path: str = "/containers/create",
    query: Pairs = (("filters", '{"label":{"a":true,"b":true}}'), ("name", "web"), ("platform", "")),
    **changes: Any,
) -> Request:
    body = {"Image": "busybox", "Env": ["K=v"], "HostConfig": {"AutoRemove": True, "Binds": None}} | changes
    return Request(1, 0.0, method, path, "1.30", query, (), json.dumps(body).encode())


def differences(request: Request) -> list[str]:
    return [str(difference) for difference in compare(LINE, request, Values())[0]]


@pytest.mark.parametrize(
    ("request_", "differs"),
    [
        (asked(), []),
        (asked(Tty=False, Volumes={}, NetworkMode="default"), []),
        (asked(method="PUT"), ['method: recorded "POST", requested "PUT"']),
        (asked(path="/x"), ['path: recorded "/containers/create", requested "/x"']),
        (
            asked(query=(("filters", '{"label":["a","b"]}'),)),
            ['query.name: recorded ["web"], requested nothing'],
        ),
        (asked(Image="alpine"), ['body.Image: recorded "busybox", requested "alpine"']),
        (asked(Tty=True), ["body.Tty: recorded nothing, requested true"]),
        (asked(HostConfig={}), ['body.HostConfig: recorded {"AutoRemove": true}, requested nothing']),
        (asked(Env=["L=v"]), ['body.Env[0]: recorded "K=hidden", requested "L=v"']),
    ],
)
def test_compare(request_: Request, differs: list[str]) -> None:
    assert differences(request_) == differs


def test_a_wildcard_takes_what_the_client_says() -> None:
    assert compare(LINE, asked(Env=["K=mine=1"]), Values())[1] == {"secret1": "mine=1"}


def test_ids_compare_as_the_values_that_were_given_out() -> None:
    values = Values()
    line = {"x": 1, "ask": "GET /containers/{c1}/json"}
    path = f"/containers/{values['c1']}/json"
    assert compare(line, Request(1, 0.0, "GET", path), values)[0] == []
    assert compare(line, Request(1, 0.0, "GET", "/containers/other/json"), values)[0] != []


@pytest.mark.parametrize(
    ("name", "value", "normal"),
    [
        ("all", "0", None),
        ("all", "false", None),
        ("all", "true", "1"),
        ("all", "1", "1"),
        ("all", "False", None),
        ("t", "0", "0"),
        ("tail", "0", "0"),
        ("since", "0", "0"),
        ("pause", "false", "0"),
        ("tail", "all", None),
        ("tail", "5", "5"),
        ("tag", "latest", None),
        ("filters", "{}", None),
        ("filters", '{"a":{"y":true,"x":true,"z":false}}', {"a": ["x", "y"]}),
        ("filters", "{broken", "{broken"),
        ("detachKeys", "", None),
        ("h", "24", None),
        ("w", "80", None),
    ],
)
def test_normal_query(name: str, value: str, normal: Any) -> None:
    assert normal_query(name, value) == normal


@pytest.mark.parametrize(
    ("body", "normal"),
    [
        ({}, None),
        ({"a": None, "b": "", "c": False, "d": 0, "e": [], "f": {"g": None}}, None),
        ({"a": [1, {"b": ""}]}, {"a": [1, None]}),
        ({"RestartPolicy": {"Name": "no", "MaximumRetryCount": 0}}, None),
        ({"RestartPolicy": {"Name": "always"}}, {"RestartPolicy": {"Name": "always"}}),
        ({"ConsoleSize": [24, 80], "MemorySwappiness": -1}, None),
    ],
)
def test_normal_body(body: Any, normal: Any) -> None:
    assert normal_body(body) == normal
