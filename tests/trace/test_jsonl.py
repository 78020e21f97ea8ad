"""A trace as JSON lines: each event one, read back as it was, without its secrets."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engineclient.errors import DecodeError
from engineclient.events import Data, End, Event, Request, Response
from engineclient.trace.exchanges import redacted_events
from engineclient.trace.jsonl import loads, render
from engineclient.trace.trace import Trace
from tests.trace.conftest import exchange


def test_an_event_a_line_in_order(trace: Trace) -> None:
    head, *lines = map(json.loads, render(trace).splitlines())
    assert head["command"] == ["minidocker", "run", "hi"]
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    kinds = [line["event"] for line in lines]
    assert kinds.count("moment") == 2
    assert len(kinds) == len(trace.events) + 2


def test_it_is_read_back_as_it_was(trace: Trace) -> None:
    again = loads(render(trace))
    assert again == replace(trace, events=[*redacted_events(trace.events)])
    assert render(again) == render(trace)


def test_secrets_are_not_in_it() -> None:
    login = exchange(
        1, 0.0, "POST", "/auth", 200, {"IdentityToken": "hunter2"}, body=b'{"password":"hunter2"}'
    )
    inspected = exchange(2, 0.1, "GET", "/containers/web/json", 200, {"Config": {"Env": ["TOKEN=hunter2"]}})
    halves: list[Data] = []
    for event in inspected:
        if isinstance(event, Data) and isinstance(event.data, bytes):
            middle = event.data.index(b"hunter2") + 3
            halves = [replace(event, data=event.data[:middle]), replace(event, data=event.data[middle:])]
    cut = [inspected[0], inspected[1], *halves, inspected[-1]]
    text = render(Trace("e", events=[*login, *cut]))
    assert "hun" not in text
    assert text.count("***") == 3


HEAD = '{"format": "engineclient trace 1", "engine": "e", "command": [], "began": 0, "timed": true}\n'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON\n",
        "{}\n",
        '{"format": "other"}\n',
        HEAD + '{"event": "x"}\n',
        HEAD + '{"event": "x", "exchange": 1, "at": 0}\n',
        HEAD + '{"event": "end", "exchange": 1, "at": 0}\n',
    ],
)
def test_what_is_no_trace_is_said_to_be_none(text: str) -> None:
    with pytest.raises(DecodeError, match="not a"):
        loads(text)


def test_an_answer_that_never_ended_stays_as_it_came() -> None:
    events: list[Event] = [
        Request(1, 0.0, "GET", "/events", "1.51"),
        Response(1, 0.1, 200, (), "chunked"),
        Data(1, 0.2, "daemon", b'{"Type":'),
        End(1, 0.3, "client", "close"),
    ]
    assert [*redacted_events(events)] == events
