from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engineclient.wire.x509 import Certificate, read_pem

# openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /O=o/CN=name
#   -addext subjectAltName=DNS:a.example,DNS:*.b,IP:127.0.0.1,IP:::1 -days 10000
FULL = """\
-----BEGIN CERTIFICATE-----
MIIBwTCCAWigAwIBAgIUHzGBP/UlJVE7ZSTD+S9FdHjtFgMwCgYIKoZIzj0EAwIw
GzEKMAgGA1UECgwBbzENMAsGA1UEAwwEbmFtZTAgFw0yNjExMjgwNTQzMDZaGA8y
MDU0MDQxNTA1NDMwNlowGzEKMAgGA1UECgwBbzENMAsGA1UEAwwEbmFtZTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABNnSJBLCx1gZvOG7DtCehugU7pxXhMPUdl5t
5ZgXgYKJm1Nd9pb7+G6ofiiHY5OM9jsDpyRjwxSmC+HoHuXjQoujgYcwgYQwHQYD
VR0OBBYEFBBprlTXOoF4PzPJsu2jNmB3gHOHMB8GA1UdIwQYMBaAFBBprlTXOoF4
PzPJsu2jNmB3gHOHMA8GA1UdEwEB/wQFMAMBAf8wMQYDVR0RBCowKIIJYS5leGFt
cGxlggMqLmKHBH8AAAGHEAAAAAAAAAAAAAAAAAAAAAEwCgYIKoZIzj0EAwIDRwAw
RAIgXmX955HuAjW6CK8nsyhyfvs4zcQFl4HQaf2jVI8YDjwCIG263x6ZDQcr9zRX
5YR57/MZAhwy1R4CLoWsg8nr9hnT
-----END CERTIFICATE-----
"""
# the same without a common name and alternative names
BARE = """\
-----BEGIN CERTIFICATE-----
MIIBbDCCAROgAwIBAgIUWPbHdQ4p32ncRwI3ywlUp/veUo0wCgYIKoZIzj0EAwIw
DDEKMAgGA1UECgwBbzAeFw0yNjExMjgwNTQzMDdaFw0yNjEyMDgwNTQzMDdaMAwx
CjAIBgNVBAoMAW8wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATh7QGswwuVIM+T
k8ZqM1+sVP16WBBOZ0hHU20dsQ+leoWpZXZ0V8Pk3N3Qe7rNywb+CFCeSg3V2Rgr
1OnjAT/So1MwUTAdBgNVHQ4EFgQUoKLvopieg8eb25iYxa26vzEm64swHwYDVR0j
BBgwFoAUoKLvopieg8eb25iYxa26vzEm64swDwYDVR0TAQH/BAUwAwEB/zAKBggq
hkjOPQQDAgNHADBEAiAEHG+nXch69rHrcDJ32mc/Fw1/P6e2R8qb4mXvAuy1HAIg
Houndqz/Lf/VP2gAk4RuBvlE82BoAMdum3VWhIEWMvk=
-----END CERTIFICATE-----
"""


def test_read() -> None:
    assert read_pem(f"text\n{FULL}more") == Certificate(
        subject="name",
        issuer="name",
        dns_names=("a.example", "*.b"),
        addresses=("127.0.0.1", "::1"),
        not_before=datetime(2026, 11, 28, 5, 43, 6, tzinfo=UTC),
        not_after=datetime(2054, 4, 15, 5, 43, 6, tzinfo=UTC),
    )


def test_without_names() -> None:
    found = read_pem(BARE)
    assert (found.subject, found.dns_names, found.addresses) == ("", (), ())


@pytest.mark.parametrize(
    "text", ["", "-----BEGIN CERTIFICATE-----", FULL.replace("MII", "AII", 1), FULL[:300] + "\n" + FULL[-40:]]
)
def test_no_certificate(text: str) -> None:
    with pytest.raises(ValueError):
        read_pem(text)
