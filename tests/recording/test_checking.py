"""What is no recording is refused when it is read, with the place that is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engineclient.errors import DecodeError
from engineclient.recording.recording import Recording

ENGINE = {"name": "Docker", "version": "1", "api": "1.51"}
PING = [{"x": 1, "ask": "HEAD /_ping"}, {"x": 1, "answer": 200}]


def whole(events: Any = PING, **more: Any) -> str:
    return json.dumps({"format": 1, "scenario": "s", "engine": ENGINE, "events": events} | more)


@pytest.mark.parametrize(
    "events",
    [
        PING,
        [],
        [*PING, {"x": 2, "ask": " "}, {"x": 2, "text": "no HTTP"}, {"x": 2, "end": "client close"}],
        [{"x": 1, "ask": "GET /x", "query": {"a": ["b", "c"]}}, {"x": 1, "answer": 200, "json": None}],
        [
            {"x": 1, "ask": "GET /x"},
            {"x": 1, "answer": 200, "tar": [{"name": "a", "type": "file", "mode": "644"}]},
        ],
        [{"x": 1, "ask": "GET /x"}, {"x": 1, "answer": 200, "elided": 5, "sha256": ""}],
    ],
)
def test_a_recording(events: Any) -> None:
    assert list(Recording.loads(whole(events)).lines) == events


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not a recording"),
        ("[]", "not a recording"),
        ("[" * 100_000, "too deep"),
        (whole(scenario=3), "scenario"),
        (whole(scenario=None), "no scenario"),
        (whole(engine=None), "no engine"),
        (whole(engine={"name": "Docker"}), "no version"),
        (whole(engine={**ENGINE, "more": 1}), "more than"),
        (whole(engine={**ENGINE, "headers": {"a": 1}}), "engine.headers.a"),
        (whole(command=[1]), "command"),
        (whole(command=["minidocker", None]), "its command has a word that is null"),
        (whole(command=None), "its command has a word that is null"),
        (whole(engine={**ENGINE, "headers": {"server": None}}), "a header that is null"),
        (whole(engine={**ENGINE, "headers": None}), "a header that is null"),
        (whole({}), "events"),
        (whole(["text"]), "event"),
        (whole([None]), "event"),
        (whole([{"ask": "GET /x"}]), "event 1 has no number"),
        (whole([{"x": "a", "ask": "GET /x"}]), "event 1.x"),
        (whole([{"x": True, "ask": "GET /x"}]), "event 1.x"),
        (whole([{"x": 1, "ask": None}]), "event 1 has a null"),
        (whole([{"x": 1, "ask": "GET"}]), "METHOD /PATH"),
        (whole([{"x": 1, "answer": 200}]), "belongs to no request"),
        (whole([*PING, {"x": 1, "answer": 20}]), "event 3 has an invalid HTTP status"),
        (whole([*PING, {"x": 1, "answer": 200, "headers": 5}]), "event 3.headers"),
        (whole([*PING, {"x": 1, "answer": 200, "headers": {"a": 1}}]), "invalid header a"),
        (whole([{"x": 1, "ask": "GET /x", "query": [1]}]), "event 1.query"),
        (whole([{"x": 1, "ask": "GET /x", "query": {"a": 1}}]), "invalid a in its query"),
        (whole([*PING, {"x": 1, "stream": "wide"}]), "unknown stream"),
        (whole([*PING, {"x": 1, "end": "daemon"}]), "unknown end"),
        (whole([*PING, {"x": 1, "stdout": 3}]), "invalid stdout"),
        (whole([*PING, {"x": 1, "sent": {"base64": "a"}}]), "invalid sent"),
        (whole([*PING, {"x": 1, "base64": 3}]), "invalid base64"),
        (whole([*PING, {"x": 1, "elided": -1, "sha256": ""}]), "invalid base64"),
        (whole([*PING, {"x": 1, "records": {}}]), "event 3.records"),
        (whole([*PING, {"x": 1, "tar": [{"name": "a"}]}]), "invalid member"),
        (whole([*PING, {"x": 1, "tar": [{"name": "a", "type": "file", "mode": "9"}]}]), "without a mode"),
    ],
)  # fmt: skip
def test_no_recording(text: str, why: str) -> None:
    with pytest.raises(DecodeError, match="(?s)" + why):
        Recording.loads(text)


@pytest.mark.parametrize(
    "times",
    [
        "[]",
        "{}",
        '{"began": 1, "at": [1], "values": {}}',
        '{"began": "x", "at": [1, 2], "values": {}}',
        '{"began": 1, "at": [1, "x"], "values": {}}',
    ],
)
def test_no_times_of_it(times: str) -> None:
    with pytest.raises(DecodeError):
        Recording.loads(whole(), times)


def test_what_a_file_says_is_printed_plain() -> None:
    recording = Recording.loads(whole(scenario="\x1b]0;evil\x07", engine={**ENGINE, "version": "\x1b[31m1"}))
    assert recording.description.isprintable()
