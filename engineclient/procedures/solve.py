"""Build through BuildKit's own API: solve = session + gRPC calls on `POST /grpc`, for the build and for its progress."""

from __future__ import annotations

import secrets as random
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.api.images import images
from engineclient.build.session import Session
from engineclient.build.solve import (
    BUILD_ID,
    FRONTEND_RETURN,
    FRONTEND_SOLVE,
    IMAGE_EXPORTER,
    LIST_WORKERS,
    RETURN_NOTHING,
    SOLVE,
    STATUS,
    Exporter,
    SolveRequest,
    Source,
    Worker,
    call_result,
    exporter_response,
    sources,
    status_request,
    unsupported_in,
    worker_of,
)
from engineclient.build.trace import Status, decode_status
from engineclient.calls import Steps
from engineclient.errors import EngineError, StreamError
from engineclient.golang.platforms import parse_platform
from engineclient.options.caches import cache_imports as cache_attributes
from engineclient.options.frontend import (
    HOST_GATEWAY,
    entitlements as needed_entitlements,
    frontend_attributes,
    frontend_of,
)
from engineclient.procedures.build_source import BuildSource, context_attributes
from engineclient.steps import Next, Serve, Write
from engineclient.wire.grpc_client import Client, ClientCall
from engineclient.wire.ids import SWARM

if TYPE_CHECKING:
    from engineclient.streams import Handle
    from engineclient.wire.frames import Frame


IMAGE: Final = Exporter(IMAGE_EXPORTER, {})
"""Stores the result as an image without a name."""
_REFUSALS: Final = ("exporter ", "granting entitlement ")
_NONE: Final[Mapping[str, str]] = {}
_INLINE: Final = "BUILDKIT_INLINE_CACHE"  # the build argument that requests `--cache-to type=inline`


class Solved(NamedTuple):
    """The result of a build, or of a call of a function of the frontend.

    Attributes:
        response: the values that the exporters return, or those of the function.
        failure: the error; None if the build succeeded.
        sources: the places in the Dockerfile that the error refers to.

    """

    response: Mapping[str, str]
    failure: StreamError | None = None
    sources: tuple[Source, ...] = ()


def solve(
    session: Session,
    request: SolveRequest,
    *,
    call: str = "",
    report: Callable[[Status], object] = lambda _: None,
) -> Steps[Solved]:
    """Build, or call a function of the frontend instead. `POST /session`, `POST /grpc`.

    Args:
        session: serves the engine's requests for files, secrets and logins; it is closed with the end of the build.
        request: the build.
        call: the function to call: `lint`, `outline`, `targets`; "" to build.
        report: called with each status that BuildKit reports.

    Raises:
        EngineError: the session failed on this side: a file of the context vanished, for example.
        NotFound: the engine has no BuildKit, or does not serve its API.

    """
    duplex = yield from images.session(session.headers)
    serving = yield from Serve(duplex, session)
    try:
        line = _Line((yield from images.grpc()))
        solved = yield from _solve(line, request, call, report)
    finally:
        session.close()
    if solved.failure is not None:
        cause = serving.error or session.failure
        if isinstance(cause, EngineError):
            raise cause from solved.failure
    return solved


def _solve(
    line: _Line, request: SolveRequest, call: str, report: Callable[[Status], object]
) -> Steps[Solved]:
    solving = line.client.call(SOLVE, request.encode_for_call() if call else request.encode())
    calling = _frontend(line, request, FRONTEND_SOLVE, request.encode_call(call)) if call else solving
    status = line.client.call(STATUS, status_request(request.ref))
    returning = False
    response: Mapping[str, str] = {}
    failed: ClientCall | None = None
    while not (calling.over and solving.over and (status.over or _never_began(failed))):
        yield from line.advance()
        for data in _arrived(status):
            report(decode_status(data))
        for each in (calling, solving):
            if failed is None and each.failure is not None:
                failed = each
        for data in _arrived(calling):
            response = call_result(data) if call else exporter_response(data)
        if call and calling.over and not returning:
            if failed is not None:
                break
            returning = True
            _frontend(line, request, FRONTEND_RETURN, RETURN_NOTHING)
    if failed is not None:
        return Solved({}, _named(failed), tuple(sources(failed.details)))
    return Solved(response)


def _named(failed: ClientCall) -> StreamError | None:
    """The failure of a call, with the request that the frontend does not support before its text, as buildx shows it."""
    failure = failed.failure
    if failure is None or not (unsupported := unsupported_in(failed.details)):
        return failure
    return StreamError(f"{unsupported}: {failure}", code=failure.code)


