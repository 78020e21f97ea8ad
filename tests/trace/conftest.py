"""Traces to be written: one with everything, one that tries to break out of what it is written in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from engineclient.events import Data, Elided, End, Event, Request, Response
from engineclient.trace.daemon_events import DaemonEvent
from engineclient.trace.trace import Trace
from tests.trace.chromium import NO_CHROMIUM, PROGRAM, Browser, browser

ID = "945f1a66f01f" + "0" * 52
JSON = (("content-type", "application/json"), ("server", "Docker/28.5.2 (linux)"))
FRAMED = (("content-type", "application/vnd.docker.multiplexed-stream"),)
TAR = (("content-type", "application/x-tar"),)
BEGAN = 1_795_500_000.25


def exchange(
    number: int, at: float, method: str, path: str, status: int, answer: Any, **more: Any
) -> list[Event]:
    """A request of the API and its whole answer, 10 ms later."""
    body = b"" if answer is None else json.dumps(answer).encode()
    then = round(at + 0.01, 6)
    data: list[Event] = [Data(number, then, "daemon", body)] if body else []
    return [
        Request(number, at, method, path, "1.51", **more),
        Response(number, then, status, JSON, "length" if body else "none"),
        *data,
        End(number, then, "daemon", "complete"),
    ]


def conversation(output: bytes = b"hi\n", command: str = "hi", name: str = "web") -> Trace:
    """A run: no image, a pull, a session both ways, and the daemon's own events."""
    body = json.dumps({"Image": "busybox", "Cmd": [command], "Env": ["TOKEN=hunter2"]}).encode()
    asked = {"body": body, "headers": (("content-type", "application/json"),), "query": (("name", name),)}
    events = [
        *exchange(1, 0.0, "POST", "/containers/create", 404, {"message": f"No such image: {command}"}, **asked),
        Request(2, 0.02, "POST", "/images/create", "1.51", (("fromImage", "busybox"),), (("x-registry-auth", "***"),)),
        Response(2, 0.1, 200, JSON, "chunked"),
        Data(2, 0.1, "daemon", b'{"status":"Pulling","id":"a"}\r\n{"status":"Done","id":"a"}\r\n'),
        End(2, 0.2, "daemon", "complete"),
        *exchange(3, 0.2, "POST", "/containers/create", 201, {"Id": ID, "Warnings": []}, **asked),
        Request(4, 0.21, "POST", f"/containers/{ID}/attach", "1.51", (), (("upgrade", "tcp"),)),
        Response(4, 0.22, 101, FRAMED, "hijack"),
        *exchange(5, 0.23, "POST", f"/containers/{ID}/start", 204, None),
        Data(4, 0.24, "client", b"in\xff"),
        End(4, 0.24, "client", "half-close"),
        Data(4, 0.25, "daemon", b"\x01\x00\x00\x00" + len(output).to_bytes(4, "big") + output),
        End(4, 0.3, "daemon", "close"),
        Request(6, 0.3, "PUT", f"/containers/{ID}/archive", "1.51", (), TAR, b"", complete=False),
        Data(6, 0.31, "client", Elided(70000, "ab" * 32)),
        End(6, 0.31, "client", "complete"),
        End(6, 0.32, "daemon", "close"),
    ]  # fmt: skip
    daemon_events = [
        DaemonEvent(0.205, "container", "create", ID, {"name": name, "image": "busybox"}),
        DaemonEvent(0.29, "container", "die", ID, {"name": name, "exitCode": "0"}),
    ]
    return Trace(
        "unix:///run/docker.sock", ["minidocker", "run", command], BEGAN, True, events, daemon_events
    )


HOSTILE = '</script><img src=x onerror="hacked=1">\u202e\x1b[2J\'"--></style>;#59;\n%%{init}%%'


@pytest.fixture
def trace() -> Trace:
    return conversation()


@pytest.fixture
def hostile() -> Trace:
    return conversation(HOSTILE.encode(), HOSTILE, HOSTILE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if PROGRAM is None:
        pytest.skip(NO_CHROMIUM)
    with browser() as running:
        yield running
