"""Names and name servers."""

from __future__ import annotations

import pytest

from engineclient.options.values.hosts import address, extra_host, localhost_warning, search_domain


@pytest.mark.parametrize(
    ("servers", "named"),
    [
        ([], None),
        (["8.8.8.8"], None),
        (["8.8.8.8", "127.0.0.53", "::1"], "127.0.0.53"),
        (["::1"], "::1"),
    ],
)
def test_localhost_warning_names_the_first(servers: list[str], named: str | None) -> None:
    warning = named and f"Localhost DNS ({named}) may fail in containers."
    assert localhost_warning(servers) == warning


@pytest.mark.parametrize(("text", "short"), [(" 1.1.1.1\n", "1.1.1.1"), ("FE80:0:0::1", "fe80::1")])
def test_address(text: str, short: str) -> None:
    assert address(text) == short


@pytest.mark.parametrize(
    ("text", "domain"),
    [("example.com.", "example.com"), (" . ", "."), ("a.b\t", "a.b"), ("a" * 254, "a" * 254)],
)
def test_search_domain(text: str, domain: str) -> None:
    assert search_domain(text) == domain


@pytest.mark.parametrize("text", ["", "1.2", "a_b", "a..b", "-a", "a" * 255])
def test_search_domain_refused(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        search_domain(text)
    assert str(refused.value) == f"{text} is not a valid domain"


@pytest.mark.parametrize(
    ("text", "sent"),
    [("a=::1", "a:::1"), ("a:[::1]", "a:::1"), ("a=host-gateway", "a:host-gateway"), ("a:::1", "a:::1")],
)
def test_extra_host(text: str, sent: str) -> None:
    assert extra_host(text) == sent
