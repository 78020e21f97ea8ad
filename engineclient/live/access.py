"""Access control of the live page: only a browser of this machine that was given the secret address may read it."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HEADERS", "Access"]

HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every answer."""


class Access:
    """The secret of one server, and the host names that it accepts.

    A foreign page whose name resolves to this machine (DNS rebinding) sends that name as Host, and one that sends
    cross-origin requests sends its own Origin: both are refused, as is any request without the secret.

    Args:
        port: the port of the server.

    """

    def __init__(self, port: int) -> None:
        self.token: str = secrets.token_urlsafe(24)
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}

    def path_of(self, target: str, headers: Mapping[str, str]) -> str | None:
        """The path after the secret, None if the request is refused.

        Args:
            target: path and query of the request.
            headers: its headers, names in lower case.

        """
        if headers.get("host", "") not in self._hosts:
            return None
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return None
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return None
        _, given, *rest = [*target.split("/", 2), ""]
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return None
        return "/" + rest[0]
