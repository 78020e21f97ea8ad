"""Calls describe requests as values; procedures are generators of calls. No I/O happens here.

An endpoint is written once, as a function that returns a call: the request to send and the decoder of its answer.
Bound to a sync shell, the function returns the result; bound to an async shell, a coroutine; bound to no shell, the
call itself, which is what procedures yield:

    created = yield from containers.create("busybox")

There are three kinds of call, one for each kind of exchange: `Call` (the answer is read whole), `StreamCall` (items as
they arrive) and `HijackCall` (the connection stops being HTTP). A procedure can yield other steps too: wait for a call
it began (`Begin`, `Finish`), read a stream it opened (`Next`), or do several things at once (`All`, `Merge`, `Beside`).
"""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Coroutine, Generator, Iterable, Mapping, Sequence
from importlib import import_module
from types import FunctionType, MethodType
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    NamedTuple,
    ParamSpec,
    Protocol,
    TypeVar,
    overload,
)

from engineclient.backend import Content
from engineclient.errors import DecodeError, EngineError
from engineclient.streams import Decoder, Duplex, Handle, Stream
from engineclient.versions import Gate
from engineclient.wire.frames import Frame

if TYPE_CHECKING:
    from engineclient.async_streams import AsyncDuplex, AsyncStream

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
K = TypeVar("K")
T_co = TypeVar("T_co", covariant=True)


class _Value:
    """Base of immutable values: equality, hash and repr over the attributes named in `__match_args__`.

    Not a standard dataclass: importing `dataclasses` and creating these classes with it would take more than half the
    time of `from engineclient import Engine`.
    """

    __slots__ = ()

    def _fields(self) -> tuple[str, ...]:
        names: tuple[str, ...] = getattr(self, "__match_args__", ())
        return names

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and all(
            getattr(self, name) == getattr(other, name) for name in self._fields()
        )

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self._fields())))

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields())
        return f"{type(self).__name__}({parts})"


class Step(_Value, Generic[T_co]):
    """One thing that a shell does for a procedure, with a result of type T: `result = yield from step` is typed."""

    __slots__ = ()

    def __iter__(self) -> Generator[Step[Any], Any, T_co]:
        answer: T_co = yield self
        return answer


Steps = Generator[Step[Any], Any, R]


EVERY_REGISTRY = "*"
"""The `login` of a request that needs the credentials for all registries."""


class RequestSpec(_Value):
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


class Head(_Value):
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


class WholeAnswer(_Value):
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


class Pending(Generic[T]):
    """The result of `Begin`: the answer's head has arrived; `yield from pending.result()` waits for the body."""

    def __init__(self, exchange: Any, call: Call[T]) -> None:
        self.exchange = exchange
        self.call = call

    def result(self) -> Finish[T]:
        """The step that waits for the body."""
        return Finish(self)


class Begin(Step[Pending[T]], Generic[T]):
    """Send a call and continue when the head of its answer has arrived; the body may come much later (wait)."""

    __slots__ = __match_args__ = ("call",)

    def __init__(self, call: Call[T]) -> None:
        self.call: Call[T] = call


class Finish(Step[T]):
    """Wait for the body of the answer to a call that `Begin` sent."""

    __slots__ = __match_args__ = ("pending",)

    def __init__(self, pending: Pending[T]) -> None:
        self.pending: Pending[T] = pending


class Next(Step[T | None], Generic[T]):
    """Read the next item of a stream that a `StreamCall` opened; None at its end."""

    __slots__ = __match_args__ = ("stream",)

    def __init__(self, stream: Handle[T]) -> None:
        self.stream: Handle[T] = stream


class EmitItem(Step[None]):
    """Emit an item, if the procedure is read as a stream (`Emitted`); otherwise do nothing."""

    __slots__ = __match_args__ = ("item",)

    def __init__(self, item: object) -> None:
        self.item: object = item


class Emitted(Generic[T]):
    """A procedure that is read as a stream of the items that it emits. Reading carries it out.

    Attributes:
        steps: the procedure, whose `EmitItem` steps have items of type T.

    """

    def __init__(self, steps: Steps[Any]) -> None:
        self.steps: Steps[Any] = steps


class Communicate(Step[None]):
    """Send `stdin` to a hijacked stream and pass every frame to `output`, until the stream ends."""

    __slots__ = __match_args__ = ("duplex", "stdin", "output")

    def __init__(self, duplex: Handle[Frame], stdin: bytes | None, output: Callable[[Frame], None]) -> None:
        self.duplex: Handle[Frame] = duplex
        self.stdin: bytes | None = stdin
        self.output: Callable[[Frame], None] = output


