"""Ways that were tried to get a change past a read-only proxy: nothing of them may reach an engine.

A row is a name, and what a client sends. `_ATTACH` without input is a read; each row adds something that an engine (Go's
net/http and mime packages in Docker, gorilla/schema in Podman) may take for input, for another request or for another
protocol.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.proxy.test_guard import UPGRADED, Wire

FORM = b"application/x-www-form-urlencoded"
UPGRADE = b"Connection: Upgrade\r\nUpgrade: tcp\r\n"
CREATE = b"POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\n\r\n{}"


def attach(
    headers: bytes = b"", body: bytes = b"", *, query: bytes = b"stream=1&stdout=1", name: bytes = b"c"
) -> bytes:
    line = b"POST /v1.41/containers/%b/attach?%b HTTP/1.1\r\nHost: d\r\n" % (name, query)
    return line + headers + UPGRADE + b"\r\n" + body


def with_form(kind: bytes) -> Iterator[bytes]:
    yield attach(b"Content-Type: %b\r\nContent-Length: 7\r\n" % kind, b"stdin=1")
    yield attach(b"Content-Type: %b\r\nTransfer-Encoding: chunked\r\n" % kind, b"7\r\nstdin=1\r\n0\r\n\r\n")


SPACES = [
    *(
        bytes([n])
        for n in (*range(1, 10), *range(11, 13), *range(14, 33), 0x7F, 0x80, 0x85, 0x9F, 0xA0, 0xAD, 0xFF)
    ),
    *(
        chr(n).encode()
        for n in (
            0x85,
            0xA0,
            0x1680,
            0x180E,
            *range(0x2000, 0x2010),
            0x2028,
            0x2029,
            0x202F,
            0x205F,
            0x2060,
            0x3000,
            0xFEFF,
        )
    ),
]
FOLDED = [
    FORM.upper(),
    FORM.title(),
    FORM.replace(b"i", "İ".encode()),
    FORM.replace(b"i", "ı".encode()),
    FORM.replace(b"s", "ſ".encode()),
    FORM + b"; charset=utf-8",
    FORM + b";",
    FORM + b" ;a=b",
    FORM + b";boundary",
    FORM + b", application/json",
    b"application/json, " + FORM,
    b"application/json; " + FORM,
    b'"' + FORM + b'"',
    b"multipart/form-data; boundary=x",
    b"Multipart/Form-Data;boundary=x",
    b"multipart/mixed; boundary=x",
    b"application/json;x=y",
    b"application/json ;",
    b"APPLICATION/JSON",
    b"text/plain; charset=utf-8",
    b"text/html",
    b"*/*",
]


def rows() -> Iterator[tuple[str, bytes]]:
    for space in SPACES:
        for place, kind in (
            ("before", space + FORM),
            ("behind", FORM + space),
            ("inside", FORM.replace(b"/", space + b"/")),
        ):
            for body, data in zip(("length", "chunked"), with_form(kind), strict=True):
                yield f"form, {space!r} {place}, {body}", data
    for kind in FOLDED:
        for body, data in zip(("length", "chunked"), with_form(kind), strict=True):
            yield f"type {kind!r}, {body}", data
    for name in (
        "stdin",
        "Stdin",
        "STDIN",
        "stDin",
        "%73tdin",
        "%53tdin",
        "ſtdin",
        "%C5%BFtdin",
        "st%64in",
        "stdın=0&stdin",
    ):
        for value in (
            "1",
            "true",
            "TRUE",
            "t",
            "yes",
            "on",
            "%31",
            "1%00",
            "%20",
            "%1c",
            "+",
            "0x0",
            "-0",
            "01",
            "2",
            "False%20",
        ):
            yield f"query {name}={value}", attach(query=f"stream=1&stdout=1&{name}={value}".encode())
    for parameters in (
        "stdin=0&stdin=1",
        "stdin=1&stdin=0",
        "stdin=&stdin=1",
        "a;stdin=1&stdin=1",
        "stdout=1&&stdin=1",
        "stdin=1#",
        "#&stdin=1",
        "?stdin=1&stdin=1",
    ):
        yield f"query {parameters}", attach(query=parameters.encode())
    for label, headers, content in (
        ("a body that no operation of reading takes", b"Content-Length: 7\r\n", b"stdin=1"),
        ("a chunked one", b"Transfer-Encoding: chunked\r\n", b"7\r\nstdin=1\r\n0\r\n\r\n"),
        ("an empty chunked one", b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
        ("a body of JSON", b"Content-Type: application/json\r\nContent-Length: 15\r\n", b'{"stdin": true}'),
        (
            "two types",
            b"Content-Type: application/json\r\nContent-Type: " + FORM + b"\r\nContent-Length: 0\r\n",
            b"",
        ),
        (
            "two types, the form first",
            b"Content-Type: " + FORM + b"\r\nContent-Type: application/json\r\n",
            b"",
        ),
        ("a type in another case", b"CONTENT-TYPE: " + FORM + b"\r\n", b""),
        ("a form without a body", b"Content-Type: " + FORM + b"\r\n", b""),
        ("a space in front of the colon", b"Content-Type : " + FORM + b"\r\n", b""),
        ("a tab in front of the colon", b"Content-Type\t: " + FORM + b"\r\n", b""),
        ("a folded header", b"X: y\r\n Content-Type: " + FORM + b"\r\n", b""),
        ("a folded value", b"Content-Type: application/json,\r\n " + FORM + b"\r\n", b""),
        ("a header without a name", b": x\r\n", b""),
        ("a line without a colon", b"Content-Length\r\n", b""),
        ("a zero byte", b"X: a\x00b\r\n", b""),
        ("a bare CR", b"X: a\rContent-Type: " + FORM + b"\r\n", b""),
        ("a bare LF", b"X: a\nContent-Type: " + FORM + b"\r\n", b""),
        ("a head that a bare LF ends", b"X: a\n\n" + CREATE, b""),
        ("a name that is no ASCII", "Contént-Type: x\r\n".encode(), b""),
        ("a value that is no ASCII", "X: é\r\n".encode(), b""),
        ("a value of latin-1", b"X: \xe9\r\n", b""),
        ("two lengths", b"Content-Length: 0\r\nContent-Length: 7\r\n", b"stdin=1"),
        ("two equal lengths", b"Content-Length: 0\r\nContent-Length: 0\r\n", b""),
        ("a list of lengths", b"Content-Length: 0, 7\r\n", b"stdin=1"),
        ("a length with a sign", b"Content-Length: +0\r\n", b""),
        ("a negative length", b"Content-Length: -1\r\n", b""),
        ("a length in hex", b"Content-Length: 0x7\r\n", b"stdin=1"),
        ("a length with an underscore", b"Content-Length: 0_0\r\n", b""),
        ("a length of zeros", b"Content-Length: 000\r\n", b""),
        ("an empty length", b"Content-Length:\r\n", b""),
        ("a length in other digits", "Content-Length: ٧\r\n".encode(), b"stdin=1"),
        ("a length of 5000 digits", b"Content-Length: " + b"9" * 5000 + b"\r\n", b""),
        ("length and chunks", b"Content-Length: 7\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
        ("chunks and length", b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", b"0\r\n\r\n"),
        ("two codings", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", b"0\r\n\r\n"),
        ("a list of codings", b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n"),
        ("chunked twice", b"Transfer-Encoding: chunked, chunked\r\n", b"0\r\n\r\n"),
        ("identity", b"Transfer-Encoding: identity\r\n", b""),
        ("a coding behind odd space", b"Transfer-Encoding:\x0bchunked\r\n", b"0\r\n\r\n"),
        ("a coding that is quoted", b'Transfer-Encoding: "chunked"\r\n', b"0\r\n\r\n"),
        ("two hosts", b"Host: e\r\n", b""),
        ("h2c behind tcp", b"Upgrade: h2c\r\n", b""),
        ("a websocket behind tcp", b"Upgrade: websocket\r\n", b""),
    ):
        yield label, attach(headers, content)
    for upgrade in (
        b"h2c",
        b"H2C",
        b"websocket",
        b"WebSocket",
        b"tcp, h2c",
        b"h2c,tcp",
        b"tcp/1",
        b"TLS/1.0",
        b"HTTP/2.0",
        b" ",
        b"tcp;h2c",
    ):
        settings = b"HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n"
        head = b"Host: d\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: %b\r\n%b\r\n" % (
            upgrade,
            settings,
        )
        yield f"attach, upgrade {upgrade!r}", b"POST /containers/c/attach?stdout=1 HTTP/1.1\r\n" + head
        for path in (b"/_ping", b"/info", b"/events", b"/version"):
            yield f"GET {path!r}, upgrade {upgrade!r}", b"GET %b HTTP/1.1\r\n" % path + head
    for path in (b"/_ping", b"/info", b"/containers/json", b"/containers/c/wait", b"/images/i/json"):
        method = b"POST" if path.endswith(b"wait") else b"GET"
        yield f"upgrade to tcp of {path!r}", b"%b %b HTTP/1.1\r\nHost: d\r\n%b\r\n" % (method, path, UPGRADE)
        yield (
            f"a body of {path!r}",
            b"%b %b HTTP/1.1\r\nHost: d\r\nContent-Length: %d\r\n\r\n" % (method, path, len(CREATE)) + CREATE,
        )
        yield (
            f"chunks of {path!r}",
            b"%b %b HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (method, path),
        )
    for line in (
        b"GET /containers/c/attach/ws?stdin=1 HTTP/1.1",
        b"GET /containers/c/attach/ws HTTP/1.1",
        b"GET http://d/containers/create HTTP/1.1",
        b"CONNECT /info HTTP/1.1",
        b"CONNECT d:80 HTTP/1.1",
        b"TRACE /info HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"get /info HTTP/1.1",
        b"GET  /info HTTP/1.1",
        b"GET\t/info HTTP/1.1",
        b"GET /info  HTTP/1.1",
        b" GET /info HTTP/1.1",
        b"GET /info HTTP/1.0",
        b"GET /info HTTP/2.0",
        b"GET /info HTTP/1.1 ",
        b"GET /info http/1.1",
        b"GET /info HTTP/1.10",
        b"GET /info",
        b"GET /inf\xc3\xb6 HTTP/1.1",
        b"GET /info?a=\xc2\xa0 HTTP/1.1",
        b"GET /info?\x0b HTTP/1.1",
        b"GET /%00/../info HTTP/1.1",
        b"GET /v1.41//info HTTP/1.1",
        b"GET /v1.41/./info HTTP/1.1",
        b"GET /v1.41;x/info HTTP/1.1",
        b"GET /info/ HTTP/1.1",
        b"GET \\info HTTP/1.1",
        b"POST /containers/c/attach%2Fws HTTP/1.1",
        b"POST /containers/c%2F..%2F..%2Fexec%2Fe%2Fstart%3F/attach HTTP/1.1",
        b"POST /containers/%2e%2e/exec/e/start HTTP/1.1",
        b"POST /libpod/containers/c/attach HTTP/1.1",
        b"POST /v5.0.0/libpod/containers/c/attach?stdout=true HTTP/1.1",
        b"GET /v5.0.0/libpod/info HTTP/1.1",
        b"POST /v1.41/v1.41/containers/c/attach HTTP/1.1",
        b"GET /containers/" + b"a" * 5000 + b"/json HTTP/1.1",
        b"GET /containers/" + b"a/" * 5000 + b"json HTTP/1.1",
    ):
        yield f"line {line[:60]!r}", line + b"\r\nHost: d\r\n\r\n"
    for label, data in (
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        ("HTTP/2 by prior knowledge", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"),
        ("an empty line first", b"\r\n" + CREATE),
        ("method override", b"POST /containers/c/start HTTP/1.1\r\nX-HTTP-Method-Override: GET\r\n\r\n"),
        (
            "credentials as a form",
            b"POST /auth HTTP/1.1\r\nContent-Type: " + FORM + b"\r\nContent-Length: 3\r\n\r\na=b",
        ),
        ("a change", CREATE),
    ):
        yield label, data


ROWS = list(rows())


def test_there_are_hundreds() -> None:
    assert len(ROWS) > 500


@pytest.mark.parametrize("data", [data for _, data in ROWS], ids=[label for label, _ in ROWS])
def test_no_byte_of_it_reaches_the_engine(data: bytes) -> None:
    wire = Wire(read_only=True)
    wire.client(data)
    assert (wire.passed, wire.status in (400, 403)) == (b"", True)


@pytest.mark.parametrize("size", [1, 5])
def test_nor_if_it_comes_in_pieces(size: int) -> None:
    for label, data in ROWS[:: 7 * size]:
        wire = Wire(read_only=True)
        wire.client(data, size)
        assert wire.passed == b"", label


TRAILERS = [
    b"X: y\n\n" + CREATE,
    b"X: y\r\r" + CREATE,
    b"X: y\n\r\n" + CREATE,
    b"\n" + CREATE,
    b"\r" + CREATE,
]


@pytest.mark.parametrize("trailer", TRAILERS)
def test_no_second_request_hides_in_a_trailer(trailer: bytes) -> None:
    head = b"POST /auth HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    wire = Wire(read_only=True)
    wire.client(head + b"2\r\n{}\r\n0\r\n" + trailer)
    assert b"/containers/create" not in wire.passed


@pytest.mark.parametrize(
    "line",
    [b"5;\n", b"5 \n", b"0x5\r\n", b"+5\r\n", b"5_0\r\n", b" 5\r\n", b"\r\n", b"5\n", "٥\r\n".encode()],
)
def test_no_second_request_hides_behind_the_size_of_a_chunk(line: bytes) -> None:
    head = b"POST /auth HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    wire = Wire(read_only=True)
    wire.client(head + line + b"hello\r\n0\r\n\r\n" + CREATE)
    assert b"/containers/create" not in wire.passed


@pytest.mark.parametrize(
    "data",
    [
        attach(),
        attach(b"Content-Type: text/plain\r\nContent-Length: 0\r\n"),  # docker's own client
        attach(query=b"stream=1&stdin=0&stdout=1"),
        attach().replace(UPGRADE, b""),
        b"POST /auth HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /containers/c/wait?condition=x HTTP/1.1\r\nContent-Length: 0\r\nContent-Type: text/plain\r\n\r\n",
        b"GET /v1.51/images/get?names=a&names=b HTTP/1.1\r\nHost: d\r\nAccept-Encoding: gzip\r\n\r\n",
    ],
)
def test_what_reads_passes(data: bytes) -> None:
    wire = Wire(read_only=True)
    wire.client(data)
    assert (wire.passed, wire.status) == (data, 0)


def test_input_behind_an_attach_goes_nowhere_however_it_is_timed() -> None:
    for early in (b"", b"t", b"touch /entered\n"):
        wire = Wire(read_only=True)
        wire.client(attach() + early)
        wire.daemon(UPGRADED + b"$ ")
        wire.client(b"touch /entered\n")
        assert wire.passed == attach()
