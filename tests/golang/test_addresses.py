"""Addresses by the rules of Go's net package."""

from __future__ import annotations

import pytest

from engineclient.golang.addresses import is_mac, parse_cidr, parse_ip


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("::", "::"),
    ],
)
def test_ip(text: str, address: str) -> None:
    assert str(parse_ip(text)) == address


@pytest.mark.parametrize("text", ["", "10.0.0", "10.0.0.01", "10.0.0.256", "fe80::1%eth0", "1::2::3", "host"])
def test_no_ip(text: str) -> None:
    assert parse_ip(text) is None


def test_cidr() -> None:
    address, network = parse_cidr("10.0.1.7/16")
    assert (str(address), str(network)) == ("10.0.1.7", "10.0.0.0/16")


@pytest.mark.parametrize(
    "text", ["10.0.0.1", "10.0.0.1/", "10.0.0.1/33", "10.0.0.1/255.0.0.0", "10.0.0.1/-1", "x/8"]
)
def test_no_cidr(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_cidr(text)
    assert str(refused.value) == f"invalid CIDR address: {text}"


@pytest.mark.parametrize(
    "text",
    [
        "02:42:ac:11:00:02",
        "02-42-AC-11-00-02",
        "0242.ac11.0002",
        "02:00:5e:10:00:00:00:01",
        ":".join(["00"] * 20),
    ],
)
def test_mac(text: str) -> None:
    assert is_mac(text)


@pytest.mark.parametrize(
    "text", ["", "02:42:ac:11:00", "02:42-ac:11:00:02", "0242ac110002", "02:42:ac:11:00:0g", "02"]
)
def test_no_mac(text: str) -> None:
    assert not is_mac(text)
