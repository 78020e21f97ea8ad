"""Calls describe requests as values; procedures are generators of calls. No I/O happens here.

An endpoint is written once, as a function that returns a call: the request to send and the decoder of its answer.
Bound to a sync shell, the function returns the result; bound to an async shell, a coroutine; bound to no shell, the
call itself, which is what procedures yield:

    created = yield from containers.create("busybox")

There are three kinds of call, one for each kind of exchange: `Call` (the answer is read whole), `StreamCall` (items as
they arrive) and `HijackCall` (the connection stops being HTTP). What else a procedure can yield is in steps.py.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import (
    Any,
    Generic,
    Protocol,
    TypeVar,
)

from engineclient.backend import Content
from engineclient.errors import DecodeError, EngineError
from engineclient.streams import Decoder, Handle
from engineclient.values import Value
from engineclient.versions import Gate
from engineclient.wire.frames import Frame

T = TypeVar("T")
R = TypeVar("R")
T_co = TypeVar("T_co", covariant=True)


class Step(Value, Generic[T_co]):
    """One thing that a shell does for a procedure, with a result of type T: `result = yield from step` is typed."""

    __slots__ = ()

    def __iter__(self) -> Generator[Step[Any], Any, T_co]:
        answer: T_co = yield self
        return answer


Steps = Generator[Step[Any], Any, R]


EVERY_REGISTRY = "*"
"""The `login` of a request that needs the credentials for all registries."""


class RequestSpec(Value):
    """A request without what the shell adds: the host, the API version and the default headers.

    Attributes:
        method: the HTTP method.
        path: the path after the API version, with ids already quoted (`api.parameters.path`).
        query: the query parameters; `api.parameters.query` turns Python values into strings.
        headers: in addition to those of HTTP and of the body; a header with a list of values is sent once for each.
        json: a body to send as JSON; excludes `content`.
        content: a body to send unchanged; an iterable is sent in chunks.
        upgrade: request an upgrade, after which the connection is no longer HTTP.
        patience: seconds the engine may take in addition to the shell's timeout; None for no limit.
        slow: the operation is slow: the engine may be silent for three times the shell's timeout.
        needs: the arguments in use that not every API version has.
        versioned: False for the few routes without an API version in their path.
        unchanged: status 304 (nothing to do) is a success, not an error.
        login: the domain of a registry, as in a reference: the shell adds the credentials for it in docker's config.json;
            `EVERY_REGISTRY` for all of them.
    """

    __slots__ = __match_args__ = (
        "method",
        "path",
        "query",
        "headers",
        "json",
        "content",
        "upgrade",
        "patience",
        "slow",
        "needs",
        "versioned",
        "unchanged",
        "login",
    )

    def __init__(
        self,
        *,
        method: str,
        path: str,
        query: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str | list[str]] | None = None,
        json: object = None,
        content: Content | None = None,
        upgrade: bool = False,
        patience: float | None = 0.0,
        slow: bool = False,
        needs: tuple[Gate, ...] = (),
        versioned: bool = True,
        unchanged: bool = False,
        login: str = "",
    ) -> None:
        self.method: str = method
        self.path: str = path
        self.query: Mapping[str, str | list[str]] = {} if query is None else query
        self.headers: Mapping[str, str | list[str]] = {} if headers is None else headers
        self.json: object = json
        self.content: Content | None = content
        self.upgrade: bool = upgrade
        self.patience: float | None = patience
        self.slow: bool = slow
        self.needs: tuple[Gate, ...] = needs
        self.versioned: bool = versioned
        self.unchanged: bool = unchanged
        self.login: str = login

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.path}>"  # headers, query and body may hold credentials


class Head(Value):
    """The head of an answer: status, headers by lower-case name, and the API version in use."""

    __slots__ = __match_args__ = ("status", "headers", "api_version")

    def __init__(self, status: int, headers: Mapping[str, str], api_version: str) -> None:
        self.status: int = status
        self.headers: Mapping[str, str] = headers
        self.api_version: str = api_version

    @property
    def media_type(self) -> str:
        """Content-Type without parameters, "" if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class WholeAnswer(Value):
    """An answer that has been read to its end: head and body."""

    __slots__ = __match_args__ = ("head", "body")

    def __init__(self, head: Head, body: bytes) -> None:
        self.head: Head = head
        self.body: bytes = body


