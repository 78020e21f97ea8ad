"""A build, asked of BuildKit itself: session + calls of gRPC on `POST /grpc`, one for the build and one for its reports."""

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
"""Keeps the result as an image, without a name."""
_REFUSALS: Final = ("exporter ", "granting entitlement ")
_NONE: Final[Mapping[str, str]] = {}
_INLINE: Final = "BUILDKIT_INLINE_CACHE"  # the build argument that asked for it before there was a flag


class Solved(NamedTuple):
    """How a build ended.

    Attributes:
        response: what the exporters say, or what the function gives.
        failure: why it failed; None if it did not.
        sources: the places in the Dockerfile that the failure is about.

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
    """Build, or have a function of the frontend carried out instead.

    Args:
        session: what the engine may ask for; it lives as long as the build.
        request: what is to be built.
        call: the name of the function: `lint`, `outline`, `targets`.
        report: is called with each report of BuildKit's.

    Raises:
        EngineError: the session failed, for a reason of ours (a file of the context vanished).
        NotFound: the engine has no BuildKit that could be asked.

    `POST /session`, `POST /grpc`.
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
        return Solved({}, failed.failure, tuple(sources(failed.details)))
    return Solved(response)


def _frontend(line: _Line, request: SolveRequest, path: str, data: bytes) -> ClientCall:
    """A call as the frontend of a build."""
    return line.client.call(path, data, {BUILD_ID: request.ref})


def _arrived(call: ClientCall) -> list[bytes]:
    try:
        return call.messages()
    except StreamError:
        return []


def _never_began(failed: ClientCall | None) -> bool:
    """Whether a build was refused before it began: there will be no reports to wait for."""
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
    """The request that builds what parameters of `images.build` describe.

    Args:
        session: what the engine may ask for.
        source: the context and the Dockerfile.
        parameters: by their names in `images.build`, but for `cachefrom`.
        exporters: where the result goes.
        contexts: further contexts by name, see `named_directories`.
        no_cache_filter: stages that are run again.
        cache_imports: where the cache comes from: attributes, `type` among them; a directory has a `digest`, too.
        cache_exports: where the cache goes: attributes, `type` among them; `inline` is into the image.
        entitlements: what RUN may do besides.
        attributes: further ones of the frontend.

    Raises:
        ValueError: BuildKit cannot do it; with buildx's text.

    `POST /grpc`, and only if a parameter names `host-gateway`.
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
        ref=SWARM.invent(random.token_hex(16)),  # buildx's have this form, too
        session=session.id,
        attributes=wanted,
        frontend=frontend,
        exporters=exporters,
        cache_exports=exports,
        entitlements=tuple(dict.fromkeys((*entitlements, *needed_entitlements(parameters)))),
    )


def _wants_inline_cache(parameters: Mapping[str, Any]) -> bool:
    """Whether a build argument asks for the cache in the image, as docker's did before it had a flag."""
    argument = (parameters.get("buildargs") or {}).get(_INLINE) or ""
    return argument in ("1", "t", "T", "true", "TRUE", "True")


def find_worker() -> Steps[Worker]:
    """What carries out the builds of this engine. `POST /grpc`.

    Raises:
        NotFound: the engine has no BuildKit that could be asked.

    """
    line = _Line((yield from images.grpc()))
    call = line.client.call(LIST_WORKERS)
    while not call.over:
        yield from line.advance()
    return next(map(worker_of, call.messages()), Worker())


class _Line:
    """A connection for calls."""

    def __init__(self, duplex: Handle[Frame]) -> None:
        self.client = Client()
        self._duplex = duplex

    def advance(self) -> Steps[None]:
        """Send what there is to send, and take in what comes next."""
        if data := self.client.to_send():
            yield from Write(self._duplex, data)
        frame = yield from Next(self._duplex)
        self.client.feed(frame.data if frame is not None else b"")
