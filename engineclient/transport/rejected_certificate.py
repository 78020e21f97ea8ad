"""Fetches a certificate that was rejected once more, so that the error can show its hosts and dates."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final

from engineclient.wire.x509 import read_pem

if TYPE_CHECKING:
    from engineclient.backend import Backend, Line
    from engineclient.connect.hosts import Endpoint
    from engineclient.transport.http1 import Connect
    from engineclient.wire.x509 import Certificate

_PATIENCE: Final = 5.0  # seconds


def explained(connect: Connect, endpoint: Endpoint, backend: Backend) -> Connect:
    """`connect`, whose error for a rejected certificate has the certificate as an attribute, if it can be fetched."""

    async def connect_or_explain(timeout: float | None) -> Line:
        try:
            return await connect(timeout)
        except ssl.SSLCertVerificationError as error:
            error.certificate = await backend.call(  # type: ignore[attr-defined]  # for `connect.causes`
                fetch, endpoint.hostname, endpoint.port
            )
            raise

    return connect_or_explain


def fetch(host: str, port: int) -> Certificate | None:
    """The certificate that the server presents, without verifying it; None if it cannot be fetched."""
    try:
        return read_pem(ssl.get_server_certificate((host, port), timeout=_PATIENCE))
    except (OSError, ValueError):
        return None
