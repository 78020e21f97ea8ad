from __future__ import annotations

import pytest

from engineclient.golang.urls import join_host_port, parse_url, split_host_port


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


@pytest.mark.parametrize(
    ("address", "parts"),
    [("h:1", ("h", "1")), (":1", ("", "1")), ("[::1]:", ("::1", "")), ("h:", ("h", ""))],
)
def test_split_host_port(address: str, parts: tuple[str, str]) -> None:
    assert split_host_port(address) == parts


@pytest.mark.parametrize("address", ["h", "::1", "[::1]", "a:b:1", "[[::1]]:1", ""])
def test_no_host_and_port(address: str) -> None:
    with pytest.raises(ValueError, match="in address"):
        split_host_port(address)


def test_join_host_port() -> None:
    assert [join_host_port("h", "1"), join_host_port("::1", "1")] == ["h:1", "[::1]:1"]