class Call(Step[T_co]):
    """A request whose answer is read whole and decoded into a T."""

    __slots__ = __match_args__ = ("request", "decode")

    def __init__(self, request: RequestSpec, decode: Callable[[WholeAnswer], T_co]) -> None:
        self.request: RequestSpec = request
        self.decode: Callable[[WholeAnswer], T_co] = decode


class StreamCall(Step[Handle[T]], Generic[T]):
    """A request whose answer is read item by item.

    As a step of a procedure its result is a handle for `Next`; the shell closes it when the procedure ends.

    Attributes:
        request: what is sent.
        decoder: chooses the decoder from the answer's head; returns None if the head does not decide it.
        ask: a second call that finds out the decoder in that case.
    """

    __slots__ = __match_args__ = ("request", "decoder", "ask")

    def __init__(
        self,
        request: RequestSpec,
        decoder: Callable[[Head], Decoder[T] | None],
        ask: Call[Decoder[T]] | None = None,
    ) -> None:
        self.request: RequestSpec = request
        self.decoder: Callable[[Head], Decoder[T] | None] = decoder
        self.ask: Call[Decoder[T]] | None = ask

    def chosen(self, decoder: Decoder[T] | None) -> Decoder[T]:
        """`decoder`, checked to be there.

        Raises:
            DecodeError: neither the head nor `ask` decided how the stream is framed.
        """
        if decoder is None:
            raise DecodeError("the engine's answer does not indicate how its stream is framed")
        return decoder


class HijackCall(StreamCall[Frame]):
    """A request after which the connection carries output frames from the engine and stdin to it.

    Attributes:
        resize: makes the call that sets the size (height, width) of the attached terminal.
    """

    __slots__ = ("resize",)

    def __init__(
        self,
        request: RequestSpec,
        decoder: Callable[[Head], Decoder[Frame] | None],
        ask: Call[Decoder[Frame]] | None = None,
        resize: Callable[[int, int], Call[None]] | None = None,
    ) -> None:
        super().__init__(request, decoder, ask)
        self.resize: Callable[[int, int], Call[None]] | None = resize


class Resume(Protocol[T]):
    """Tracks a stream, so that it can be resumed after its connection was lost. No I/O."""

    def opened(self, head: Head) -> None:
        """Called with the head of the answer when the stream has opened."""
        ...

    def new(self, items: list[T], /) -> list[T]:
        """Those of `items` that have not arrived before."""
        ...

    def rest(self) -> StreamCall[T]:
        """The call that continues where the stream was lost."""
        ...


class ResumingCall(StreamCall[T]):
    """A stream that is opened again when its connection is lost.

    Attributes:
        resume: creates the object that tracks one stream.
        endless: the end of the answer counts as a loss too.
        patience: seconds for which to try to connect again; None for no limit.
        resumed: called when the stream is open again, with the error that ended the previous connection, None if the
            engine ended it regularly.
    """

    __slots__ = ("endless", "patience", "resume", "resumed")

    def __init__(
        self,
        request: RequestSpec,
        decoder: Callable[[Head], Decoder[T] | None],
        resume: Callable[[], Resume[T]],
        *,
        endless: bool,
        patience: float | None,
        resumed: Callable[[EngineError | None], object] | None,
    ) -> None:
        super().__init__(request, decoder)
        self.resume: Callable[[], Resume[T]] = resume
        self.endless: bool = endless
        self.patience: float | None = patience
        self.resumed: Callable[[EngineError | None], object] | None = resumed
