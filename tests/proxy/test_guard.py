"""What a restricted proxy lets through, byte for byte, and that nothing of the rest ever does."""

from __future__ import annotations

import json

import pytest

from engineclient.api.permissions import Asked, Rule
from engineclient.events import Data, End, Event, Request, Response
from engineclient.proxy.guard import Guard, judge
from engineclient.proxy.observer import Observer

FORM = b"application/x-www-form-urlencoded"
GET = b"GET /v1.51/containers/json HTTP/1.1\r\nHost: d\r\n\r\n"
INFO = b"GET /info HTTP/1.1\r\nHost: d\r\n\r\n"
CREATE = b"POST /containers/create HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"POST /containers/create HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
UPLOAD = (
    b"PUT /containers/c/archive?path=/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
)
ATTACH = (
    b"POST /containers/c/attach?stream=1&stdout=1 HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
UPGRADED = b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"


class Wire:
    """A guarded connection: what the client sends, and what of it the engine gets."""

    def __init__(self, *rules: str, read_only: bool = False) -> None:
        self.events: list[Event] = []
        self.conversation = Observer(self.events.append, clock=lambda: 0.0).connection()
        self.guard = Guard(
            judge(read_only=read_only, rules=[Rule(rule) for rule in rules]), self.conversation
        )
        self.passed = b""

    def client(self, data: bytes, size: int = 1 << 20) -> None:
        for place in range(0, max(len(data), 1), size):
            passed = self.guard.admit(data[place : place + size])
            if passed:
                self.conversation.client(passed)
                self.passed += passed

    def daemon(self, data: bytes) -> None:
        self.conversation.daemon(data)
        self.client(b"")

    @property
    def status(self) -> int:
        return int(self.guard.refusal.split(b" ")[1]) if self.guard.refusal else 0

    @property
    def message(self) -> str:
        text: str = json.loads(self.guard.refusal.partition(b"\r\n\r\n")[2])["message"]
        return text


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize("data", [GET, UPLOAD, CREATE, ATTACH], ids=["get", "chunked", "length", "attach"])
def test_what_is_allowed_passes_as_it_came(data: bytes, size: int) -> None:
    wire = Wire("* /containers/**")
    wire.client(data, size)
    assert (wire.passed, wire.status) == (data, 0)


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize("data", [CREATE, CHUNKED, INFO], ids=["length", "chunked", "get"])
def test_of_what_is_not_allowed_no_byte_passes(data: bytes, size: int) -> None:
    wire = Wire("GET /containers/**", read_only=True)
    wire.client(data + GET, size)
    assert (wire.passed, wire.status) == (b"", 403)


def test_the_message_says_what_to_do() -> None:
    wire = Wire("GET /containers/**")
    wire.client(INFO)
    assert wire.message == (
        "GET /info is not allowed by this proxy, which allows 'GET /containers/**': "
        "to allow it too, start the proxy with --allow 'GET /info' as well"
    )
    wire = Wire(read_only=True)
    wire.client(CREATE)
    assert wire.message == (
        "POST /containers/create may change something, and this proxy is read-only: "
        "use the engine's own socket, or start the proxy without --read-only"
    )


@pytest.mark.parametrize("behind", [CREATE, CHUNKED, b"POST /con"], ids=["length", "chunked", "a part"])
def test_a_request_behind_another_is_judged_once_that_is_answered(behind: bytes) -> None:
    wire = Wire(read_only=True)
    wire.client(GET + behind)
    assert (wire.passed, wire.status, wire.guard.waits) == (GET, 0, True)
    wire.daemon(OK)
    wire.client(CREATE[len(behind) :] if behind == b"POST /con" else b"")
    assert (wire.passed, wire.status) == (GET, 403)


def test_requests_behind_each_other_pass_one_by_one() -> None:
    wire = Wire(read_only=True)
    wire.client(GET + INFO + GET)
    assert wire.passed == GET
    wire.daemon(OK)
    assert wire.passed == GET + INFO
    wire.daemon(OK)
    assert wire.passed == GET + INFO + GET


def test_bytes_behind_an_upgrade_are_held_until_it_is_granted() -> None:
    wire = Wire(read_only=True)
    wire.client(ATTACH + CREATE)
    assert wire.passed == ATTACH
    wire.daemon(UPGRADED)
    assert wire.passed == ATTACH + CREATE
    wire.client(b"anything")
    assert wire.passed.endswith(b"anything")


def test_bytes_behind_an_upgrade_that_is_not_granted_are_a_request() -> None:
    wire = Wire(read_only=True)
    wire.client(ATTACH + CREATE)
    wire.daemon(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}")
    assert (wire.passed, wire.status) == (ATTACH, 403)


@pytest.mark.parametrize("method", ["HEAD", "GET", "POST"])
def test_an_answer_without_framing_opens_nothing_that_cannot_be_taken_over(method: str) -> None:
    wire = Wire("* /containers/*/archive")
    asked = (
        b"%s /containers/c/archive?path=/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
        % method.encode()
    )
    wire.client(asked)
    wire.daemon(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    wire.client(CREATE)
    assert wire.passed == asked


def test_an_answer_that_makes_no_sense_opens_nothing() -> None:
    wire = Wire(read_only=True)
    wire.client(GET)
    wire.daemon(b"\x00\x01\x02")
    wire.client(CREATE)
    assert wire.passed == GET


@pytest.mark.parametrize(
    "data",
    [
        b"GET /info HTTP/1.1\r\nA: b\n\nPOST /containers/create HTTP/1.1\r\n\r\n",
        b"POST /containers/c/wait HTTP/1.1\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /info HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /info HTTP/1.1\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        b"GET /info HTTP/1.1\r\nUpgrade: tcp\r\nUpgrade: h2c\r\n\r\n",
        b"GET /v1.41/%2e%2e/info HTTP/1.1\r\n\r\n",
        b"POST /containers/c/attach?stdin=1 HTTP/1.1\r\n\r\n",
        b"POST /containers/c/attach HTTP/1.1\r\nContent-Type: %s\r\nContent-Length: 7\r\n\r\nstdin=1" % FORM,
    ],
)
def test_ways_around_it(data: bytes) -> None:
    wire = Wire(read_only=True)
    wire.client(data)
    assert (wire.passed, wire.status) == (b"", 403)


@pytest.mark.parametrize("data", [b"\x16\x03\x01\x02\x00\x01", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"])
def test_what_is_not_http_does_not_pass(data: bytes) -> None:
    wire = Wire(read_only=True)
    wire.client(data)
    assert (wire.passed, wire.status) == (b"", 400)


def test_a_body_that_is_not_one_stops() -> None:
    wire = Wire("* /**")
    wire.client(b"PUT /containers/c/archive HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    wire.client(b"0x5\r\nhello\r\n" + CREATE)
    assert (CREATE in wire.passed, wire.status) == (False, 400)


def test_build_sessions_pass_where_they_are_allowed() -> None:
    session = b"POST /session HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
    allowed, other = Wire("POST /session"), Wire("POST /build")
    allowed.client(session)
    other.client(session)
    assert (allowed.passed, other.passed) == (session, b"")


def test_a_refusal_is_told_as_an_exchange() -> None:
    wire = Wire(read_only=True)
    wire.client(CREATE)
    request, response, data, end = wire.events
    assert isinstance(request, Request)
    assert isinstance(response, Response)
    assert isinstance(data, Data)
    assert isinstance(end, End)
    assert (request.method, request.path, response.status) == ("POST", "/containers/create", 403)


@pytest.mark.parametrize(
    ("read_only", "rules", "method", "target", "passes"),
    [
        (False, [], "DELETE", "/containers/c", True),
        (True, [], "GET", "/info", True),
        (True, [], "DELETE", "/containers/c", False),
        (True, ["* /containers/**"], "GET", "/containers/json", True),
        (True, ["* /containers/**"], "DELETE", "/containers/c", False),
        (True, ["* /containers/**"], "GET", "/info", False),
        (True, ["* /containers/**"], "HEAD", "/_ping", True),
        (False, ["* /containers/**"], "GET", "/v1.51/version", True),
        (False, ["GET /info", "GET /images/json"], "GET", "/images/json", True),
    ],
)
def test_judge(read_only: bool, rules: list[str], method: str, target: str, passes: bool) -> None:
    refusal = judge(read_only=read_only, rules=[Rule(rule) for rule in rules])(Asked(method, target))
    assert (refusal == "") is passes
