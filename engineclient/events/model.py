"""What an event is: a request, an answer, a piece of data or an end. recording/ keeps them, trace/ renders them.

The order of the list is the order in which things happened, across all connections: output arrives on
`attach` before `start` has answered, and pairs of request and answer could not say so.
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
    """Stands for bytes that are too many to keep.

    Attributes:
        size: how many.
        sha256: their digest, in hexadecimal; empty where nobody wanted it.

    """

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Request:
    """A client asked for something.

    Attributes:
        exchange: number of the request, from 1; the events that belong to it carry it too.
        at: seconds since the beginning of the list.
        method: empty when the bytes were not HTTP; they follow as `Data`.
        path: percent-encoded as sent, without the leading /vX.Y.
        version: that X.Y, or empty.
        query: decoded pairs, in the order sent.
        headers: those that matter, names in lower case, secrets already replaced.
        body: what had arrived when the request was noted.
        complete: the body is whole; otherwise it goes on in `Data` up to an `End` of the client's side.

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
        framing: how its end is known: "none" (no body), "length", "chunked", "close" (lasts until the
            connection ends), "hijack" (the connection stopped being HTTP: bytes both ways from here on).
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
    """One side is done.

    Attributes:
        how: "complete" (the body is whole), "half-close" (it sends no more and still listens), "close" (it is
            gone, and something was still under way).

    """

    exchange: int
    at: float
    side: Side
    how: How


Event: TypeAlias = Request | Response | Data | End
Emit: TypeAlias = Callable[[Event], None]