class Talk(Step[None]):
    """Call `hold` with a hijacked stream and wait until it returns (for an async shell: a coroutine function)."""

    __slots__ = __match_args__ = ("duplex", "hold")

    def __init__(self, duplex: Handle[Frame], hold: Callable[[Any], Any]) -> None:
        self.duplex: Handle[Frame] = duplex
        self.hold: Callable[[Any], Any] = hold


class Sleep(Step[None]):
    """Wait for `seconds`."""

    __slots__ = __match_args__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds: float = seconds


class Listens(Step[str]):
    """The host at which something accepts tcp connections and keeps them, "" if nothing does.

    Attributes:
        host: a name or an address; "" is the machine that the engine is on.
        port: the number.
    """

    __slots__ = __match_args__ = ("host", "port")

    def __init__(self, host: str, port: int) -> None:
        self.host: str = host
        self.port: int = port


class Undoing:
    """A clean-up call that is sent if a procedure is ended early.

    Attributes:
        call: removes what the procedure has created.
        dropped: the clean-up is no longer needed.
    """

    def __init__(self, call: Call[Any]) -> None:
        self.call = call
        self.dropped: bool = False

    def drop(self) -> None:
        """Cancel the clean-up: what the procedure has created stays, however the procedure ends."""
        self.dropped = True


class Undo(Step[Undoing]):
    """Send `call` if, before `drop`, the procedure is interrupted, cancelled, or raises what is no EngineError."""

    __slots__ = __match_args__ = ("call",)

    def __init__(self, call: Call[Any]) -> None:
        self.call: Call[Any] = call


class ApiVersion(Step[str]):
    """The API version in use, for a body whose form depends on it."""

    __slots__ = ()


class All(Step[list[R]], Generic[R]):
    """Carry out several procedures at the same time; the result lists their results, in the order of the procedures.

    The first error is raised, after the procedures that still run have been cancelled and have ended.

    Attributes:
        procedures: steps or single calls.
        limit: how many run at once; docker's number by default.
        each: called with each result, in order, as soon as it and all earlier ones are there.
        finish: after an error, carry out the other procedures before raising it.
        after: for each procedure, the indices of those that must finish before it begins; empty: none waits.
    """

    __slots__ = __match_args__ = ("procedures", "limit", "each", "finish", "after")

    def __init__(
        self,
        procedures: Iterable[Steps[R] | Step[R]],
        limit: int = 50,
        each: Callable[[R], object] | None = None,
        finish: bool = False,
        after: Sequence[Collection[int]] = (),
    ) -> None:
        self.procedures: Iterable[Steps[R] | Step[R]] = procedures
        self.limit: int = limit
        self.each: Callable[[R], object] | None = each
        self.finish: bool = finish
        self.after: Sequence[Collection[int]] = after


def attempt(procedure: Steps[R] | Step[R]) -> Steps[R | EngineError]:
    """Carry out `procedure` and return an EngineError instead of raising it, so that others in an `All` go on."""
    try:
        return (yield from procedure)
    except EngineError as error:
        return error


class Ended(NamedTuple):
    """The end of one of several merged streams.

    Attributes:
        error: the error that ended it; None for a regular end.
    """

    error: EngineError | None


class Merge(Step[Handle[tuple[K, T]]], Generic[K, T]):
    """Open several streams and read them as one: pairs of a stream's key and an item, as the items arrive.

    The error of any stream is raised and closes the others; in a `MergeEnds` errors are items. `Next` reads the handle,
    `Join` adds a stream to it; reading ends when all streams have ended.

    Attributes:
        streams: the calls that open the streams, by key.
    """

    __slots__ = __match_args__ = ("streams",)

    def __init__(self, streams: Mapping[K, StreamCall[T]]) -> None:
        self.streams: Mapping[K, StreamCall[T]] = streams


class MergeEnds(Step[Handle[tuple[K, T | Ended]]], Generic[K, T]):
    """A `Merge` in which the end of each stream, by an error or not, is an item too (`Ended`)."""

    __slots__ = __match_args__ = ("streams",)

    def __init__(self, streams: Mapping[K, StreamCall[T]]) -> None:
        self.streams: Mapping[K, StreamCall[T]] = streams


class Join(Step[None]):
    """Add a stream to a `Merge` that has not ended yet."""

    __slots__ = __match_args__ = ("merged", "key", "stream")

    def __init__(self, merged: Handle[Any], key: Any, stream: StreamCall[Any]) -> None:
        self.merged: Handle[Any] = merged
        self.key: Any = key
        self.stream: StreamCall[Any] = stream


