"""The events: a request, an answer, a piece of data or an end. recording/ stores them, trace/ renders them.

The list is in the order in which things happened, across all connections: output arrives on `attach` before
`start` is answered, which pairs of request and answer could not express.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Data", "Elided", "Emit", "End", "Event", "Framing", "How", "Pairs", "Request", "Response", "Side"]

Side: TypeAlias = Literal["client", "daemon"]
Framing: TypeAlias = Literal["none", "length", "chunked", "close", "hijack"]
How: TypeAlias = Literal["complete", "half-close", "close"]
Pairs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Elided:
    """A placeholder for content that is too long to keep.

    Attributes:
        size: the number of bytes.
        sha256: their digest in hexadecimal; "" if it was not computed.

    """

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request of a client.

    Attributes:
        exchange: the number of the request, from 1; all events of its exchange have it.
        at: seconds since the beginning of the list.
        method: "" if the bytes were not HTTP; they follow as `Data`.
        path: percent-encoded as sent, without the leading /vX.Y.
        version: that X.Y, or "".
        query: decoded pairs, in the order sent.
        headers: those that matter, names in lower case, secrets already replaced.
        body: the part of the body that had arrived when the event was made.
        complete: whether that is the whole body; otherwise `Data` follows, up to an `End` of the client's side.

    """

    exchange: int
    at: float
    method: str
    path: str
    version: str = ""
    query: Pairs = ()
    headers: Pairs = ()
    body: bytes = b""
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """The head of the engine's answer.

    Attributes:
        framing: how the end of the body is known: "none" (no body), "length", "chunked", "close" (it lasts until
            the connection ends), "hijack" (the connection stopped being HTTP: bytes both ways from here on).
        headers: those that matter, names in lower case.

    """

    exchange: int
    at: float
    status: int
    headers: Pairs = ()
    framing: Framing = "none"


@dataclass(frozen=True, slots=True)
class Data:
    """Bytes of a body or of a hijacked connection, cut where the sender cut them (a chunk, a write)."""

    exchange: int
    at: float
    side: Side
    data: bytes | Elided


@dataclass(frozen=True, slots=True)
class End:
    """The end of what one side sends.

    Attributes:
        how: "complete" (the body is whole), "half-close" (the side sends no more, but still reads), "close" (the
            connection ended while something was still under way).

    """

    exchange: int
    at: float
    side: Side
    how: How


Event: TypeAlias = Request | Response | Data | End
Emit: TypeAlias = Callable[[Event], None]
