"""Reads the names and the validity of X.509 certificates from DER.

The `ssl` module only decodes certificates that it has verified; error messages need those of rejected ones.
"""

from __future__ import annotations

import binascii
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

_SEQUENCE, _CONTEXT_3, _CONTEXT_0 = 0x30, 0xA3, 0xA0
_DNS_NAME, _IP_ADDRESS, _UTC_TIME = 0x82, 0x87, 0x17
_SUBJECT_ALT_NAME: Final = bytes.fromhex("551d11")
_COMMON_NAME: Final = bytes.fromhex("550403")
_BEGIN: Final = "-----BEGIN CERTIFICATE-----"
_END: Final = "-----END CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate.

    Attributes:
        subject, issuer: their common names, "" if there is none.
        dns_names, addresses: the hosts it is valid for: the subject's alternative names.
        not_before, not_after: the period in which it is valid.

    """

    subject: str
    issuer: str
    dns_names: tuple[str, ...]
    addresses: tuple[str, ...]
    not_before: datetime
    not_after: datetime


def read_pem(text: str) -> Certificate:
    """The first certificate in a PEM file.

    Raises:
        ValueError: the text contains no certificate.
    """
    _, begin, rest = text.partition(_BEGIN)
    body, end, _ = rest.partition(_END)
    if not (begin and end):
        raise ValueError("no certificate")
    try:
        return read_der(binascii.a2b_base64(body))
    except (binascii.Error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"no certificate: {error}") from error


def read_der(data: bytes) -> Certificate:
    """The certificate in DER bytes.

    Raises:
        ValueError: the bytes are not a certificate.
    """
    try:
        fields = [*_elements(_first(_first(data)))]
        if fields[0][0] == _CONTEXT_0:  # its version
            del fields[0]
        _, _, (_, issuer), (_, validity), (_, subject), *rest = fields
        (start, end) = map(_moment, _elements(validity))
        names = [*_alternative_names(next((body for tag, body in rest if tag == _CONTEXT_3), b""))]
        return Certificate(
            _common_name(subject),
            _common_name(issuer),
            tuple(body.decode("ascii") for tag, body in names if tag == _DNS_NAME),
            tuple(str(ipaddress.ip_address(body)) for tag, body in names if tag == _IP_ADDRESS),
            start,
            end,
        )
    except (IndexError, StopIteration, UnicodeDecodeError) as error:
        raise ValueError(f"no certificate: {error}") from error


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The tag and the content of each element in a sequence."""
    place = 0
    while place < len(data):
        tag, length = data[place], data[place + 1]
        place += 2
        if length & 0x80:
            size = length & 0x7F
            length = int.from_bytes(data[place : place + size], "big")
            place += size
        if place + length > len(data):
            raise ValueError("an element is truncated")
        yield tag, data[place : place + length]
        place += length


def _first(data: bytes) -> bytes:
    tag, body = next(_elements(data))
    if tag != _SEQUENCE:
        raise ValueError("a sequence is missing")
    return body


def _common_name(name: bytes) -> str:
    for _, part in _elements(name):
        for _, attribute in _elements(part):
            (_, kind), (_, value) = _elements(attribute)
            if kind == _COMMON_NAME:
                return value.decode(errors="replace")
    return ""


def _moment(element: tuple[int, bytes]) -> datetime:
    tag, body = element
    text = body.decode("ascii")
    if tag == _UTC_TIME:  # two digits of the year, up to 2049
        text = ("20" if text < "50" else "19") + text
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def _alternative_names(extensions: bytes) -> Iterator[tuple[int, bytes]]:
    if not extensions:
        return
    for _, extension in _elements(_first(extensions)):
        parts = [*_elements(extension)]
        if parts[0][1] == _SUBJECT_ALT_NAME:
            yield from _elements(_first(parts[-1][1]))
