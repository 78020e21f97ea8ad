"""Which proxy is on the way, as Go's HTTP client decides it."""

from __future__ import annotations

import pytest

from engineclient.connect.hosts import parse, with_tls
from engineclient.connect.proxies import Proxy, proxy_for, without_password
from engineclient.connect.tls import TLSConfig
from engineclient.errors import UnusableHost

PROXY = "http://p:3128"


@pytest.mark.parametrize(
    ("host", "no_proxy", "is_used"),
    [
        ("tcp://h.example:1", "", True),
        ("tcp://h.example:1", "h.example", False),
        ("tcp://h.example:1", "example", False),
        ("tcp://h.example:1", ".example", False),
        ("tcp://h.example:1", "*.example", False),
        ("tcp://example:1", ".example", True),
        ("tcp://h.example:1", "ample", True),
        ("tcp://h.example:1", "other, H.EXAMPLE:1", False),
        ("tcp://h.example:1", "h.example:2", True),
        ("tcp://h.example:1", "*", False),
        ("tcp://10.1.2.3:1", "10.0.0.0/8", False),
        ("tcp://10.1.2.3:1", "10.1.2.3", False),
        ("tcp://10.1.2.3:1", "10.1.2.3:9", True),
        ("tcp://10.1.2.3:1", "11.0.0.0/8,x/y", True),
        ("tcp://[fe80::1]:1", "[fe80::1]:1", False),
        ("tcp://localhost:1", "", False),
        ("tcp://127.0.0.5:1", "", False),
        ("tcp://[::1]:1", "", False),
        ("unix:///x", "", False),
        ("ssh://h", "", False),
    ],
)
def test_which_hosts(host: str, no_proxy: str, *, is_used: bool) -> None:
    found = proxy_for(parse(host), {"HTTP_PROXY": PROXY, "NO_PROXY": no_proxy})
    assert found == (Proxy("p", 3128) if is_used else None)


@pytest.mark.parametrize(
    ("environ", "tls", "proxy"),
    [
        ({"http_proxy": "p"}, False, Proxy("p", 80)),
        ({"HTTP_PROXY": "http://u:p%40@[::1]:1"}, False, Proxy("::1", 1, "Basic dTpwQA==")),
        ({"HTTPS_PROXY": PROXY}, False, None),
        ({"HTTPS_PROXY": PROXY}, True, Proxy("p", 3128)),
        ({"ALL_PROXY": PROXY}, True, None),
    ],
)
def test_which_proxy(environ: dict[str, str], proxy: Proxy | None, *, tls: bool) -> None:
    assert proxy_for(with_tls(parse("tcp://h:1"), TLSConfig() if tls else None), environ) == proxy


@pytest.mark.parametrize("given", ["socks5://u:secret@p:1", "https://p", "http://u:secret@["])
def test_refused(given: str) -> None:
    with pytest.raises(UnusableHost) as caught:
        proxy_for(parse("tcp://h:1"), {"HTTP_PROXY": given})
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("http://p:1", "http://p:1"),
        ("http://u:s@p:1", "http://***@p:1"),
        ("u:s@p:1", "***@p:1"),
        ("http://u:s/t@v@p", "http://***@p"),
        ('parse "http://u:s@[": missing', 'parse "http://***@[": missing'),
    ],
)
def test_an_address_is_shown_without_user_and_password(text: str, shown: str) -> None:
    assert without_password(text) == shown
