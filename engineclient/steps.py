"""What a procedure can yield in addition to calls: begin one and finish it later, read a stream, do several things at once.

A shell carries out each step and sends its result back into the procedure:

    images = yield from All([images.inspect(name) for name in names])
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from engineclient.calls import Call, Step, Steps, StreamCall
from engineclient.errors import EngineError
from engineclient.streams import Handle
from engineclient.values import Data
from engineclient.wire.frames import Frame

T = TypeVar("T")
R = TypeVar("R")
K = TypeVar("K")


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


class Write(Step[None]):
    """Send `data` on a hijacked stream; `Next` reads what comes back."""

    __slots__ = __match_args__ = ("duplex", "data")

    def __init__(self, duplex: Handle[Frame], data: bytes) -> None:
        self.duplex: Handle[Frame] = duplex
        self.data: bytes = data


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
        lasting: the indices of those that, once begun, are not cancelled after an error of another one.
    """

    __slots__ = __match_args__ = ("procedures", "limit", "each", "finish", "after", "lasting")

    def __init__(
        self,
        procedures: Iterable[Steps[R] | Step[R]],
        limit: int = 50,
        each: Callable[[R], object] | None = None,
        finish: bool = False,
        after: Sequence[Collection[int]] = (),
        lasting: Collection[int] = (),
    ) -> None:
        self.procedures: Iterable[Steps[R] | Step[R]] = procedures
        self.limit: int = limit
        self.each: Callable[[R], object] | None = each
        self.finish: bool = finish
        self.after: Sequence[Collection[int]] = after
        self.lasting: Collection[int] = lasting


def attempt(procedure: Steps[R] | Step[R]) -> Steps[R | EngineError]:
    """Carry out `procedure` and return an EngineError instead of raising it, so that others in an `All` continue."""
    try:
        return (yield from procedure)
    except EngineError as error:
        return error


class Ended(Data):
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


class Serve(Step[Serving]):
    """Serve a hijacked connection in the background, until the procedure ends."""

    __slots__ = __match_args__ = ("duplex", "server")

    def __init__(self, duplex: Handle[Frame], server: Server) -> None:
        self.duplex: Handle[Frame] = duplex
        self.server: Server = server
