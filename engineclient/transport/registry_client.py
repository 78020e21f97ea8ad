"""A registry's API over HTTP: manifests and blobs, with tokens or passwords where they are demanded.

Source: https://distribution.github.io/distribution/spec/api/.
"""

from __future__ import annotations

import ssl
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import httpx

from engineclient.build.auth import Login, TokenRequest
from engineclient.connect.causes import go_text
from engineclient.connect.hosts import Endpoint
from engineclient.errors import DecodeError
from engineclient.registry.challenges import Challenge, challenges, demanded, scope
from engineclient.registry.errors import NotAuthorized, Refused, Unreachable, problems
from engineclient.registry.manifests import ACCEPTED, Manifest, digest_of
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
    """One registry, at `base` (`https://host:5000`), for one user.

        with RegistryClient("https://localhost:5000") as registry:
            registry.manifest("library/busybox", "latest").digest

    All methods raise Unreachable, NotAuthorized and Refused.

    Args:
        base: the URL, without a path.
        login: the user; by default nobody.
        context: how certificates are verified.

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
        """`GET /v2/`: find out what the registry demands. Later requests bring it along at once."""
        self._learn(self._send("GET", "/v2/", {}))

    def manifest(self, repository: str, name: str) -> Manifest:
        """The manifest with a tag or a digest; its digest is not compared with `name`.

        Raises:
            DecodeError: the answer is of no media type that is known.

        """
        answer = self._request(
            "GET", f"/v2/{repository}/manifests/{name}", [scope(repository)], headers=_ACCEPT
        )
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip()
        if media_type not in ACCEPTED:
            raise DecodeError(f"unsupported manifest media type and no default available: {media_type}")
        return Manifest(media_type, answer.content)

    def blob(self, repository: str, digest: str) -> bytes:
        """The content of a blob, which is not compared with `digest`; only for small ones, as configurations."""
        return self._request("GET", f"/v2/{repository}/blobs/{digest}", [scope(repository)]).content

    def put_manifest(self, repository: str, name: str, manifest: Manifest) -> str:
        """Store a manifest under a tag or its digest; the digest that the registry has for it."""
        answer = self._request(
            "PUT", f"/v2/{repository}/manifests/{name}", [scope(repository, push=True)],
            headers={"Content-Type": manifest.media_type}, content=manifest.raw,
        )  # fmt: skip
        return str(answer.headers.get("docker-content-digest") or manifest.digest)

    def put_blob(self, repository: str, content: bytes) -> None:
        """Store a blob, unless the repository has it: `POST` begins an upload, `PUT` sends all of it."""
        digest, scopes = digest_of(content), [scope(repository, push=True)]
        try:
            self._request("HEAD", f"/v2/{repository}/blobs/{digest}", scopes)
        except Refused as error:
            if error.code != HTTPStatus.NOT_FOUND:
                raise
        else:
            return
        answer = self._request("POST", f"/v2/{repository}/blobs/uploads/", scopes)
        place = httpx.URL(self.base).join(answer.headers.get("location", ""))
        self._request(
            "PUT", str(place.copy_add_param("digest", digest)), scopes,
            headers={"Content-Type": "application/octet-stream"}, content=content,
        )  # fmt: skip

    def mount(self, repository: str, digest: str, source: str) -> bool:
        """Let a repository use a blob of another one of the same registry; whether the registry did it."""
        scopes = [scope(repository, push=True), scope(source)]
        query = {"mount": digest, "from": source}
        answer = self._request("POST", f"/v2/{repository}/blobs/uploads/", scopes, params=query)
        if answer.status_code == 201:
            return True
        if place := answer.headers.get("location"):  # an upload has begun instead, which is not needed
            self._request("DELETE", str(httpx.URL(self.base).join(place)), scopes)
        return False

    def _request(self, method: str, path: str, scopes: list[str], **options: Any) -> httpx.Response:
        """The answer to a request, if it is none of failure; once more with a login if that is demanded."""
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
    """The errors that led to `error`, the first one first."""
    chain = [error]
    while (before := chain[-1].__cause__ or chain[-1].__context__) is not None and before not in chain:
        chain.append(before)
    return chain[::-1]
