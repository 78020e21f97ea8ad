"""The live page: who may read it, what it keeps, and how it is in a real Chromium."""

from __future__ import annotations

import http.client
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from engineclient.events import Data, End, Request, Response
from engineclient.live.feed import Feed
from engineclient.live.server import LiveServer
from engineclient.live.sources import Sources
from engineclient.recording.recording import Recording
from engineclient.trace import jsonl
from tests.live.conftest import fed
from tests.trace.chromium import Browser, Page
from tests.trace.conftest import conversation, exchange

Show = Callable[..., Page]


def get(url: str, path: str = "", method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, parts.path + path, headers=names)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read().decode()
    connection.close()
    return found


# who may read it


def test_the_address_holds_a_secret_and_is_of_this_machine(server: LiveServer) -> None:
    parts = urlsplit(server.url)
    assert parts.hostname == "127.0.0.1"
    assert len(parts.path) > 30
    assert get(server.url)[0] == 200
    assert get(f"http://127.0.0.1:{parts.port}/")[0] == 403
    assert get(f"http://127.0.0.1:{parts.port}/" + "x" * 32 + "/")[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_pages_of_others_are_refused(server: LiveServer, headers: dict[str, str]) -> None:
    for path in ("", "x/1", "events", "save/minidocker.har"):
        assert get(server.url, path, **headers)[0] == 403
    assert get(server.url, "clear", "POST", **headers)[0] == 403


def test_nothing_runs_or_is_fetched_but_its_own(server: LiveServer) -> None:
    headers = get(server.url)[1]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path", ["nope", "x/99", "x/a", "save/minidocker.exe", "live.html", "../pyproject.toml"]
)
def test_what_is_not_there(server: LiveServer, path: str) -> None:
    assert get(server.url, path)[0] == 404


# what it keeps


def rows(feed: Feed) -> dict[str, Any]:
    return dict(feed.subscribe().take(0))


def test_a_row_tells_what_came_of_a_request(feed: Feed) -> None:
    found = rows(feed)
    assert [*found] == ["x1", "x2", "x3", "x4", "x5", "x6", "m1", "m2"]
    assert found["x1"]["sentence"] == "No such image: hi"
    assert (found["x1"]["state"], found["x1"]["status"], found["x1"]["took"]) == ("bad", 404, "10 ms")
    assert found["x5"]["what"] == "POST /containers/web/start"
    assert found["m2"]["sentence"] == "exitCode=0  name=web"


def test_what_is_kept_is_bounded() -> None:
    feed = Feed("unix:///d")
    subscription = feed.subscribe()
    for number in range(1, 10_501):
        for event in exchange(number, number / 1000, "GET", "/_ping", 200, None):
            feed.event(event)
    changed = subscription.take(0)
    assert len([row for row in changed.values() if row]) == 10_000
    assert changed["x1"] is None
    assert len(feed.trace().exchanges()) == 10_000


def test_a_stream_without_end_is_counted() -> None:
    feed = Feed("unix:///d")
    feed.event(Request(1, 0.0, "GET", "/containers/web/logs", "1.51"))
    feed.event(Response(1, 0.1, 200, (), "chunked"))
    for number in range(3000):
        feed.event(Data(1, 0.1 + number / 1000, "daemon", b"x" * 1000))
    feed.event(End(1, 4.0, "daemon", "complete"))
    assert sum(1 for event in feed.trace().events) < 1100
    assert rows(feed)["x1"]["sentence"].endswith("(+1195)") or "(+" in rows(feed)["x1"]["sentence"]


def test_cleared_is_gone_and_what_goes_on_stays(feed: Feed) -> None:
    feed.event(Request(9, 1.0, "GET", "/events", "1.51"))
    feed.clear()
    assert [*rows(feed)] == ["x9"]


