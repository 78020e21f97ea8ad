"""A new operation is one row of the table: explanations, read-only clients, guards, dry runs and recordings all use it.

The operations here are made up. Besides their rows nothing is changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from engineclient import Engine, WouldChange
from engineclient.api import operations
from engineclient.api.operations.row import CHANGES, READS, SWARM, Born, From, Operation
from engineclient.api.permissions import RequestSummary
from engineclient.calls import Call, RequestSpec, WholeAnswer
from engineclient.events import Data, End, Event, Request, Response
from engineclient.proxy.guard import Guard, judge
from engineclient.proxy.observer import Observer
from engineclient.recording.recording import EngineInfo, Recording
from engineclient.recording.replay.transport import ReplayTransport
from engineclient.trace.curl import curl
from engineclient.trace.explain import Explainer
from engineclient.transport.dry_run import Unsent

ROWS = (
    Operation(
        "WidgetCreate", "Widget", "POST", "/widgets/create", CHANGES,
        status=201, born=(Born("widget", "ID", SWARM),), dry={"Colour": From("Colour", "grey")},
    ),
    Operation("WidgetWatch", "Widget", "GET", "/widgets/{id}/watch", READS, answer="records", lasts="long"),
    Operation("WidgetExport", "Widget", "GET", "/widgets/{id}/export", READS, answer="tar", lasts="long"),
    Operation(
        "WidgetTalk", "Widget", "POST", "/widgets/{id}/talk", CHANGES,
        answer="hijack", upgrade="widget", unless="stdin",
    ),
    Operation("WidgetWait", "Widget", "POST", "/widgets/{id}/wait", READS, lasts="waits", dry={"Done": True}),
)  # fmt: skip
ID = "k2p9x7c4m1v8z5b3n6q0w2e4r"
JSON = (("content-type", "application/json"),)


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The table of operations with invented rows."""
    monkeypatch.setattr(operations, "OPERATIONS", (*operations.OPERATIONS, *ROWS))
    operations._index.cache_clear()
    yield
    operations._index.cache_clear()


def request(method: str, path: str, body: bytes = b"") -> Request:
    return Request(1, 0.0, method, path, "1.56", body=body, headers=JSON if body else ())


def answered(exchange: int, status: int, body: bytes) -> list[Event]:
    return [
        Response(exchange, 0.0, status, JSON, "length"),
        Data(exchange, 0.0, "daemon", body),
        End(exchange, 0.0, "daemon", "complete"),
    ]


def told(events: list[Event]) -> str:
    lines: list[str] = []
    explainer = Explainer(lines.append, timed=False)
    for event in events:
        explainer.event(event)
    return " ".join(" ".join(lines).split())


def test_explain_says_what_its_row_says() -> None:
    story = told([request("POST", "/widgets/create"), *answered(1, 201, b'{"ID":"x"}')])
    assert "The operation WidgetCreate of the API's group Widget; it may change something" in story
    assert "The id of the new widget is in the field ID of the answer." in story


def test_explain_tells_its_records_one_by_one() -> None:
    story = told([request("GET", "/widgets/w/watch"), *answered(1, 200, b'{"n":1}\n{"n":2}\n')])
    assert story.count("n=1") == story.count("n=2") == 1


@pytest.mark.parametrize(
    ("path", "word"),
    [("/widgets/w/export", "--output archive.tar"), ("/widgets/w/watch", "--no-buffer"), ("/widgets/w", "")],
)
def test_curl_shows_its_kind_of_answer(path: str, word: str) -> None:
    words = curl(request("GET", path), "/s")[0]
    assert words == f"curl --unix-socket /s {word + ' ' if word else ''}http://localhost/v1.56{path}"


def call(method: str, path: str, body: object = None) -> Call[object]:
    def decode(answer: WholeAnswer) -> object:
        return json.loads(answer.body)

    return Call(RequestSpec(method=method, path=path, json=body), decode)


