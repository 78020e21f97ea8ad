"""Calls are values, procedures are generators of them. No I/O here.

An endpoint is written once, as a function that returns a call: what would be sent, and how the answer is read. Bound to
a sync shell it is a function that gives the result, bound to an async one it gives a coroutine, bound to none it gives
the call itself, which is what procedures are made of:

    created = yield from containers.create("busybox")

Three kinds of call, after the three kinds of exchange: `Call` (answer read whole), `StreamCall` (items as they come),
`HijackCall` (the connection stops being HTTP). A procedure also takes steps that are no request: it waits for what it
began (`Begin`, `Finish`), reads what it opened (`Next`), and does many things at once (`All`, `Merge`, `Beside`).
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
    """What is equal if all that it is made of (`__match_args__`) is equal.

    Not the standard library's dataclass: importing it and making these classes by it would be the better part of what
    `from engineclient import Engine` takes.
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
    """One thing a shell does for a procedure and answers with a T: `result = yield from step` is typed."""

    __slots__ = ()

    def __iter__(self) -> Generator[Step[Any], Any, T_co]:
        answer: T_co = yield self
        return answer


Steps = Generator[Step[Any], Any, R]


EVERY_REGISTRY = "*"
"""As the `login` of a request."""


class Request(_Value):
    """What is sent, less what the shell knows: host and API version.

    Attributes:
        method: the HTTP method.
        path: the path behind the version, with ids already quoted (`path_of`).
        query: parameters; see `query` for how Python values become strings.
        headers: beyond what HTTP and the body need; one with a list of values is sent once for each.
        json: a body to be sent as JSON, or
        content: a body to be sent as it is; an iterable is sent in chunks.
        upgrade: ask for the connection itself.
        patience: seconds the engine may rightly take beyond the shell's own timeout; None for no limit at all.
        slow: the engine may rightly be silent for three times the shell's own timeout.
        needs: arguments in use that not every API version has.
        versioned: False for the few routes that stand outside the versions.
        unchanged: 304 is no error but an answer: there was nothing to do.
        login: the domain of a registry, as a reference has it: the shell adds the credentials that docker's config.json
            keeps for it; `EVERY_REGISTRY` for all of them.
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
    """The beginning of an answer: status, headers by lower-case name, and the API version in use."""

    __slots__ = __match_args__ = ("status", "headers", "api_version")

    def __init__(self, status: int, headers: Mapping[str, str], api_version: str) -> None:
        self.status: int = status
        self.headers: Mapping[str, str] = headers
        self.api_version: str = api_version

    @property
    def media_type(self) -> str:
        """Content-Type without parameters, "" if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Answer(_Value):
    """A whole answer."""

    __slots__ = __match_args__ = ("head", "body")

    def __init__(self, head: Head, body: bytes) -> None:
        self.head: Head = head
        self.body: bytes = body


class Call(Step[T_co]):
    """A request whose answer is read whole and decoded into a T."""

    __slots__ = __match_args__ = ("request", "decode")

    def __init__(self, request: Request, decode: Callable[[Answer], T_co]) -> None:
        self.request: Request = request
        self.decode: Callable[[Answer], T_co] = decode


class StreamCall(Step[Handle[T]], Generic[T]):
    """A request whose answer is read item by item.

    As a step of a procedure it gives a handle for `Next`; the shell closes it when the procedure ends.

    Attributes:
        request: what is sent.
        decoder: chooses the decoder by the answer's head; None if the head does not tell, and then
        ask: is sent to find out.
    """

    __slots__ = __match_args__ = ("request", "decoder", "ask")

    def __init__(
        self,
        request: Request,
        decoder: Callable[[Head], Decoder[T] | None],
        ask: Call[Decoder[T]] | None = None,
    ) -> None:
        self.request: Request = request
        self.decoder: Callable[[Head], Decoder[T] | None] = decoder
        self.ask: Call[Decoder[T]] | None = ask

    def chosen(self, decoder: Decoder[T] | None) -> Decoder[T]:
        """`decoder`, which by now must be there."""
        if decoder is None:
            raise DecodeError("the engine does not say how its stream is framed")
        return decoder


class HijackCall(StreamCall[Frame]):
    """A request after which the connection is a stream of frames one way and stdin the other.

    Attributes:
        resize: the call that sets the size (height, width) of the terminal behind it.
    """

    __slots__ = ("resize",)

    def __init__(
        self,
        request: Request,
        decoder: Callable[[Head], Decoder[Frame] | None],
        ask: Call[Decoder[Frame]] | None = None,
        resize: Callable[[int, int], Call[None]] | None = None,
    ) -> None:
        super().__init__(request, decoder, ask)
        self.resize: Callable[[int, int], Call[None]] | None = resize