def test_rows_come_as_they_change(server: LiveServer, feed: Feed) -> None:
    parts = urlsplit(server.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request("GET", parts.path + "events")
    stream = connection.getresponse()
    first = json.loads(stream.readline().removeprefix(b"data: "))
    assert len(first["rows"]) == 8
    feed.event(Request(9, 1.0, "GET", "/info", "1.51"))
    stream.readline()
    second = json.loads(stream.readline().removeprefix(b"data: "))
    assert [(row["id"], row["state"]) for row in second["rows"]] == [("x9", "open")]
    connection.close()


def test_it_is_saved_in_every_form(server: LiveServer, tmp_path: Path) -> None:
    har = json.loads(get(server.url, "save/minidocker.har")[2])
    assert len(har["log"]["entries"]) == 6
    assert len(jsonl.loads(get(server.url, "save/minidocker.jsonl")[2]).daemon_events) == 2
    assert "<h1>" in get(server.url, "save/minidocker.html")[2]
    recording = Recording.loads(get(server.url, "save/minidocker.json")[2])
    assert sum("ask" in line for line in recording.lines) == 6
    status, headers, _ = get(server.url, "save/minidocker.html")
    assert status == 200
    assert headers["Content-Disposition"].startswith("attachment")


def test_it_is_compared_with_a_recording(server: LiveServer) -> None:
    status, _, text = get(server.url, "compare?with=run-hello-world")
    assert status == 200
    assert ["warning", "PUT /containers/{c}/archive", "is requested now"] in json.loads(text)
    assert get(server.url, "compare?with=nosuch")[0] == 400


def test_recordings_can_be_chosen() -> None:
    with LiveServer(Sources(None)) as server:
        assert "docker-28.5/run-hello-world" in get(server.url)[2]
        status, _, text = get(server.url, "x/3?source=docker-28.5/run-hello-world")
        assert status == 200
        assert "Pulls an image" in text
        assert get(server.url, "x/3?source=nosuch")[0] == 404


# in a browser


@pytest.fixture
def show(chromium: Browser) -> Iterator[Show]:
    pages: list[Page] = []
    servers: list[LiveServer] = []

    def open_page(feed: Feed, **how: Any) -> Page:
        server = LiveServer(Sources(feed))
        server.__enter__()
        servers.append(server)
        page = Page(chromium, server.url, **how)
        pages.append(page)
        wait_for(page, "document.querySelectorAll('.line').length > 0")
        return page

    yield open_page
    for page in pages:
        page.close()
    for server in servers:
        server.__exit__(None, None, None)


def wait_for(page: Page, condition: str) -> None:
    deadline = time.monotonic() + 20
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        time.sleep(0.05)


def complaints(page: Page) -> list[object]:
    kinds = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
    found = [what for kind, what in page.told if kind in kinds]
    return [each for each in found if "favicon" not in json.dumps(each)]


WHAT = "[...document.querySelectorAll('.line .what')].map((each) => each.textContent)"


def test_it_shows_what_passes_and_more_as_it_comes(show: Show, feed: Feed) -> None:
    page = show(feed)
    assert "POST /containers/web/start" in page.evaluate(WHAT)
    for event in exchange(9, 1.0, "GET", "/containers/json", 200, []):
        feed.event(event)
    wait_for(page, f"({WHAT}).includes('GET /containers/json')")
    assert complaints(page) == []


def test_it_is_used_by_keyboard(show: Show, feed: Feed) -> None:
    page = show(feed)
    page.evaluate("document.getElementById('scroll').focus()")
    for _ in range(2):
        page.press("ArrowDown")
    assert page.evaluate("document.querySelector('[aria-selected=true]').dataset.id") == "x2"
    page.press("Enter", "\r")
    wait_for(page, "document.querySelector('#inside .note') !== null")
    assert "Pulls an image" in page.evaluate("document.getElementById('inside').textContent")
    assert page.evaluate("document.activeElement.id") == "paneTitle"


def test_filter_search_and_pause(show: Show, feed: Feed) -> None:
    page = show(feed)
    page.evaluate("at('only').value = 'bad'; choose()")
    wait_for(page, "document.querySelectorAll('.line').length === 2")
    page.evaluate("at('only').value = ''; at('search').value = 'ARCHIVE'; choose()")
    wait_for(page, "document.querySelectorAll('.line').length === 1")
    page.evaluate("at('search').value = ''; choose(); at('pause').click()")
    for event in exchange(9, 1.0, "GET", "/info", 200, {}):
        feed.event(event)
    wait_for(page, "pending.size === 1")
    assert "GET /info" not in page.evaluate(WHAT)
    page.evaluate("at('pause').click()")
    wait_for(page, f"({WHAT}).includes('GET /info')")


def test_ten_thousand_exchanges_are_a_few_elements(show: Show) -> None:
    feed = Feed("unix:///d")
    for number in range(1, 10_001):
        for event in exchange(number, number / 100, "GET", f"/containers/c{number}/json", 200, {}):
            feed.event(event)
    page = show(feed)
    wait_for(page, "order.length === 10000")
    assert page.evaluate("document.querySelectorAll('.line').length") < 60
    took = page.evaluate(
        "new Promise((done) => { const begin = performance.now(); scroll.scrollTop = 200000;"
        " requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin))); })"
    )
    assert took < 500
    wait_for(page, f"({WHAT}).some((each) => each.includes('/c4350/'))")


def test_what_is_hostile_is_text(show: Show, hostile_feed: Feed) -> None:
    page = show(hostile_feed)
    for number in range(1, 7):
        page.evaluate(f"open('x{number}')")
    wait_for(page, "document.querySelector('#inside .note') !== null")
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.evaluate("document.querySelectorAll('img, iframe, object').length") == 0
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"hacked=1\">')")
    assert page.evaluate("typeof hacked") == "undefined"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 768, 1400])
def test_nothing_overflows(show: Show, width: int, dark: bool) -> None:
    page = show(fed(conversation()), width=width, dark=dark)
    page.evaluate("open('x3')")
    wait_for(page, "document.querySelector('#inside .note') !== null")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


AXE = os.environ.get("AXE_CORE")


@pytest.mark.skipif(not AXE, reason="AXE_CORE names no axe.min.js")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1400])
def test_axe_finds_nothing_serious(show: Show, width: int, dark: bool) -> None:
    page = show(fed(conversation()), width=width, dark=dark)
    page.evaluate("open('x3')")
    wait_for(page, "document.querySelector('#inside .note') !== null")
    page.evaluate(Path(AXE or "").read_text("utf-8"))
    found = page.evaluate("axe.run().then((run) => run.violations)")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] != "minor"] == []
