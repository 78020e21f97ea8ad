"""Requests and answers of `moby.buildkit.v1.Control/Solve`, BuildKit's own call for a build. Pure.

Unlike `POST /build`, it has parameters for named contexts, checks and the cache of single stages, and its errors give the
place in the Dockerfile.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field as attribute
from typing import Any, Final, NamedTuple

from engineclient.build.trace import Place
from engineclient.wire.protobuf import Message, field, message

SOLVE: Final = "/moby.buildkit.v1.Control/Solve"
STATUS: Final = "/moby.buildkit.v1.Control/Status"
LIST_WORKERS: Final = "/moby.buildkit.v1.Control/ListWorkers"
FRONTEND_SOLVE: Final = "/moby.buildkit.v1.frontend.LLBBridge/Solve"
FRONTEND_PING: Final = "/moby.buildkit.v1.frontend.LLBBridge/Ping"
FRONTEND_RETURN: Final = "/moby.buildkit.v1.frontend.LLBBridge/Return"
BUILD_ID: Final = "buildkit-controlapi-buildid"
"""The header of a frontend's call that names its build."""

DOCKERFILE_FRONTEND: Final = "dockerfile.v0"
IMAGE_EXPORTER: Final = "moby"
"""The exporter that stores the result as an image in the engine."""
IMAGE_ID: Final = "containerimage.config.digest"
_MANIFEST_DIGEST: Final = "containerimage.digest"
_HOST_GATEWAY: Final = b"org.mobyproject.buildkit.worker.moby.host-gateway-ip"
_SNAPSHOTTER: Final = b"org.mobyproject.buildkit.worker.snapshotter"
_SOURCE: Final = "errdefs.Source+json"
_VERTEX: Final = "errdefs.Vertex+json"
_STACK: Final = "stack.Stack+json"
_UNSUPPORTED: Final = {
    "errdefs.Subrequest+json": "unsupported request",
    "errdefs.FrontendCap+json": "unsupported frontend capability",
}


class Exporter(NamedTuple):
    """Where a result goes. Its type is `moby` (an image in the engine), `local`, `tar`, `oci` or `docker`."""

    type: str
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class SolveRequest:
    """A request to build.

    Attributes:
        ref: the id of the build, chosen by the client.
        session: the id of the session that provides its files.
        attributes: options of the frontend: `target`, `build-arg:NAME`, `label:NAME`, `context:NAME`, ...
        frontend: the program that reads the Dockerfile; `gateway.v0` for one in an image.
        exporters: where the results go.
        cache_exports: where the cache goes: attributes, `type` among them; `inline` is into the image.
        entitlements: further rights of RUN, such as `network.host`.

    """

    ref: str
    session: str
    attributes: Mapping[str, str]
    frontend: str = DOCKERFILE_FRONTEND
    exporters: Sequence[Exporter] = ()
    cache_exports: Sequence[Mapping[str, str]] = ()
    entitlements: Sequence[str] = attribute(default_factory=tuple)

    def encode(self) -> bytes:
        """The bytes of the request to build."""
        return self._encode(field(6, self.frontend) + _pairs(7, self.attributes))

    def encode_for_call(self) -> bytes:
        """The bytes of a request that builds nothing itself: it waits while the client makes the call of `encode_call`."""
        return self._encode(field(11, 1))

    def encode_call(self, name: str) -> bytes:
        """The bytes of a request to the frontend for one of its functions: `lint`, `outline`, `targets`."""
        capabilities = self.attributes.get("frontend.caps", "")
        calls = "moby.buildkit.frontend.subrequests+forward"
        attributes = {
            **self.attributes,
            "frontend.caps": f"{capabilities},{calls}" if capabilities else calls,
            "requestid": f"frontend.{name}",
        }
        allow = field(5, 1) + field(6, 1)  # results as objects and in arrays, which a function does not need
        return field(2, self.frontend) + _pairs(3, attributes) + allow

    def _encode(self, what: bytes) -> bytes:
        exporters = b""
        if self.exporters:  # the first one twice: engines before 25 only know the old fields
            first = self.exporters[0]
            exporters = field(3, first.type) + _pairs(4, first.attributes)
            for each in self.exporters:
                exporters += message(13, field(1, each.type) + _pairs(2, each.attributes))
        exports = b"".join(message(4, _entry(each)) for each in self.cache_exports)
        cache = message(8, exports) if exports else b""
        allowed = b"".join(message(9, name.encode()) for name in self.entitlements)
        return field(1, self.ref) + field(5, self.session) + what + exporters + cache + allowed


def status_request(ref: str) -> bytes:
    """The request to `Status`, which is answered with reports while the build goes on."""
    return field(1, ref)


def exporter_response(data: bytes) -> dict[str, str]:
    """The facts about the result in an answer to `Solve`: `containerimage.config.digest`, `image.name`, ...

    Raises:
        DecodeError: the message is not such an answer.

    """
    return {_text(name): _text(value) for name, value in Message(data).pairs(1).items()}