class Leave(Step[None]):
    """Close those streams of a `Merge` that have this key."""

    __slots__ = __match_args__ = ("merged", "key")

    def __init__(self, merged: Handle[Any], key: Any) -> None:
        self.merged: Handle[Any] = merged
        self.key: Any = key


class Server(Protocol):
    """Serves requests that the engine sends to this client over a hijacked connection; does no I/O itself."""

    def feed(self, data: bytes) -> Iterable[bytes]:
        """The pieces to send in reply to `data` (b"" at the end). Producing one may block, as on reading a file."""
        ...


class Serving:
    """A connection that is served in the background of a procedure.

    Attributes:
        error: the error that the server raised, after which the connection was closed.
        over: serving has ended.
    """

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.over: bool = False


class Beside(Step[Serving]):
    """Serve a hijacked connection in the background, until the procedure ends."""

    __slots__ = __match_args__ = ("duplex", "server")

    def __init__(self, duplex: Handle[Frame], server: Server) -> None:
        self.duplex: Handle[Frame] = duplex
        self.server: Server = server


class Sync(ABC):
    """A shell that carries out steps and returns their results."""

    @abstractmethod
    def send(self, call: Call[T]) -> T:
        """Send a request and decode its whole answer."""

    @abstractmethod
    def perform(self, steps: Steps[R] | Step[R]) -> R:
        """Carry out a procedure."""

    @abstractmethod
    def stream(self, call: StreamCall[T] | Emitted[T]) -> Stream[T]:
        """Open a stream."""

    @abstractmethod
    def hijack(self, call: HijackCall) -> Duplex:
        """Take over the connection."""


class Async(ABC):
    """A shell that carries out steps in coroutines."""

    @abstractmethod
    async def send(self, call: Call[T]) -> T:
        """Send a request and decode its whole answer."""

    @abstractmethod
    async def perform(self, steps: Steps[R] | Step[R]) -> R:
        """Carry out a procedure."""

    @abstractmethod
    def stream(self, call: StreamCall[T] | Emitted[T]) -> AsyncStream[T]:
        """A stream that opens when it is first used."""

    @abstractmethod
    def hijack(self, call: HijackCall) -> AsyncDuplex:
        """A taken-over connection that opens when it is first used."""


S_co = TypeVar("S_co", bound=Sync | Async | None, covariant=True)


class Api(Generic[S_co]):
    """A group of endpoints bound to a shell, or to None: then they return calls, not results."""

    def __init__(self, shell: S_co) -> None:
        self.shell: S_co = shell


class _Binding:
    """Base of the four decorators below: an attribute that returns a call, or its result if the group has a shell."""

    verb = "perform"

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._faces: dict[bool, Callable[..., Any]] = {}
        functools.update_wrapper(self, make)

    def _bind(self, api: Api[Any] | None) -> Any:
        if api is None:
            return self
        make = self._make.__get__(api)
        if api.shell is None:
            return make
        carry_out = getattr(api.shell, self.verb)

        def bound(*args: Any, **kwargs: Any) -> Any:
            return carry_out(make(*args, **kwargs))

        bound.__name__ = self._make.__name__
        bound.__doc__ = self._make.__doc__
        bound.__dict__["__wrapped__"] = self._face(api)
        return bound

    def _face(self, api: Api[Any]) -> Callable[..., Any]:
        """A function with the same parameters, annotated with the result that a caller gets, for help() and editors."""
        waits = isinstance(api.shell, Async)
        if waits not in self._faces:
            made: Any = getattr(self._make, "__func__", self._make)
            face = FunctionType(made.__code__, made.__globals__, made.__name__, made.__defaults__)
            face.__kwdefaults__ = made.__kwdefaults__
            result = self._result(str(made.__annotations__["return"]), "Async" if waits else "")
            face.__annotations__ = {**made.__annotations__, "return": result}
            self._faces[waits] = face
        face_of_all = self._faces[waits]
        return face_of_all if isinstance(self._make, staticmethod) else MethodType(face_of_all, api)

    def _result(self, made: str, kind: str) -> str:
        """The annotation of the result that a caller gets: `RunResult` for `Steps[RunResult]`."""
        inside = made.partition("[")[2].removesuffix("]")
        return f"Coroutine[Any, Any, {inside}]" if kind else inside

    def __call__(self, api: Api[Any], *args: Any, **kwargs: Any) -> Any:
        """Called on the class: the instance is the first argument, as for any method."""
        return self._bind(api)(*args, **kwargs)


