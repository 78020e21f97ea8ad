"""What transports pass on: a request going out, and its answer coming in. One text serves both worlds (see `backend`)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from engineclient.backend import Source
from engineclient.errors import DecodeError, EngineTimeout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.backend import Pipe, Upload

AUTHORITY: Final = "api.moby.localhost"  # what docker's own client puts into Host
MOST_BODY: Final = 256 * 1024 * 1024


class Timeouts(NamedTuple):
    """How long one exchange may wait, in seconds; None for ever.

    Attributes:
        connect: for the connection.
        silence: between two pieces of the answer, or before its first.
        write: until the engine takes the next piece of the request.
        deadline: when all of it has to be over, by `time.monotonic`.
        stream: between two pieces of a stream.

    """

    connect: float | None = None
    silence: float | None = None
    write: float | None = None
    deadline: float | None = None
    stream: float | None = None

    def within(self, seconds: float | None) -> float | None:
        """`seconds`, or what is left until the deadline if that is less.

        Raises:
            EngineTimeout: nothing is left.
        """
        if self.deadline is None:
            return seconds
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise EngineTimeout("the call took longer than its total timeout")
        return left if seconds is None else min(seconds, left)


class Timeout(NamedTuple):
    """How long an engine's user waits, in seconds; None for ever.

    Attributes:
        silence: for connecting, and for each silence while an answer is due. Calls in which an engine may rightly be
            silent (waiting, creating, streams) are not limited by it.
        total: for a whole call, from sending it to the end of its answer; a stream must begin within it.
        stream: for each silence of a stream: logs, events, an attached container.

    Example:
        `Engine(timeout=Timeout(silence=10, total=60))`

    """

    silence: float | None = 60.0
    total: float | None = None
    stream: float | None = None

    def of_call(self, patience: float | None, *, slow: bool = False) -> Timeouts:
        """The timeouts of a call in which the engine may be silent `patience` seconds longer, None for ever; three times
        as long if it is `slow`.
        """
        silence = self.silence
        return Timeouts(
            silence,
            None if patience is None or silence is None else silence * (3 if slow else 1) + patience,
            silence,
            None if self.total is None else time.monotonic() + self.total,
            self.stream,
        )


class Outgoing:
    """A request on its way out.

    Attributes:
        method: the HTTP method.
        path: behind the version, quoted.
        version: of the API, "" for the few routes outside the versions.
        query: the encoded query, without its question mark.
        headers: beside Host and those of the body's framing.
        body: all of it, None if there is none, or an Upload, which is sent in chunks unless a header has its length.
        upgrade: it wants the connection itself.
        timeouts: how long it may wait.
        streaming: its answer is read as it comes, for as long as it comes.

    """

    __slots__ = ("body", "headers", "method", "path", "query", "streaming", "timeouts", "upgrade", "version")

    def __init__(
        self,
        method: str,
        path: str,
        *,
        version: str = "",
        query: str = "",
        headers: Iterable[tuple[str, str]] = (),
        body: bytes | Upload | None = None,
        upgrade: bool = False,
        timeouts: Timeouts = Timeouts(),  # noqa: B008  # it is immutable
        streaming: bool = False,
    ) -> None:
        self.method: str = method
        self.path: str = path
        self.version: str = version
        self.query: str = query
        self.headers: tuple[tuple[str, str], ...] = tuple(headers)
        self.body: bytes | Upload | None = body
        self.upgrade: bool = upgrade
        self.timeouts: Timeouts = timeouts
        self.streaming: bool = streaming

    def __repr__(self) -> str:
        return f"<Outgoing {self.method} {self.path}>"  # headers and body may hold credentials

    @property
    def target(self) -> str:
        """Version, path and query, as in the request line."""
        version = f"/v{self.version}" if self.version else ""
        return f"{version}{self.path}?{self.query}" if self.query else f"{version}{self.path}"

    def header(self, name: str) -> str:
        """The value of a header, "" if there is none; `name` is in lower case."""
        return next((value for given, value in self.headers if given.lower() == name), "")

    def replace(self, **changes: Any) -> Outgoing:
        """The same request but for these attributes."""
        fields = {name: getattr(self, name) for name in self.__slots__} | changes
        return Outgoing(fields.pop("method"), fields.pop("path"), **fields)


class Incoming(Source, Protocol):
    """An answer whose head has arrived; as a source, its body. Closing lets go of the connection.

    Attributes:
        status: the HTTP status.
        headers: their names in lower case.
        pipe: the connection itself, if the engine gave it over.

    """

    status: int
    headers: list[tuple[str, str]]
    pipe: Pipe | None


class Transport(Protocol):
    """Sends requests."""

    async def exchange(self, request: Outgoing) -> Incoming:
        """Send `request` and come back with the head of its answer.

        Raises:
            ConnectionFailed, EngineTimeout, StreamTruncated, DecodeError: there is none.
        """
        ...

    async def close(self) -> None:
        """Close the kept connections."""
        ...


async def read_body(incoming: Incoming, most: int | None = MOST_BODY) -> bytes:
    """The whole body; the answer is closed.

    Raises:
        DecodeError: it is longer than `most` bytes.
    """
    parts: list[bytes] = []
    size = 0
    try:
        while part := await incoming.read():
            parts.append(part)
            size += len(part)
            if most is not None and size > most:
                raise DecodeError(f"the engine's answer is longer than {most} bytes; see Engine(body_limit=)")
    finally:
        await incoming.close()
    return parts[0] if len(parts) == 1 else b"".join(parts)
