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
from engineclient.golang.quoting import quote
from engineclient.registry.errors import Refused, problems
from engineclient.transport.bounded_http import SILENCE, fetched
from engineclient.transport.request_failures import request_failure

if TYPE_CHECKING:
    import ssl

    from engineclient.build.auth import TokenRequest

_CLIENT = "engineclient"
_WITHOUT_POST = (401, 404, 405)  # answers of servers that only support the older GET
_LEAST_SECONDS = 60  # the lifetime of a token if the server does not send one


class NoToken(EngineError):
    """The token server did not return a token; the message is in BuildKit's words.

    Attributes:
        reason: the same in docker's words.

    """

    def __init__(self, text: str, reason: str = "") -> None:
        super().__init__(text)
        self.reason: str = reason or text


def fetch_token(request: TokenRequest, verify: ssl.SSLContext | bool = True) -> Token:
    """Request a token for the scopes, with the login if there is one.

    Args:
        request: the token server, the scopes and the login.
        verify: the TLS settings, as for httpx.

    Raises:
        NoToken: the server refused the request, or cannot be reached.

    """
    login = request.login
    query = [*(("scope", scope) for scope in request.scopes)]
    if request.service:
        query.append(("service", request.service))
    kind = "oauth" if login.secret else "anonymous"
    method, url = "GET", str(httpx.URL(request.realm, params=query))
    try:
        with httpx.Client(timeout=SILENCE, verify=verify) as client:
            if login.secret:
                grant = (
                    {"grant_type": "password", "username": login.username, "password": login.secret}
                    if login.username
                    else {"grant_type": "refresh_token", "refresh_token": login.secret}
                )
                form = {"client_id": _CLIENT, "service": request.service, "scope": " ".join(request.scopes)}
                method, url = "POST", request.realm
                answer = fetched(client, method, url, data={**form, **grant})
                if answer.status_code not in _WITHOUT_POST:
                    return _token(answer, kind)
                method, url = "GET", str(httpx.URL(request.realm, params=query))
            headers = {}
            if login.username:
                plain = f"{login.username}:{login.secret}".encode()
                headers["Authorization"] = f"Basic {base64.b64encode(plain).decode()}"
            return _token(fetched(client, method, url, headers=headers), kind)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = f"{method.capitalize()} {quote(url)}: {request_failure(error, url).reason}"
        raise NoToken(f"failed to fetch {kind} token: {reason}", reason) from error


def _token(answer: httpx.Response, kind: str) -> Token:
    failed, url = f"failed to fetch {kind} token", answer.url
    if answer.status_code != 200:
        method, status = answer.request.method, f"{answer.status_code} {answer.reason_phrase}"
        listed = problems(
            answer.status_code, answer.content, content_type=answer.headers.get("content-type", "")
        )
        refused = Refused(method, str(url), status, listed)
        raise NoToken(f"{failed}: unexpected status from {method} request to {url}: {status}", str(refused))
    try:
        content: Any = answer.json()
        value = content.get("token") or content.get("access_token")
        seconds = int(content.get("expires_in") or 0)
    except (ValueError, AttributeError) as error:
        raise NoToken(f"{failed}: {url} does not answer with JSON") from error
    if not isinstance(value, str) or not value:
        raise NoToken(f"{failed}: the answer of {url} contains no token")
    return Token(value, max(seconds, _LEAST_SECONDS))
