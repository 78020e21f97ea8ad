"""Headers of the user's own: what is sent of them, and what is refused in docker's words."""

from __future__ import annotations

import pytest

from engineclient.connect.headers import custom_headers
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
        ({}, "x-c=d, X-E = f=g ", {"X-C": "d", "X-E": " f=g "}),
        ({}, '"a=b,c",d=e', {"A": "b,c", "D": "e"}),
        ({}, "X=", {"X": ""}),
        ({"Host": "h", "User-Agent": "me", "Content-Length": "7", "transfer-encoding": "chunked"}, "", {}),
        ({"Upgrade": "h2c", "Connection": "close", "Trailer": "x"}, "", {}),
        ({"X": "é"}, "", {"X": "é"}),
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
        ({}, "a b=c", 'net/http: invalid header field name "a b"'),
        ({"x a": "b"}, "", 'net/http: invalid header field name "x a"'),
        ({"": "b"}, "", 'net/http: invalid header field name ""'),
        ({"X": "b\nPOST /containers/create"}, "", 'net/http: invalid header field value for "X"'),
    ],
)
def test_what_cannot_be_sent(configured: dict[str, str], variable: str, error: str) -> None:
    with pytest.raises(InvalidHost) as raised:
        custom_headers(configured, {"DOCKER_CUSTOM_HEADERS": variable})
    assert str(raised.value) == error
