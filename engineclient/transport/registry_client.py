"""A registry's API over HTTP: manifests and blobs, with tokens or passwords where they are demanded.

Source: https://distribution.github.io/distribution/spec/api/.
"""

from __future__ import annotations

import ssl
import time
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

import httpx

from engineclient.build.auth import Login, TokenRequest
from engineclient.errors import DecodeError
from engineclient.golang.json_errors import check_and_compact
from engineclient.registry.challenges import Challenge, challenges, demanded, scope
from engineclient.registry.errors import (
    Interrupted,
    NotAuthorized,
    Refused,
    RegistryError,
    Unreachable,
    body_problems,
    problems,
)
from engineclient.registry.manifests import ACCEPTED, Manifest
from engineclient.transport.bounded_http import SILENCE, CutShort, fetched, is_cut
from engineclient.transport.registry_tokens import NoToken, fetch_token
from engineclient.transport.request_failures import request_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Self

_ACCEPT: Final = {"Accept": ", ".join(ACCEPTED)}
_UPLOAD: Final = 24 * 3600.0  # seconds for a whole blob
_EARLY: Final = 10.0  # seconds before its end when a token is replaced
_NO_PASSWORD: Final = "no basic auth credentials"  # docker's words


class Blob(NamedTuple):
    """The content of a blob in pieces, and its size in bytes; None if the registry does not tell it."""

    pieces: Iterator[bytes]
    size: int | None


class _Kept(NamedTuple):
    """A token, and when it ends by the monotonic clock."""

    value: str
    ends: float


