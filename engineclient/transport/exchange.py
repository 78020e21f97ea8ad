"""What transports exchange: an outgoing request and its incoming answer, for both worlds (see `backend`)."""

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


class Timeouts:
    """How long one exchange may wait, in seconds; None for no limit.

    Attributes:
        connect: to connect.
        silence: before the first piece of the answer, and between two pieces.
        write: until the engine accepts the next piece of the request.
        deadline: the time, by `time.monotonic`, at which the whole exchange must have ended.
        stream: between two pieces of a stream.

    """

    __slots__ = ("connect", "deadline", "silence", "stream", "write")

    def __init__(
        self,
        connect: float | None = None,
        silence: float | None = None,
        write: float | None = None,
        deadline: float | None = None,
        stream: float | None = None,
    ) -> None:
        self.connect: float | None = connect
        self.silence: float | None = silence
        self.write: float | None = write
        self.deadline: float | None = deadline
        self.stream: float | None = stream

    def within(self, seconds: float | None) -> float | None:
        """`seconds`, or the time left until the deadline if that is less.

        Raises:
            EngineTimeout: the deadline has passed.
        """
        if self.deadline is None:
            return seconds
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise EngineTimeout("the call took longer than its total timeout")
        return left if seconds is None else min(seconds, left)


class Timeout(NamedTuple):
    """The timeouts of an `Engine`, in seconds; None for no limit.

    Attributes:
        silence: limits connecting, and each wait for more of an answer. Calls in which an engine is normally silent for
            long (a wait, a create, streams) are not limited by it.
        total: limits a whole call, from sending it to the end of its answer; a stream must begin within it.
        stream: limits each wait for more of a stream: logs, events, an attached container.
        connect: limits connecting, where that is to be shorter than a silence.

    Example:
        `Engine(timeout=Timeout(silence=10, total=60))`

    """

    silence: float | None = 60.0
    total: float | None = None
    stream: float | None = None
    connect: float | None = None

    def of_call(self, patience: float | None, *, slow: bool = False) -> Timeouts:
        """The timeouts of a call in which the engine may be silent for `patience` seconds longer (None: for any time),
        or for three times as long if it is `slow`.
        """
        silence = self.silence
        return Timeouts(
            silence if self.connect is None else self.connect,
            None if patience is None or silence is None else silence * (3 if slow else 1) + patience,
            silence,
            None if self.total is None else time.monotonic() + self.total,
            self.stream,
        )


class Outgoing:
    """A request as a transport sends it.

    Attributes:
        method: the HTTP method.
        path: the path after the API version, quoted.
        version: the API version, "" for the few routes without one.
        query: the encoded query, without its question mark.
        headers: all but Host and those that frame the body.
        body: bytes, None for no body, or an Upload, which is sent in chunks unless a header has its length.
        upgrade: the request asks for an upgrade, which hijacks the connection.
        timeouts: how long it may wait.
        streaming: the answer is a stream: it is read as it arrives and may never end.

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
        """A copy with other values for these attributes."""
        fields = {name: getattr(self, name) for name in self.__slots__} | changes
        return Outgoing(fields.pop("method"), fields.pop("path"), **fields)


class Incoming(Source, Protocol):
    """An answer whose head has arrived; reading it yields the body. Closing it releases or closes the connection.

    Attributes:
        status: the HTTP status.
        headers: pairs of name (lower case) and value.
        pipe: the hijacked connection, None if the connection was not upgraded.

    """

    status: int
    headers: list[tuple[str, str]]
    pipe: Pipe | None


class Transport(Protocol):
    """Sends requests."""

    async def exchange(self, request: Outgoing) -> Incoming:
        """Send `request` and return its answer once the head has arrived.

        Raises:
            ConnectionFailed, EngineTimeout, StreamTruncated, DecodeError: no head of an answer arrived.
        """
        ...

    async def close(self) -> None:
        """Close the idle connections."""
        ...


async def read_body(incoming: Incoming, most: int | None = MOST_BODY) -> bytes:
    """Read the whole body and close the answer.

    Raises:
        DecodeError: the body is longer than `most` bytes.
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