class endpoint(_Binding, Generic[P, T]):  # noqa: N801  # lower case, as property is
    """Decorates a method that returns a `Call[T]`: `Api[Sync]` returns T, `Api[Async]` a coroutine."""

    verb = "send"

    def __init__(self, call: Callable[Concatenate[Any, P], Call[T]]) -> None:
        super().__init__(call)

    @overload
    def __get__(self, api: None, owner: type) -> endpoint[P, T]: ...
    @overload
    def __get__(self, api: Api[None], owner: type) -> Callable[P, Call[T]]: ...
    @overload
    def __get__(self, api: Api[Sync], owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, api: Api[Async], owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        return self._bind(api)


class streaming(_Binding, Generic[P, T]):  # noqa: N801
    """Decorates a method that returns a `StreamCall`: `Api[Sync]` returns a `Stream`, `Api[Async]` an `AsyncStream`."""

    verb = "stream"

    def _result(self, made: str, kind: str) -> str:
        return made.replace("StreamCall", f"{kind}Stream", 1)

    def __init__(self, call: Callable[Concatenate[Any, P], StreamCall[T]]) -> None:
        super().__init__(call)

    @overload
    def __get__(self, api: None, owner: type) -> streaming[P, T]: ...
    @overload
    def __get__(self, api: Api[None], owner: type) -> Callable[P, StreamCall[T]]: ...
    @overload
    def __get__(self, api: Api[Sync], owner: type) -> Callable[P, Stream[T]]: ...
    @overload
    def __get__(self, api: Api[Async], owner: type) -> Callable[P, AsyncStream[T]]: ...
    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        return self._bind(api)


class hijacking(_Binding, Generic[P]):  # noqa: N801
    """Decorates a method that returns a `HijackCall`: `Api[Sync]` returns a `Duplex`, `Api[Async]` an `AsyncDuplex`."""

    verb = "hijack"

    def _result(self, made: str, kind: str) -> str:
        return made.replace("HijackCall", f"{kind}Duplex", 1)

    def __init__(self, call: Callable[Concatenate[Any, P], HijackCall]) -> None:
        super().__init__(call)

    @overload
    def __get__(self, api: None, owner: type) -> hijacking[P]: ...
    @overload
    def __get__(self, api: Api[None], owner: type) -> Callable[P, HijackCall]: ...
    @overload
    def __get__(self, api: Api[Sync], owner: type) -> Callable[P, Duplex]: ...
    @overload
    def __get__(self, api: Api[Async], owner: type) -> Callable[P, AsyncDuplex]: ...
    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        return self._bind(api)


class procedure(_Binding, Generic[P, R]):  # noqa: N801
    """Makes a generator function of steps a method of an `Api`. It takes no `self`: it needs nothing of the group."""

    verb = "perform"

    def __init__(self, steps: Callable[P, Steps[R]]) -> None:
        super().__init__(staticmethod(steps))

    @overload
    def __get__(self, api: None, owner: type) -> procedure[P, R]: ...
    @overload
    def __get__(self, api: Api[None], owner: type) -> Callable[P, Steps[R]]: ...
    @overload
    def __get__(self, api: Api[Sync], owner: type) -> Callable[P, R]: ...
    @overload
    def __get__(self, api: Api[Async], owner: type) -> Callable[P, Coroutine[Any, Any, R]]: ...
    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        return self._bind(api)


class emitting(_Binding, Generic[P, T]):  # noqa: N801
    """Makes a function that returns an `Emitted[T]`, and takes no `self`, a method of an `Api` that returns a stream."""

    verb = "stream"

    def __init__(self, emitted: Callable[P, Emitted[T]]) -> None:
        super().__init__(staticmethod(emitted))

    @overload
    def __get__(self, api: None, owner: type) -> emitting[P, T]: ...
    @overload
    def __get__(self, api: Api[None], owner: type) -> Callable[P, Emitted[T]]: ...
    @overload
    def __get__(self, api: Api[Sync], owner: type) -> Callable[P, Stream[T]]: ...
    @overload
    def __get__(self, api: Api[Async], owner: type) -> Callable[P, AsyncStream[T]]: ...
    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        return self._bind(api)


class imported:  # noqa: N801
    """A `procedure` or `emitting` function that is imported when it is first used: the one of the same name in `module`."""

    def __init__(self, module: str, kind: Callable[[Any], Any] = procedure) -> None:
        self._module = module
        self._kind = kind

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner = owner
        self._name = name

    def __get__(self, api: Api[Any] | None, owner: type) -> Any:
        found = self._kind(getattr(import_module(self._module), self._name))
        setattr(self._owner, self._name, found)
        return found.__get__(api, owner)
