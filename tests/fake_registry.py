"""A registry in memory, at https://reg.example, which answers httpx according to the specification."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
import respx

from engineclient.registry.errors import Unreachable
from engineclient.registry.manifests import DOCKER_IMAGE, DOCKER_LIST, Manifest, digest_of

HOST = "reg.example"
_CONFIG = "application/vnd.docker.container.image.v1+json"
_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"


class FakeRegistry:
    """Manifests and blobs by repository; `asked` holds the requests, as `GET /v2/app/manifests/1`.

    Attributes:
        answers: what to answer instead, by request.
        challenge: the header WWW-Authenticate of requests without Authorization; "" for none.
        mounts: whether blobs can be mounted.
        https_fails: how each request by TLS ends, if it does not reach the registry.

    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.headers: list[httpx.Headers] = []
        self.manifests: dict[tuple[str, str], Manifest] = {}
        self.blobs: dict[tuple[str, str], bytes] = {}
        self.answers: dict[str, httpx.Response | Exception] = {}
        self.challenge = ""
        self.mounts = True
        self.https_fails: Exception | None = None

    def blob(self, repository: str, content: bytes) -> dict[str, Any]:
        """Store a blob; its descriptor, without a media type."""
        digest = digest_of(content)
        self.blobs[repository, digest] = content
        return {"digest": digest, "size": len(content)}

    def manifest(self, repository: str, tag: str, media_type: str, content: object) -> Manifest:
        """Store a manifest under its digest and a tag."""
        made = Manifest(media_type, json.dumps(content).encode())
        self.manifests[repository, made.digest] = self.manifests[repository, tag] = made
        return made

    def image(
        self, repository: str, tag: str, architecture: str = "amd64", kind: str = DOCKER_IMAGE
    ) -> Manifest:
        """Store an image with one layer."""
        config = self.blob(repository, json.dumps({"architecture": architecture, "os": "linux"}).encode())
        layer = self.blob(repository, f"layer of {architecture}".encode())
        content = {
            "schemaVersion": 2,
            "mediaType": kind,
            "config": {"mediaType": _CONFIG, **config},
            "layers": [{"mediaType": _LAYER, **layer}],
        }
        return self.manifest(repository, tag, kind, content)

    def list(
        self,
        repository: str,
        tag: str,
        members: Sequence[tuple[Manifest, Mapping[str, Any]]],
        kind: str = DOCKER_LIST,
    ) -> Manifest:
        """Store a list of manifests; each member may have further fields of its descriptor, such as the platform."""
        manifests = [
            {"mediaType": each.media_type, "digest": each.digest, "size": len(each.raw), **more}
            for each, more in members
        ]
        return self.manifest(
            repository, tag, kind, {"schemaVersion": 2, "mediaType": kind, "manifests": manifests}
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        if self.https_fails is not None and request.url.scheme == "https":
            raise self.https_fails
        path = request.url.raw_path.decode()
        self.asked.append(f"{request.method} {path}")
        self.headers.append(request.headers)
        if self.challenge and "authorization" not in request.headers:
            return refused(401, "UNAUTHORIZED", "authentication required", self.challenge)
        prepared = self.answers.get(self.asked[-1])
        if isinstance(prepared, Exception):
            raise prepared
        return prepared or self._found(request, path)

    def _found(self, request: httpx.Request, path: str) -> httpx.Response:
        if path == "/v2/":
            return httpx.Response(200, json={})
        repository, _, rest = path.removeprefix("/v2/").partition("/manifests/")
        if rest and request.method == "PUT":
            stored = Manifest(request.headers["content-type"], request.content)
            self.manifests[repository, rest] = stored
            return httpx.Response(201, headers={"Docker-Content-Digest": stored.digest})
        if rest:
            found = self.manifests.get((repository, rest))
            if found is None:
                return refused(404, "MANIFEST_UNKNOWN", "manifest unknown")
            return httpx.Response(200, content=found.raw, headers={"Content-Type": found.media_type})
        repository, _, rest = path.removeprefix("/v2/").partition("/blobs/")
        if request.method == "POST":
            created = self.mounts and "mount=" in rest
            return httpx.Response(
                201 if created else 202, headers={"Location": f"/v2/{repository}/blobs/uploads/1?state=x"}
            )
        if request.method == "PUT":
            sent, digest = request.read(), request.url.params["digest"]
            if digest_of(sent) != digest:
                return refused(400, "DIGEST_INVALID", "provided digest did not match uploaded content")
            self.blobs[repository, digest] = sent
            return httpx.Response(201)
        if request.method == "DELETE":
            return httpx.Response(204)
        if rest:
            content = self.blobs.get((repository, rest))
            if content is None:
                return refused(404, "BLOB_UNKNOWN", "blob unknown")
            return httpx.Response(200, content=content)
        return httpx.Response(204)


def plain_http(method: str = "GET", path: str = "/v2/") -> Unreachable:
    """The error of a TLS request to a registry that speaks only HTTP."""
    reason = "http: server gave HTTP response to HTTPS client"
    return Unreachable(method, f"https://{HOST}{path}", reason, plain=True)


def refused(status: int, code: str, message: str, challenge: str = "") -> httpx.Response:
    """An answer with an error, in the form that registries use."""
    headers = {"WWW-Authenticate": challenge} if challenge else {}
    return httpx.Response(status, json={"errors": [{"code": code, "message": message}]}, headers=headers)


@contextmanager
def fake_registry(**others: FakeRegistry) -> Iterator[FakeRegistry]:
    """Yield the registry; while the context lasts, `others` answer at https://NAME.example, and no other request leaves
    this process.
    """
    found = FakeRegistry()
    with respx.mock(assert_all_called=False) as router:
        router.route(host=HOST).mock(side_effect=found.answer)
        for name, other in others.items():
            router.route(host=f"{name}.example").mock(side_effect=other.answer)
        yield found
