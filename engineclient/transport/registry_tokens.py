"""Bearer tokens from a registry's token server: for builds, whose engine gets a token instead of the password, and for
this program's own requests to registries.

Source: https://distribution.github.io/distribution/spec/auth/.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import httpx

from engineclient.build.auth import Token
from engineclient.errors import EngineError
from engineclient.registry.errors import problems
from engineclient.transport.bounded_http import SILENCE, fetched

if TYPE_CHECKING:
    import ssl

    from engineclient.build.auth import TokenRequest

_CLIENT = "engineclient"
_WITHOUT_POST = (401, 404, 405)  # answers of servers that only support the older GET
_LEAST_SECONDS = 60  # the lifetime of a token if the server does not send one


class NoToken(EngineError):
    """The token server did not return a token.

    Attributes:
        refusal: the server's own reason, as docker words it; "" if it gave none.

    """

    def __init__(self, text: str, refusal: str = "") -> None:
        super().__init__(text)
        self.refusal = refusal


def fetch_token(request: TokenRequest, verify: ssl.SSLContext | bool = True) -> Token:
    """Request a token for the scopes, with the login if there is one.

    Args:
        request: the token server, the scopes and the login.
        verify: the TLS settings, as for httpx.

    Raises:
        NoToken: the server refused the request, or cannot be reached.

    """
    login = request.login
    query = httpx.QueryParams([("service", request.service), *(("scope", scope) for scope in request.scopes)])
    try:
        with httpx.Client(timeout=SILENCE, verify=verify) as client:
            if login.secret:
                grant = (
                    {"grant_type": "password", "username": login.username, "password": login.secret}
                    if login.username
                    else {"grant_type": "refresh_token", "refresh_token": login.secret}
                )
                form = {"client_id": _CLIENT, "service": request.service, "scope": " ".join(request.scopes)}
                answer = fetched(client, "POST", request.realm, data={**form, **grant})
                if answer.status_code not in _WITHOUT_POST:
                    return _token(answer)
            headers = {}
            if login.username:
                plain = f"{login.username}:{login.secret}".encode()
                headers["Authorization"] = f"Basic {base64.b64encode(plain).decode()}"
            return _token(fetched(client, "GET", request.realm, params=query, headers=headers))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoToken(f"failed to fetch a token from {request.realm}: {error}") from error


def _token(answer: httpx.Response) -> Token:
    if answer.status_code != 200:
        listed = problems(answer.status_code, answer.content)
        refusal = str(listed[0]) if listed else ""
        raise NoToken(f"failed to fetch a token: {answer.url} answers {answer.status_code}", refusal)
    try:
        content: Any = answer.json()
        value = content.get("token") or content.get("access_token")
        seconds = int(content.get("expires_in") or 0)
    except (ValueError, AttributeError) as error:
        raise NoToken(f"failed to fetch a token: {answer.url} does not answer with JSON") from error
    if not isinstance(value, str) or not value:
        raise NoToken(f"failed to fetch a token: the answer of {answer.url} contains no token")
    return Token(value, max(seconds, _LEAST_SECONDS))
