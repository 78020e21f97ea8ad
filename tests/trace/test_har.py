"""HAR 1.2: its required fields, and what Chromium's own network panel makes of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engineclient.recording.library import open_recording
from engineclient.trace.har import render
from engineclient.trace.trace import Trace
from tests.trace.chromium import Browser, Page

# What the specification does not call optional, by the place of the object; a list is one of objects.
REQUIRED: dict[str, dict[str, type | tuple[type, ...]]] = {
    "log": {"version": str, "creator": dict, "entries": list},
    "log.creator": {"name": str, "version": str},
    "log.entries": {
        "startedDateTime": str,
        "time": (int, float),
        "request": dict,
        "response": dict,
        "cache": dict,
        "timings": dict,
    },
    "log.entries.request": {
        "method": str,
        "url": str,
        "httpVersion": str,
        "cookies": list,
        "headers": list,
        "queryString": list,
        "headersSize": int,
        "bodySize": int,
    },
    "log.entries.request.headers": {"name": str, "value": str},
    "log.entries.request.queryString": {"name": str, "value": str},
    "log.entries.request.postData": {"mimeType": str, "params": list, "text": str},
    "log.entries.response": {
        "status": int,
        "statusText": str,
        "httpVersion": str,
        "cookies": list,
        "headers": list,
        "content": dict,
        "redirectURL": str,
        "headersSize": int,
        "bodySize": int,
    },
    "log.entries.response.headers": {"name": str, "value": str},
    "log.entries.response.content": {"size": int, "mimeType": str},
    "log.entries.timings": {"send": (int, float), "wait": (int, float), "receive": (int, float)},
}


def missing(value: Any, place: str) -> list[str]:
    """What a place does not have of what it must, in all objects below it."""
    if isinstance(value, list):
        return [fault for item in value for fault in missing(item, place)]
    if not isinstance(value, dict):
        return []
    faults = [
        f"{place}.{name}"
        for name, kind in REQUIRED.get(place, {}).items()
        if not isinstance(value.get(name), kind)
    ]
    return faults + [fault for name, item in value.items() for fault in missing(item, f"{place}.{name}")]


def log_of(trace: Trace) -> Any:
    return json.loads(render(trace))["log"]


@pytest.mark.parametrize("name", ["trace", "hostile"])
def test_nothing_that_is_required_is_missing(name: str, request: pytest.FixtureRequest) -> None:
    assert missing(log_of(request.getfixturevalue(name)), "log") == []


def test_times_add_up(trace: Trace) -> None:
    entries = log_of(trace)["entries"]
    for entry in entries:
        timings = entry["timings"]
        assert entry["time"] == pytest.approx(sum(timings[name] for name in ("send", "wait", "receive")))
    assert [entry["startedDateTime"][14:] for entry in entries[:2]] == ["00:00.250Z", "00:00.270Z"]
    assert (entries[1]["timings"]["wait"], entries[1]["timings"]["receive"]) == pytest.approx((80, 100))


def test_frames_are_messages(trace: Trace) -> None:
    attach = log_of(trace)["entries"][3]
    assert [(each["type"], each["opcode"], each["data"]) for each in attach["_webSocketMessages"]] == [
        ("send", 2, "aW7/"),
        ("receive", 1, "hi\n"),
    ]


def test_secrets_are_not_in_it(trace: Trace) -> None:
    assert "hunter2" not in render(trace)


IMPORTED = """
    (async () => {
        const har = await import("./models/har/har.js");
        const log = new har.HARFormat.HARRoot(%s).log;
        return har.Importer.Importer.requestsFromHARLog(log).map((request) => [
            request.requestMethod, request.url(), request.statusCode, request.resourceType().name(),
            request.frames().map((frame) => [frame.type, frame.text]),
        ]);
    })()
"""


@pytest.mark.parametrize("name", ["trace", "hostile"])
def test_chromium_imports_it(name: str, chromium: Browser, request: pytest.FixtureRequest) -> None:
    trace: Trace = request.getfixturevalue(name)
    page = Page(chromium, "devtools://devtools/bundled/devtools_app.html")
    imported = page.evaluate(IMPORTED % render(trace))
    page.close()
    assert [each[:1] + each[2:4] for each in imported] == [
        ["POST", 404, "fetch"],
        ["POST", 200, "fetch"],
        ["POST", 201, "fetch"],
        ["POST", 101, "websocket"],
        ["POST", 204, "fetch"],
        ["PUT", 0, "fetch"],
    ]
    output = trace.events[-6]
    assert [frame[0] for frame in imported[3][4]] == ["send", "receive"]
    assert imported[3][4][1][1] == getattr(output, "data", b"")[8:].decode()


def test_every_recording_gives_a_valid_one() -> None:
    for name in ("run-hello-world", "logs-follow", "inspect", "images", "pull-error-in-band"):
        recording = open_recording(f"docker-20.10/{name}")
        assert missing(log_of(Trace("e", timed=False, events=recording.events())), "log") == []