def _frontend(line: _Line, request: SolveRequest, path: str, data: bytes) -> ClientCall:
    """Begin a call that is made in the name of the build's frontend."""
    return line.client.call(path, data, {BUILD_ID: request.ref})


def _arrived(call: ClientCall) -> list[bytes]:
    try:
        return call.messages()
    except StreamError:
        return []


def _never_began(failed: ClientCall | None) -> bool:
    """Whether BuildKit refused the build before it began, so that there is no end of its status to wait for."""
    return failed is not None and str(failed.failure).startswith(_REFUSALS)


def solve_request(
    session: Session,
    source: BuildSource,
    parameters: Mapping[str, Any],
    *,
    exporters: Sequence[Exporter] = (IMAGE,),
    contexts: Mapping[str, str] = _NONE,
    no_cache_filter: Sequence[str] = (),
    cache_imports: Sequence[Mapping[str, str]] = (),
    cache_exports: Sequence[Mapping[str, str]] = (),
    entitlements: Sequence[str] = (),
    attributes: Mapping[str, str] = _NONE,
) -> Steps[SolveRequest]:
    """Make the request for a build. `POST /grpc`, only if a parameter contains `host-gateway`.

    Args:
        session: the session of the build.
        source: the context and the Dockerfile.
        parameters: parameters of `images.build`, by name; `cachefrom` is not among them.
        exporters: the outputs.
        contexts: further contexts by name, see `named_directories`.
        no_cache_filter: stages that are built without the cache.
        cache_imports: the attributes of each `--cache-from`, among them `type`, and `digest` for a directory.
        cache_exports: the attributes of each `--cache-to`, among them `type`; `inline` stores the cache in the image.
        entitlements: further permissions for RUN instructions, such as `network.host`.
        attributes: further attributes of the frontend.

    Raises:
        ValueError: BuildKit does not support a parameter; the message is buildx's.

    """
    gateway = ""
    if any(line.endswith(f":{HOST_GATEWAY}") for line in parameters.get("extrahosts") or ()):
        gateway = (yield from find_worker()).host_gateway
        if not gateway:
            raise ValueError("unable to derive the IP value for host-gateway")
    for platform in filter(None, (parameters.get("platform") or "").split(",")):
        parse_platform(platform)
    wanted = frontend_attributes(parameters, gateway=gateway) | cache_attributes(cache_imports)
    if no_cache_filter and not parameters.get("nocache"):
        wanted["no-cache"] = ",".join(no_cache_filter)
    frontend, wanted = frontend_of({**wanted, **attributes, **context_attributes(source, contexts)})
    exports = [*cache_exports]
    if _wants_inline_cache(parameters) and not any(each["type"] == "inline" for each in exports):
        exports.append({"type": "inline"})
    return SolveRequest(
        ref=SWARM.invent(random.token_hex(16)),  # the form of buildx's own ids
        session=session.id,
        attributes=wanted,
        frontend=frontend,
        exporters=exporters,
        cache_exports=exports,
        entitlements=tuple(dict.fromkeys((*entitlements, *needed_entitlements(parameters)))),
    )


def _wants_inline_cache(parameters: Mapping[str, Any]) -> bool:
    """Whether the build argument BUILDKIT_INLINE_CACHE, which is older than --cache-to, is true."""
    argument = (parameters.get("buildargs") or {}).get(_INLINE) or ""
    return argument in ("1", "t", "T", "true", "TRUE", "True")


def find_worker() -> Steps[Worker]:
    """Find BuildKit's worker in the engine. `POST /grpc`.

    Raises:
        NotFound: the engine has no BuildKit, or does not serve its API.

    """
    line = _Line((yield from images.grpc()))
    call = line.client.call(LIST_WORKERS)
    while not call.over:
        yield from line.advance()
    return next(map(worker_of, call.messages()), Worker())


class _Line:
    """A connection to BuildKit, and the gRPC client on it."""

    def __init__(self, duplex: Handle[Frame]) -> None:
        self.client = Client()
        self._duplex = duplex

    def advance(self) -> Steps[None]:
        """Send the pending bytes, then wait for the next ones and feed them to the client."""
        if data := self.client.to_send():
            yield from Write(self._duplex, data)
        frame = yield from Next(self._duplex)
        self.client.feed(frame.data if frame is not None else b"")