def image_id(response: Mapping[str, str]) -> str:
    """The ID of the image among the facts about the result, "" if the result is not an image."""
    return response.get(IMAGE_ID) or response.get(_MANIFEST_DIGEST, "")


def with_manifest(response: Mapping[str, str], digest: str) -> Mapping[str, str]:
    """The facts about the result, with the digest of the image's manifest in a registry; unchanged if it is "".

    An engine that stores no manifests reports the image's ID instead.
    """
    if not digest:
        return response
    return {IMAGE_ID: response.get(_MANIFEST_DIGEST, ""), **response, _MANIFEST_DIGEST: digest}


def call_result(data: bytes) -> dict[str, str]:
    """The result of a function of the frontend: `result.json`, `result.txt`, `result.statuscode`, `version`.

    Raises:
        DecodeError: the message is not an answer to a frontend's `Solve`.

    """
    return {_text(name): _text(value) for name, value in Message(data).message(3).pairs(10).items()}


RETURN_NOTHING: Final = message(1, b"")
"""The request that ends a build without a result, after a function of the frontend was called."""


class Worker(NamedTuple):
    """The part of an engine that runs its builds.

    Attributes:
        host_gateway: the address by which containers reach the host, "" if unknown.
        has_manifests: results are stored as in a registry (containerd image store): with attestations, and for several
            platforms.

    """

    host_gateway: str = ""
    has_manifests: bool = False


def worker_of(workers: bytes) -> Worker:
    """The worker in the answer to `ListWorkers`, from the labels of all workers.

    Raises:
        DecodeError: the message is not such an answer.

    """
    labels: dict[bytes, bytes] = {}
    for worker in Message(workers).each(1):
        labels |= Message(worker).pairs(2)
    return Worker(_text(labels.get(_HOST_GATEWAY, b"")), _SNAPSHOTTER in labels)


class Source(NamedTuple):
    """The place in a file that an error is about; lines are counted from 1."""

    filename: str
    data: bytes
    ranges: tuple[tuple[int, int], ...]


def sources(details: Sequence[tuple[str, bytes]]) -> list[Source]:
    """The places in the details of an error; details that cannot be read are skipped."""
    found: list[Source] = []
    for kind, data in details:
        if kind == _SOURCE:
            try:
                found.append(source_of(json.loads(data)))
            except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
                continue
    return found


def vertex_of(details: Sequence[tuple[str, bytes]]) -> str:
    """The digest of the step that an error is about, "" if its details name none."""
    for kind, data in details:
        if kind == _VERTEX:
            try:
                return str(json.loads(data).get("digest") or "")
            except (ValueError, AttributeError, RecursionError):
                continue
    return ""


def unsupported_in(details: Sequence[tuple[str, bytes]]) -> str:
    """What the frontend does not support, from the details of an error; "" if they do not name it."""
    for kind, data in details:
        if kind in _UNSUPPORTED:
            try:
                return f"{_UNSUPPORTED[kind]} {json.loads(data)['name']}"
            except (ValueError, TypeError, KeyError, RecursionError):
                continue
    return ""


def stacks(details: Sequence[tuple[str, bytes]]) -> str:
    """The stack traces in the details of an error, as BuildKit's clients print them; "" if there are none."""
    return "".join(_stack(data) for kind, data in details if kind == _STACK)


def _stack(data: bytes) -> str:
    try:
        found = json.loads(data)
        frames = [f"{each['Name']}\n\t{each['File']}:{each['Line']}\n" for each in found.get("frames") or ()]
        head = f"{found.get('pid', 0)} {found.get('version', '')} {' '.join(found.get('cmdline') or ())}\n"
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return ""
    return f"{head}{''.join(frames)}\n"


def source_of(given: Mapping[str, Any]) -> Source:
    """A place, from JSON: `{"info": {"filename": ..., "data": ...}, "ranges": [...]}`.

    Raises:
        ValueError, TypeError, AttributeError, KeyError: the value is not a place.

    """
    info = given["info"]
    try:
        data = base64.b64decode(info.get("data") or "")
    except binascii.Error as error:
        raise ValueError(str(error)) from error
    return Source(str(info.get("filename", "")), data, ranges_of(given.get("ranges")))


def ranges_of(given: Any) -> tuple[tuple[int, int], ...]:
    """The lines of ranges in JSON.

    Raises:
        ValueError, TypeError, AttributeError, KeyError: the values are not ranges.

    """
    return tuple((_line(each.get("start")), _line(each.get("end"))) for each in given or ())


def _line(place: Any) -> int:
    return int((place or {}).get("line", 0))


def places(ranges: Sequence[tuple[Place, Place]]) -> tuple[tuple[int, int], ...]:
    """The lines of the ranges of a warning."""
    return tuple((first[0], last[0]) for first, last in ranges)


def _pairs(number: int, pairs: Mapping[str, str]) -> bytes:
    return b"".join(message(number, field(1, name) + field(2, value)) for name, value in pairs.items())


def _entry(attributes: Mapping[str, str]) -> bytes:
    more = {name: value for name, value in attributes.items() if name != "type"}
    return field(1, attributes["type"]) + _pairs(2, more)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