class RegistryClient:
    """A client of one registry, with one login.

        with RegistryClient("https://localhost:5000") as registry:
            registry.manifest("library/busybox", "latest").digest

    All methods raise Unreachable (there was no answer), Interrupted (the answer ended early), NotAuthorized (a login is
    required, or was rejected) and Refused (any other error).

    Args:
        base: the URL of the registry without a path, `https://host:5000`.
        find_login: returns the credentials when the registry first requires some; by default none. What it raises, the
            methods raise, too.
        context: the TLS settings; True for the system's authorities, False to accept every certificate.

    """

    def __init__(
        self, base: str, find_login: Callable[[], Login] = Login, context: ssl.SSLContext | bool = True
    ) -> None:
        self.base = base
        self._find_login = cache(find_login)
        self._context = context
        self._http = httpx.Client(timeout=SILENCE, verify=context)
        self._challenges: list[Challenge] = []
        self._tokens: dict[tuple[str, ...], _Kept] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def ping(self) -> None:
        """Find out which authentication the registry requires, so that later requests send it at once. `GET /v2/`."""
        with suppress(Interrupted):  # only the head of the answer matters
            self._learn(self._send("GET", "/v2/", {}))

    def check_login(self) -> None:
        """`GET /v2/` with the login, if the registry demands one. Raises Refused if it is rejected."""
        self.ping()
        self._request("GET", "/v2/", [])

    def manifest(self, repository: str, name: str) -> Manifest:
        """Fetch a manifest. `GET /v2/{repository}/manifests/{name}`.

        Args:
            repository: the path of the repository, `library/busybox`.
            name: a tag or a digest; the caller must compare a digest with that of the result.

        Raises:
            DecodeError: the media type of the answer is unknown, or it is not JSON; with docker's text.

        """
        answer = self._request(
            "GET", f"/v2/{repository}/manifests/{name}", [scope(repository)], headers=_ACCEPT
        )
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip()
        if media_type not in ACCEPTED:
            raise DecodeError(f"unsupported manifest media type and no default available: {media_type}")
        try:
            check_and_compact(answer.content)
        except ValueError as error:
            raise DecodeError(str(error)) from error
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

    def has_blob(self, repository: str, digest: str) -> bool:
        """Whether a repository to write to has a blob: `HEAD /v2/{repository}/blobs/{digest}`."""
        return self._has(repository, f"blobs/{digest}")

    def has_manifest(self, repository: str, digest: str) -> bool:
        """Whether a repository to write to has a manifest: `HEAD /v2/{repository}/manifests/{digest}`."""
        return self._has(repository, f"manifests/{digest}")

    def _has(self, repository: str, object: str) -> bool:
        scopes = [scope(repository, push=True)]
        answer = self._answer("HEAD", f"/v2/{repository}/{object}", scopes, headers=_ACCEPT)
        if answer.is_error and answer.status_code != 404:
            raise _refused(answer, b"")
        return answer.is_success

    @contextmanager
    def open_blob(self, repository: str, digest: str) -> Iterator[Blob]:
        """A blob, to be read in pieces while the context lasts; its content is not compared with `digest`."""
        path = f"/v2/{repository}/blobs/{digest}"
        headers = {"Accept-Encoding": "identity", **self._authorization("GET", path, [scope(repository)])}
        try:
            with self._http.stream("GET", self._url(path), headers=headers, follow_redirects=True) as answer:
                if answer.is_error:
                    raise _refused(answer, b"")
                size = answer.headers.get("content-length", "")
                yield Blob(self._pieces(path, answer), int(size) if size.isdecimal() else None)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failure("GET", path, error) from error

    def _pieces(self, path: str, answer: httpx.Response) -> Iterator[bytes]:
        """The content of an answer; an error is about this request, whoever reads the pieces."""
        try:
            yield from answer.iter_raw()
        except httpx.HTTPError as error:
            raise Interrupted if is_cut(error) else self._failure("GET", path, error) from error

    def put_blob(self, repository: str, digest: str, blob: Blob) -> None:
        """Store a blob, which the registry compares with `digest`: `POST /v2/{repository}/blobs/uploads/`, then `PUT`."""
        scopes = [scope(repository, push=True)]
        begun = self._request("POST", f"/v2/{repository}/blobs/uploads/", scopes)
        place = httpx.URL(self.base).join(begun.headers.get("location", ""))
        headers = {"Content-Type": "application/octet-stream"}
        if blob.size is not None:
            headers["Content-Length"] = str(blob.size)
        self._request(
            "PUT", str(place.copy_merge_params({"digest": digest})), scopes,
            headers=headers, content=blob.pieces, seconds=_UPLOAD,
        )  # fmt: skip

    def _request(self, method: str, path: str, scopes: list[str], **options: Any) -> httpx.Response:
        """Send a request, as `_answer` does, and raise Refused if the answer is an error."""
        answer = self._answer(method, path, scopes, **options)
        if answer.is_error:
            raise _refused(answer, answer.content)
        return answer

    def _answer(self, method: str, path: str, scopes: list[str], **options: Any) -> httpx.Response:
        """Send a request, a second time with the login if the registry requires one."""
        headers = options.pop("headers", {})
        answer = self._send(method, path, {**headers, **self._authorization(method, path, scopes)}, **options)
        if answer.status_code == 401 and not self._challenges and self._learn(answer):
            answer = self._send(
                method, path, {**headers, **self._authorization(method, path, scopes)}, **options
            )
        return answer

    def _learn(self, answer: httpx.Response) -> bool:
        self._challenges = challenges(answer.headers.get_list("www-authenticate"))
        return bool(self._challenges)

    def _authorization(self, method: str, path: str, scopes: list[str]) -> dict[str, str]:
        """The header with the login; none for another host, where an upload may have to go."""
        if _origin(self._url(path)) != _origin(self.base):
            return {}
        if bearer := demanded(self._challenges, "bearer"):
            return {"Authorization": f"Bearer {self._token(bearer, method, path, scopes)}"}
        if not demanded(self._challenges, "basic"):
            return {}
        login = self._find_login()
        if not login.username:
            raise NotAuthorized(method, self._url(path), _NO_PASSWORD)
        given = httpx.BasicAuth(login.username, login.secret)
        return {
            "Authorization": next(given.auth_flow(httpx.Request(method, self.base))).headers["Authorization"]
        }

    def _token(self, challenge: Challenge, method: str, path: str, scopes: list[str]) -> str:
        login = self._find_login()
        if login.token:
            return login.token
        kept = self._tokens.get(tuple(scopes))
        if kept is None or kept.ends < time.monotonic():
            realm, service = (challenge.parameters.get(name, "") for name in ("realm", "service"))
            request = TokenRequest(realm, service, scopes, login)
            try:
                token = fetch_token(request, self._context)
            except NoToken as error:
                raise NotAuthorized(method, self._url(path), error.reason, str(error)) from error
            kept = self._tokens[tuple(scopes)] = _Kept(
                token.value, time.monotonic() + token.expires_in - _EARLY
            )
        return kept.value

    def _send(self, method: str, path: str, headers: dict[str, str], **options: Any) -> httpx.Response:
        try:
            return fetched(self._http, method, self._url(path), headers=headers, **options)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failure(method, path, error) from error

    def _url(self, path: str) -> str:
        return path if "://" in path else f"{self.base}{path}"

    def _failure(self, method: str, path: str, error: Exception) -> RegistryError:
        if isinstance(error, CutShort):
            return Interrupted()
        url = self._url(path)
        reason, plain = request_failure(error, url)
        return Unreachable(method, url, reason, plain=plain)


def _refused(answer: httpx.Response, body: bytes) -> Refused:
    found = challenges(answer.headers.get_list("www-authenticate"))
    bearer = demanded(found, "bearer")
    denied = bearer.parameters.get("error", "") if bearer else ""
    status = f"{answer.status_code} {answer.reason_phrase}"
    content_type = answer.headers.get("content-type", "")
    return Refused(
        answer.request.method,
        str(answer.url),
        status,
        problems(answer.status_code, body, found, content_type),
        listed=body_problems(answer.status_code, body, content_type),
        denied=denied,
    )


def _origin(url: str) -> tuple[str, str]:
    place = urlsplit(url)
    return place.scheme, place.netloc
