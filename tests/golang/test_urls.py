from __future__ import annotations

import pytest

from engineclient.golang.urls import parse_url


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("tcp://h:port", 'invalid port ":port" after host'),
        ("tcp://h:-1", 'invalid port ":-1" after host'),
        ("tcp://%zz:1", 'invalid URL escape "%zz"'),
        ("tcp://h/%zz", 'invalid URL escape "%zz"'),
        ("tcp://h#%z", 'invalid URL escape "%z"'),
        ("tcp://[::1", "missing ']' in host"),
        ("tcp://[::1%eth0]:1", 'invalid URL escape "%et"'),
        ("tcp://h h", 'invalid character " " in host name'),
        ("tcp://h|x", 'invalid character "|" in host name'),
        (" tcp://h ", "first path segment in URL cannot contain colon"),
        (":x", "missing protocol scheme"),
        ("tcp://h\n", "net/url: invalid control character in URL"),
        ("ssh://a b@h", "net/url: invalid userinfo"),
    ],
)
def test_refused(text: str, error: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_url(text)
    assert str(caught.value).endswith(f": {error}")
    assert str(caught.value).startswith("parse ")


def test_parts() -> None:
    url = parse_url("SSH://m%65:p%40w@[fe80::1%25eth0]:22/a%20b?x=1#f%21")
    assert (url.hostname, url.port) == ("fe80::1%eth0", "22")
    assert tuple(url) == ("ssh", "me", "p@w", "[fe80::1%eth0]:22", "/a b", "x=1", "f!")
