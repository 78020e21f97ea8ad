"""Headers of the user's own: what is sent of them, and what is refused in docker's words."""

from __future__ import annotations

import pytest

from engineclient import ConnectionFailed, Engine, versions
from engineclient.connect.headers import custom_headers, unsendable
from engineclient.errors import InvalidHost

WRONG = "failed to set custom headers from DOCKER_CUSTOM_HEADERS environment variable: "
PARSE = (
    "failed to parse custom headers from DOCKER_CUSTOM_HEADERS environment variable: "
    "value must be formatted as comma-separated key=value pairs"
)


@pytest.mark.parametrize(
    ("configured", "variable", "sent"),
    [
        ({}, "", {}),
        ({"x-meta-token": "abc"}, "", {"X-Meta-Token": "abc"}),
        ({"x-a": "b", "X-A": "c"}, "", {"X-A": "c"}),
        ({"x-a": "b"}, "X-Foo=bar", {"X-Foo": "bar"}),  # the environment takes the place of the file
        ({}, "x-c=d, X-E = f=g ", {"X-C": "d", "X-E": "f=g"}),
        ({}, '"a=b,c",d=e', {"A": "b,c", "D": "e"}),
        ({}, "X=", {"X": ""}),
        ({"Host": "h", "User-Agent": "me", "Content-Length": "7", "transfer-encoding": "chunked"}, "", {}),
        ({"Upgrade": "h2c", "Connection": "close", "Trailer": "x"}, "", {}),
        ({"X": "é"}, "", {"X": "é"}),
        ({"X": " \ta b\t "}, "", {"X": "a b"}),
        ({"x a": "b", "": "c"}, "", {"x a": "b", "": "c"}),  # the call fails, not the start
    ],
)
def test_what_is_sent(configured: dict[str, str], variable: str, sent: dict[str, str]) -> None:
    assert custom_headers(configured, {"DOCKER_CUSTOM_HEADERS": variable}) == sent


@pytest.mark.parametrize(
    ("configured", "variable", "error"),
    [
        ({}, "x", f"{WRONG}missing \"=\" in key=value pair: 'x'"),
        ({}, "=x", f"{WRONG}value contains a key=value pair with an empty key: '=x'"),
        ({}, " ", f"{WRONG}value contains a key=value pair with an empty key: ' '"),
        ({}, "a=b,,c=d", f"{WRONG}value contains a key=value pair with an empty key: ''"),
        ({}, 'a="b', PARSE),
        ({}, '"a=b', PARSE),
    ],
)
def test_what_is_no_header(configured: dict[str, str], variable: str, error: str) -> None:
    with pytest.raises(InvalidHost) as raised:
        custom_headers(configured, {"DOCKER_CUSTOM_HEADERS": variable})
    assert str(raised.value) == error


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("X-A", "b c\té", ""),
        ("a b", "c", 'net/http: invalid header field name "a b"'),
        ("", "c", 'net/http: invalid header field name ""'),
        ("é", "c", 'net/http: invalid header field name "é"'),
        ("a\x7f", "c", 'net/http: invalid header field name "a\\x7f"'),
        ("X", "b\nPOST /containers/create", 'net/http: invalid header field value for "X"'),
        ("X", "\0", 'net/http: invalid header field value for "X"'),
    ],
)
def test_what_http_cannot_carry(name: str, value: str, reason: str) -> None:
    assert unsendable({"X-Good": "1", name: value}) == reason


@pytest.mark.parametrize(
    ("name", "value", "reason"), [("a b", "c", 'name "a b"'), ("X", "c\nd", 'value for "X"')]
)
@pytest.mark.parametrize("version", [None, versions.NEWEST])
def test_a_call_with_a_header_that_http_cannot_carry_fails_in_dockers_words(
    name: str, value: str, reason: str, version: str | None
) -> None:
    with Engine("unix:///var/run/x.sock", headers={name: value}, api_version=version) as engine:
        with pytest.raises(ConnectionFailed) as raised:
            engine.containers.list()
    assert str(raised.value) == (
        f'error during connect: Get "http://%2Fvar%2Frun%2Fx.sock/v{versions.NEWEST}/containers/json": '
        f"net/http: invalid header field {reason}"
    )
