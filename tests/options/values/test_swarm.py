"""Addresses and certificates of a swarm, as docker 28.2 reads them."""

from __future__ import annotations

import pytest

from engineclient.options.values.swarm import external_ca, listen_address, pem, subnets

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


def read_file(name: str) -> bytes:
    files = {"ca.pem": CERTIFICATE, "text": "no certificate"}
    if name not in files:
        raise FileNotFoundError(2, "No such file or directory")
    return files[name].encode()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", "0.0.0.0:2377"),
        ("tcp://", "0.0.0.0:2377"),
        ("eth0", "eth0:2377"),
        ("tcp://a", "a:2377"),
        ("a:", "a:2377"),
        (":1", "0.0.0.0:1"),
        ("a:080", "a:080"),
        ("::1", "[::1]:2377"),
        ("[::1]:5", "[::1]:5"),
        ("[::1]:", "[::1]:2377"),
        ("a:1:2", "[a:1:2]:2377"),
        ("user@h:1", "h:1"),
        ("a/b", "a:2377/b"),
        ("eth0?x", "eth0:2377"),
    ],
)
def test_listen_address(text: str, address: str) -> None:
    assert listen_address(text) == address


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("http://a", "invalid proto, expected tcp: http://a"),
        ("a:b", 'parse "tcp://a:b": invalid port ":b" after host'),
        ("a:-1", 'parse "tcp://a:-1": invalid port ":-1" after host'),
        ("[::1]", "invalid bind address format: [::1]"),
        ("[a", "parse \"tcp://[a\": missing ']' in host"),
        ("a b", 'parse "tcp://a b": invalid character " " in host name'),
        ("a%zz", 'parse "tcp://a%zz": invalid URL escape "%zz"'),
    ],
)
def test_no_listen_address(text: str, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        listen_address(text)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("10.0.0.1/8", ["10.0.0.0/8"]),
        ("10.0.0.0/8, 10.1.0.0/16", ["10.0.0.0/8", "10.1.0.0/16"]),
        ("::/10", ["::/10"]),
    ],
)
def test_subnets(text: str, found: list[str]) -> None:
    assert subnets(text) == found


@pytest.mark.parametrize("text", ["1.2.3.4", "x", "10.0.0.0/33"])
def test_no_subnet(text: str) -> None:
    with pytest.raises(ValueError, match=f"invalid string being converted to CIDR: {text}"):
        subnets(text)


def test_external_ca() -> None:
    found = external_ca("PROTOCOL=CFSSL,url=https://x,cacert=ca.pem,a=b", read_file)
    expected = {"Protocol": "cfssl", "URL": "https://x", "Options": {"a": "b"}, "CACert": CERTIFICATE}
    assert found == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "EOF"),
        ("a", "invalid field 'a' must be a key=value pair"),
        ("protocol=x", "unrecognized external CA protocol x"),
        ("url=x", "the external-ca option needs a protocol= parameter"),
        ("protocol=cfssl", "the external-ca option needs a url= parameter"),
        (
            "protocol=cfssl,cacert=nope",
            "unable to read CA cert for external CA: open nope: no such file or directory",
        ),
        ("protocol=cfssl,cacert=text", "CA cert for external CA must be in PEM format"),
    ],
)
def test_no_external_ca(text: str, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        external_ca(text, read_file)
    assert str(refused.value) == message


def test_pem() -> None:
    assert pem("ca.pem", read_file) == CERTIFICATE
    with pytest.raises(ValueError, match="file contents must be in PEM format"):
        pem("text", read_file)
    with pytest.raises(ValueError, match="open nope: no such file or directory"):
        pem("nope", read_file)
