"""Errors of requests to servers other than an engine, in Go's words."""

from __future__ import annotations

import socket
import ssl
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import httpx

from engineclient.connect.causes import go_text
from engineclient.connect.hosts import Endpoint
from engineclient.golang.quoting import quote

_NOT_TLS: Final = (
    "WRONG_VERSION_NUMBER",
    "RECORD_LAYER_FAILURE",
    "UNEXPECTED_MESSAGE",
    "PACKET_LENGTH_TOO_LONG",
)


class RequestFailure(NamedTuple):
    """The error of a request.

    Attributes:
        reason: Go's message.
        plain: whether the server speaks plain HTTP where TLS was expected.

    """

    reason: str
    plain: bool = False


def request_failure(error: Exception, url: str) -> RequestFailure:
    """Translate an error of httpx for a request to `url`."""
    place = urlsplit(url)
    if isinstance(error, httpx.UnsupportedProtocol):
        return RequestFailure(f"unsupported protocol scheme {quote(place.scheme)}")
    cause = next((each for each in _causes(error) if isinstance(each, OSError)), error)
    if isinstance(cause, ssl.SSLError) and cause.reason in _NOT_TLS:
        return RequestFailure("http: server gave HTTP response to HTTPS client", plain=True)
    port = place.port or (443 if place.scheme == "https" else 80)
    return RequestFailure(go_text(cause, Endpoint("tcp", _dialled(place.hostname or "", port))))


def _causes(error: BaseException) -> list[BaseException]:
    """The chain of causes of `error`, the original error first."""
    chain = [error]
    while (before := chain[-1].__cause__ or chain[-1].__context__) is not None and before not in chain:
        chain.append(before)
    return chain[::-1]


def _dialled(host: str, port: int) -> str:
    """The first address of a host, which Go's errors name: `127.0.0.1:5000`; the host itself if it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return _joined(host, port)
    return _joined(str(found[0][4][0]), port)


def _joined(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