def test_a_dry_run_answers_it() -> None:
    import httpx

    shown: list[Unsent] = []
    transport = httpx.MockTransport(lambda _: httpx.Response(500))
    with Engine(transport=transport, api_version="1.50", dry_run=shown.append) as engine:
        made = engine.send(call("POST", "/widgets/create", {"Colour": "red"}))
        done = engine.send(call("POST", "/widgets/w/wait"))
    assert isinstance(made, dict)
    assert (len(made.pop("ID")), made, done) == (25, {"Colour": "red"}, {"Done": True})
    assert [each.method for each in shown] == ["POST"]


@pytest.mark.parametrize(
    ("method", "path", "reads"),
    [
        ("POST", "/widgets/create", False),
        ("GET", "/widgets/w/watch", True),
        ("POST", "/widgets/w/wait", True),
        ("POST", "/widgets/w/talk?stdin=1", False),
        ("POST", "/widgets/w/talk", True),
    ],
)
def test_read_only_lets_its_reads_through(method: str, path: str, reads: bool) -> None:
    assert RequestSummary(method, f"/v1.56{path}").is_read is reads


def test_a_read_only_client_does_not_send_it() -> None:
    with Engine("unix:///nowhere", api_version="1.50", read_only=True) as engine:
        with pytest.raises(WouldChange, match="POST /widgets/create"):
            engine.send(call("POST", "/widgets/create"))


@pytest.mark.parametrize(
    ("head", "passes"),
    [
        (b"GET /widgets/w/watch HTTP/1.1\r\n\r\n", True),
        (b"POST /widgets/create HTTP/1.1\r\nContent-Length: 0\r\n\r\n", False),
        (b"POST /widgets/w/talk HTTP/1.1\r\nUpgrade: widget\r\nContent-Length: 0\r\n\r\n", True),
        (b"GET /widgets/w/watch HTTP/1.1\r\nUpgrade: widget\r\n\r\n", False),
    ],
)
def test_the_guard_of_a_proxy_knows_it(head: bytes, passes: bool) -> None:
    conversation = Observer(lambda _: None, clock=lambda: 0.0).connection()
    passed = Guard(judge(read_only=True), conversation).admit(head)
    assert passed == (head if passes else b"")


def test_an_answer_without_framing_takes_its_connection_over() -> None:
    events: list[Event] = []
    conversation = Observer(events.append, clock=lambda: 0.0).connection()
    conversation.client(b"POST /v1.56/widgets/w/talk HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
    conversation.daemon(b"HTTP/1.1 200 OK\r\n\r\n")
    assert conversation.hijacked


def recorded(id: str) -> Recording:
    events = [
        request("POST", "/widgets/create", b'{"Colour":"red"}'),
        *answered(1, 201, json.dumps({"ID": id}).encode()),
        Request(2, 0.0, "GET", f"/widgets/{id}/watch", "1.56"),
        *answered(2, 200, json.dumps({"WidgetID": id, "short": id[:12]}).encode()),
    ]
    return Recording.of(events, scenario="widgets", engine=EngineInfo("Docker", "29.8", "1.56"))


def test_a_recording_names_its_ids() -> None:
    lines = recorded(ID).lines
    assert [line.get("ask") or line["json"] for line in lines] == [
        "POST /widgets/create",
        {"ID": "{widget1}"},
        "GET /widgets/{widget1}/watch",
        {"WidgetID": "{widget1}", "short": "{widget1.short}"},
    ]
    assert recorded(ID[::-1]).dumps() == recorded(ID).dumps()


def test_a_replay_gives_its_ids_their_form() -> None:
    transport = ReplayTransport(recorded(ID))
    with Engine(transport=transport, api_version="1.56") as engine:
        made = engine.send(call("POST", "/widgets/create", {"Colour": "red"}))
        assert isinstance(made, dict)
        watched = engine.send(call("GET", f"/widgets/{made['ID']}/watch"))
    assert watched == {"WidgetID": made["ID"], "short": made["ID"][:12]}
    assert (len(made["ID"]), made["ID"].isalnum()) == (25, True)
    transport.server.check()
