"""Registry authentication for a build: the session sends the engine credentials, or tokens that it fetches itself.

Source: `moby.filesync.v1.Auth`. With a `fetch` no password is sent to the engine: it names the token server and
receives the token. Two builds share a token only if both clients prove that they hold the same key.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from engineclient.build import ed25519
from engineclient.wire.grpc import Methods, unary
from engineclient.wire.protobuf import Message, field

_SERVICE: Final = "/moby.filesync.v1.Auth"
CREDENTIALS: Final = f"{_SERVICE}/Credentials"
FETCH_TOKEN: Final = f"{_SERVICE}/FetchToken"
GET_TOKEN_AUTHORITY: Final = f"{_SERVICE}/GetTokenAuthority"
VERIFY_TOKEN_AUTHORITY: Final = f"{_SERVICE}/VerifyTokenAuthority"

_HUB_HOST: Final = "registry-1.docker.io"
_HUB: Final = "https://index.docker.io/v1/"


class Login(NamedTuple):
    """The credentials for a registry; all empty for anonymous access.

    Attributes:
        username: empty if `secret` is an identity token.
        secret: a password or an identity token.
        token: a bearer token to use as it is.

    """

    username: str = ""
    secret: str = ""
    token: str = ""

    def __repr__(self) -> str:  # keeps secrets out of logs and tracebacks
        return f"Login(username={self.username!r})"


class TokenRequest(NamedTuple):
    """A request for a token: the server's address, the service, and the scopes."""

    realm: str
    service: str
    scopes: Sequence[str]
    login: Login


class Token(NamedTuple):
    """A bearer token, the seconds that it is good for, and when it was issued (seconds since 1970, 0 for now)."""

    value: str
    expires_in: int = 0
    issued_at: int = 0

    def __repr__(self) -> str:
        return f"Token(expires_in={self.expires_in})"


def auth(
    find: Callable[[str], Login],
    fetch: Callable[[TokenRequest], Token] | None = None,
    seed: bytes = b"",
) -> Methods:
    """The service.

    Args:
        find: returns the login for a registry, given the name under which docker stores it.
        fetch: fetches a token from its server; without it the engine fetches tokens, with the credentials.
        seed: a secret of this client, for its key.

    """

    def login_for(host: str) -> Login:
        return find(_HUB if host == _HUB_HOST else host)

    def credentials(data: bytes) -> bytes:
        login = login_for(Message(data).text(1))
        return field(1, login.username) + field(2, login.secret)

    methods = {CREDENTIALS: unary(credentials)}
    if fetch is None:
        return methods

    def key(host: str, salt: bytes) -> bytes:
        known = seed if login_for(host).secret else b""
        return hmac.digest(salt, known, "sha256")

    def authority(data: bytes) -> bytes:
        request = Message(data)
        return field(1, ed25519.public_key(key(request.text(1), request.data(2))))

    def verify(data: bytes) -> bytes:
        request = Message(data)
        payload = request.data(2)
        return field(1, ed25519.sign(key(request.text(1), request.data(3)), payload) + payload)

    def token(data: bytes) -> bytes:
        request = Message(data)
        login = login_for(request.text(2))
        if login.token:
            return field(1, login.token)
        got = fetch(TokenRequest(request.text(3), request.text(4), request.texts(5), login))
        return field(1, got.value) + field(2, got.expires_in) + field(3, got.issued_at)

    return methods | {
        GET_TOKEN_AUTHORITY: unary(authority),
        VERIFY_TOKEN_AUTHORITY: unary(verify),
        FETCH_TOKEN: unary(token),
    }