class Resume(Protocol[T]):
    """What is known of a stream that is opened again when its connection is lost. No I/O."""

    def opened(self, head: Head) -> None:
        """The stream has begun."""
        ...

    def new(self, items: list[T], /) -> list[T]:
        """Those of `items` that did not arrive before."""
        ...

    def rest(self) -> StreamCall[T]:
        """What reads on from where the stream was lost."""
        ...


class ResumingCall(StreamCall[T]):
    """A stream that is opened again when its connection is lost.

    Attributes:
        resume: makes what keeps track of one stream.
        endless: the end of the answer is a loss, too.
        patience: seconds to try for; None for ever.
        resumed: called when it is open again, with what ended the connection before; None for an orderly end.
    """

    __slots__ = ("endless", "patience", "resume", "resumed")

    def __init__(
        self,
        request: Request,
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
    """The answer to a `Begin`: its head has arrived, `yield from pending.result()` waits for the rest."""

    def __init__(self, exchange: Any, call: Call[T]) -> None:
        self.exchange = exchange
        self.call = call

    def result(self) -> Finish[T]:
        """The step that waits for the body."""
        return Finish(self)


class Begin(Step[Pending[T]], Generic[T]):
    """Send a call and come back when the head of its answer is there; the body may take its time (wait)."""

    __slots__ = __match_args__ = ("call",)

    def __init__(self, call: Call[T]) -> None:
        self.call: Call[T] = call


class Finish(Step[T]):
    """Wait for the body of what was begun."""

    __slots__ = __match_args__ = ("pending",)

    def __init__(self, pending: Pending[T]) -> None:
        self.pending: Pending[T] = pending


class Next(Step[T | None], Generic[T]):
    """The next item of a stream opened by a `StreamCall`, None at its end."""

    __slots__ = __match_args__ = ("stream",)

    def __init__(self, stream: Handle[T]) -> None:
        self.stream: Handle[T] = stream


class EmitItem(Step[None]):
    """Hand an item to whoever reads this procedure as a stream (`Emitted`); nothing happens where nobody does."""

    __slots__ = __match_args__ = ("item",)

    def __init__(self, item: object) -> None:
        self.item: object = item


class Emitted(Generic[T]):
    """A procedure that is read as a stream: of the items that it emits, while it is carried out.

    Attributes:
        steps: the procedure, whose `EmitItem` steps have items of this type.

    """

    def __init__(self, steps: Steps[Any]) -> None:
        self.steps: Steps[Any] = steps


class Communicate(Step[None]):
    """Feed stdin to a hijacked stream and hand every frame to `output`, until it ends."""

    __slots__ = __match_args__ = ("duplex", "stdin", "output")

    def __init__(self, duplex: Handle[Frame], stdin: bytes | None, output: Callable[[Frame], None]) -> None:
        self.duplex: Handle[Frame] = duplex
        self.stdin: bytes | None = stdin
        self.output: Callable[[Frame], None] = output


class Talk(Step[None]):
    """Let `hold` (a coroutine function for an async shell) have the conversation with a hijacked stream."""

    __slots__ = __match_args__ = ("duplex", "hold")

    def __init__(self, duplex: Handle[Frame], hold: Callable[[Any], Any]) -> None:
        self.duplex: Handle[Frame] = duplex
        self.hold: Callable[[Any], Any] = hold


class Sleep(Step[None]):
    """Let `seconds` pass."""

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
    """What is sent if a procedure is ended early.

    Attributes:
        call: removes what the procedure has made.
        dropped: it is not needed any more.
    """

    def __init__(self, call: Call[Any]) -> None:
        self.call = call
        self.dropped: bool = False

    def drop(self) -> None:
        """From here on the procedure may end as it likes."""
        self.dropped = True


class Undo(Step[Undoing]):
    """Send `call` if the procedure is interrupted, cancelled, or ended by an error not of the engine's, before `drop`."""

    __slots__ = __match_args__ = ("call",)

    def __init__(self, call: Call[Any]) -> None:
        self.call: Call[Any] = call


class ApiVersion(Step[str]):
    """The API version in use, for a body that must be shaped by it."""

    __slots__ = ()


class All(Step[list[R]], Generic[R]):
    """Carry out several procedures at the same time and give their results, in the order of the procedures.

    The first error is raised; the procedures that still run are cancelled, and waited for.

    Attributes:
        procedures: steps or single calls.
        limit: how many run at once (docker's number).
        each: takes each result as soon as it and all before it are there.
        finish: after an error carry out the rest before it is raised.
        after: for each procedure the numbers of those that must be finished before it begins; without it none waits.
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
    """Carry out `procedure`; an EngineError is its result, and so keeps nothing else from going on (in `All`)."""
    try:
        return (yield from procedure)
    except EngineError as error:
        return error


class Ended(NamedTuple):
    """The end of one of the streams that are merged.

    Attributes:
        error: what ended it, None if it came to its own end.
    """

    error: EngineError | None


class Merge(Step[Handle[tuple[K, T]]], Generic[K, T]):
    """Open several streams and read them as one: pairs of a stream's key and an item, as the items arrive.

    The error of any stream is raised, and closes the others. With `MergeEnds`, errors are items. Give the handle to
    `Next`, and to `Join` with a further stream; reading ends when all streams have ended.

    Attributes:
        streams: by key.
    """

    __slots__ = __match_args__ = ("streams",)

    def __init__(self, streams: Mapping[K, StreamCall[T]]) -> None:
        self.streams: Mapping[K, StreamCall[T]] = streams


class MergeEnds(Step[Handle[tuple[K, T | Ended]]], Generic[K, T]):
    """`Merge` in which the end of each stream, also one by an error, is an item of its own (`Ended`)."""

    __slots__ = __match_args__ = ("streams",)

    def __init__(self, streams: Mapping[K, StreamCall[T]]) -> None:
        self.streams: Mapping[K, StreamCall[T]] = streams


class Join(Step[None]):
    """Add a stream to those of a `Merge` that has not come to its end."""

    __slots__ = __match_args__ = ("merged", "key", "stream")

    def __init__(self, merged: Handle[Any], key: Any, stream: StreamCall[Any]) -> None:
        self.merged: Handle[Any] = merged
        self.key: Any = key
        self.stream: StreamCall[Any] = stream


class Leave(Step[None]):
    """Close the streams of a `Merge` that have this key."""

    __slots__ = __match_args__ = ("merged", "key")

    def __init__(self, merged: Handle[Any], key: Any) -> None:
        self.merged: Handle[Any] = merged
        self.key: Any = key


class Server(Protocol):
    """What answers on a connection that the engine opened to this client, with no I/O of its own."""

    def feed(self, data: bytes) -> Iterable[bytes]:
        """What is to be sent after `data` (b"" is the end) has arrived. A piece may take its time: it may be a file's."""
        ...


class Serving:
    """A connection that is served beside a procedure.

    Attributes:
        error: what the server raised; the connection is closed then.
        over: nothing is served any more.
    """

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.over: bool = False


class Beside(Step[Serving]):
    """Serve a hijacked connection while the procedure goes on, until the procedure ends."""

    __slots__ = __match_args__ = ("duplex", "server")

    def __init__(self, duplex: Handle[Frame], server: Server) -> None:
        self.duplex: Handle[Frame] = duplex
        self.server: Server = server


class Sync(ABC):
    """A shell that turns steps into I/O and comes back with the result."""

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
    """A shell that turns steps into I/O and can be awaited."""

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
    """A group of endpoints bound to a shell, or to None: then they give calls, not results."""

    def __init__(self, shell: S_co) -> None:
        self.shell: S_co = shell


class _Binding:
    """What the four decorators below share: an attribute that becomes, by the shell of its holder, a call or its result."""

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
        """A function with the parameters of this one and the result that the caller gets: help() and editors look there."""
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
        """What carrying out comes to, as an annotation: of `Steps[RunResult]` it is `RunResult`."""
        inside = made.partition("[")[2].removesuffix("]")
        return f"Coroutine[Any, Any, {inside}]" if kind else inside

    def __call__(self, api: Api[Any], *args: Any, **kwargs: Any) -> Any:
        """What is taken from the class is called with the holder first, as any method."""
        return self._bind(api)(*args, **kwargs)


class endpoint(_Binding, Generic[P, T]):  # noqa: N801  # lower case, as property is
    """Makes a method that returns a `Call[T]` an endpoint of all three kinds of holder."""

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
    """Makes a method that returns a `StreamCall[T]` a stream of all three kinds of holder."""

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
    """Makes a method that returns a `HijackCall` a duplex of all three kinds of holder."""

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
    """Makes a generator function of steps (with no `self`: it needs nothing of its holder) a method of all holders."""

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
    """Makes a function (with no `self`) that returns an `Emitted[T]` a stream of all three kinds of holder."""

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
    """A `procedure`, or an `emitting` one, that is imported when it is first used: the function of its name in `module`."""

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
