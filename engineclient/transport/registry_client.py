"""A registry's API over HTTP: manifests and blobs, with tokens or passwords where they are demanded.

Source: https://distribution.github.io/distribution/spec/api/.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import httpx

from engineclient.build.auth import Login, TokenRequest
from engineclient.connect.causes import go_text
from engineclient.connect.hosts import Endpoint
from engineclient.errors import DecodeError
from engineclient.registry.challenges import Challenge, challenges, demanded, scope
from engineclient.registry.errors import NotAuthorized, Refused, Unreachable, problems
from engineclient.registry.manifests import ACCEPTED, Manifest
from engineclient.transport.bounded_http import SILENCE, fetched
from engineclient.transport.registry_tokens import NoToken, fetch_token

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_ACCEPT: Final = {"Accept": ", ".join(ACCEPTED)}
_NOT_TLS: Final = (
    "WRONG_VERSION_NUMBER",
    "RECORD_LAYER_FAILURE",
    "UNEXPECTED_MESSAGE",
    "PACKET_LENGTH_TOO_LONG",
)
_NO_PASSWORD: Final = "no basic auth credentials"  # docker's words


class RegistryClient:
    """A client of one registry, with one login.

        with RegistryClient("https://localhost:5000") as registry:
            registry.manifest("library/busybox", "latest").digest

    All methods raise Unreachable (there was no answer), NotAuthorized (a login is required, or was rejected) and Refused
    (any other error).

    Args:
        base: the URL of the registry without a path, `https://host:5000`.
        login: the credentials; by default none.
        context: the TLS settings; True for the system's authorities, False to accept every certificate.

    """

    def __init__(self, base: str, login: Login | None = None, context: ssl.SSLContext | bool = True) -> None:
        self.base = base
        self._login = login or Login()
        self._context = context
        self._http = httpx.Client(timeout=SILENCE, verify=context)
        self._challenges: list[Challenge] = []
        self._tokens: dict[tuple[str, ...], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def ping(self) -> None:
        """Find out which authentication the registry requires, so that later requests send it at once. `GET /v2/`."""
        self._learn(self._send("GET", "/v2/", {}))

    def manifest(self, repository: str, name: str) -> Manifest:
        """Fetch a manifest. `GET /v2/{repository}/manifests/{name}`.

        Args:
            repository: the path of the repository, `library/busybox`.
            name: a tag or a digest; the caller must compare a digest with that of the result.

        Raises:
            DecodeError: the media type of the answer is unknown.

        """
        answer = self._request(
            "GET", f"/v2/{repository}/manifests/{name}", [scope(repository)], headers=_ACCEPT
        )
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip()
        if media_type not in ACCEPTED:
            raise DecodeError(f"unsupported manifest media type and no default available: {media_type}")
        return Manifest(media_type, answer.content)

    def blob(self, repository: str, digest: str) -> bytes:
        """Fetch a small blob, such as a configuration. The caller must compare the result with `digest`."""
        return self._request("GET", f"/v2/{repository}/blobs/{digest}", [scope(repository)]).content

    def put_manifest(self, repository: str, name: str, manifest: Manifest) -> str:
        """Store a manifest under a tag or its digest; returns the digest that the registry reports."""
        answer = self._request(
            "PUT", f"/v2/{repository}/manifests/{name}", [scope(repository, push=True)],
            headers={"Content-Type": manifest.media_type}, content=manifest.raw,
        )  # fmt: skip
        return str(answer.headers.get("docker-content-digest") or manifest.digest)

    def mount(self, repository: str, digest: str, source: str) -> bool:
        """Make a blob of the repository `source` available in `repository`; False if the registry did not do it."""
        scopes = [scope(repository, push=True), scope(source)]
        query = {"mount": digest, "from": source}
        answer = self._request("POST", f"/v2/{repository}/blobs/uploads/", scopes, params=query)
        if answer.status_code == 201:
            return True
        if place := answer.headers.get("location"):  # an upload has begun instead: cancel it
            self._request("DELETE", str(httpx.URL(self.base).join(place)), scopes)
        return False

    def _request(self, method: str, path: str, scopes: list[str], **options: Any) -> httpx.Response:
        """Send a request, a second time with the login if the registry requires one; raise Refused for an error."""
        headers = options.pop("headers", {})
        answer = self._send(method, path, {**headers, **self._authorization(method, path, scopes)}, **options)
        if answer.status_code == 401 and not self._challenges and self._learn(answer):
            answer = self._send(
                method, path, {**headers, **self._authorization(method, path, scopes)}, **options
            )
        if answer.is_error:
            status = f"{answer.status_code} {answer.reason_phrase}"
            found = challenges(answer.headers.get_list("www-authenticate"))
            bearer = demanded(found, "bearer")
            denied = bearer.parameters.get("error", "") if bearer else ""
            raise Refused(
                status, problems(answer.status_code, answer.content, found), str(answer.url), denied
            )
        return answer

    def _learn(self, answer: httpx.Response) -> bool:
        self._challenges = challenges(answer.headers.get_list("www-authenticate"))
        return bool(self._challenges)

    def _authorization(self, method: str, path: str, scopes: list[str]) -> dict[str, str]:
        if bearer := demanded(self._challenges, "bearer"):
            return {"Authorization": f"Bearer {self._token(bearer, method, path, scopes)}"}
        if not demanded(self._challenges, "basic"):
            return {}
        if not self._login.username:
            raise NotAuthorized(method, self._url(path), _NO_PASSWORD)
        given = httpx.BasicAuth(self._login.username, self._login.secret)
        return {
            "Authorization": next(given.auth_flow(httpx.Request(method, self.base))).headers["Authorization"]
        }

    def _token(self, challenge: Challenge, method: str, path: str, scopes: list[str]) -> str:
        if self._login.token:
            return self._login.token
        kept = self._tokens.get(tuple(scopes))
        if kept is None:
            realm, service = (challenge.parameters.get(name, "") for name in ("realm", "service"))
            request = TokenRequest(realm, service, scopes, self._login)
            try:
                kept = fetch_token(request, self._context).value
            except NoToken as error:
                raise NotAuthorized(method, self._url(path), error.refusal or str(error)) from error
            self._tokens[tuple(scopes)] = kept
        return kept

    def _send(self, method: str, path: str, headers: dict[str, str], **options: Any) -> httpx.Response:
        try:
            return fetched(self._http, method, self._url(path), headers=headers, **options)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._unreachable(method, path, error) from error

    def _url(self, path: str) -> str:
        return path if "://" in path else f"{self.base}{path}"

    def _unreachable(self, method: str, path: str, error: Exception) -> Unreachable:
        place = urlsplit(self.base)
        port = place.port or (443 if place.scheme == "https" else 80)
        endpoint = Endpoint("tcp", place.netloc if place.port else f"{place.netloc}:{port}")
        cause = next((each for each in _causes(error) if isinstance(each, OSError)), error)
        plain = isinstance(cause, ssl.SSLError) and cause.reason in _NOT_TLS
        reason = "http: server gave HTTP response to HTTPS client" if plain else go_text(cause, endpoint)
        return Unreachable(method, self._url(path), reason, plain=plain)


def _causes(error: BaseException) -> list[BaseException]:
    """The chain of causes of `error`, the original error first."""
    chain = [error]
    while (before := chain[-1].__cause__ or chain[-1].__context__) is not None and before not in chain:
        chain.append(before)
    return chain[::-1]
