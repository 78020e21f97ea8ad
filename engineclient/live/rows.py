"""The rows of the live page: the folded form of an exchange, or an event of the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from engineclient.trace.fields import brief, plain
from engineclient.trace.phrases import duration
from engineclient.trace.sentences import error_of, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.trace.daemon_events import DaemonEvent
    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.names import Names
    from engineclient.trace.part import Part

__all__ = ["Row", "daemon_event_row", "row_of"]


class Row(TypedDict):
    """A row as a browser receives it: texts to show, and numbers for the drawing.

    Attributes:
        id: `x12` for an exchange, `m3` for an event of the daemon.
        at: the time when it began, in seconds.
        head: seconds from the request to the answer's head, None before that has arrived.
        end: seconds from the request to the end, None while it is open.
        what: `POST /containers/web/start`, with ids replaced by names.
        status: the status of the answer, 0 before it has arrived.
        took: the time until the answer, as text.
        sentence: a description of the answer, or of the event of the daemon.
        state: "ok", "bad" or "open".
        kind: "read", "change" or "daemon".

    """

    id: str
    at: float
    head: float | None
    end: float | None
    what: str
    status: int
    took: str
    sentence: str
    state: Literal["ok", "bad", "open"]
    kind: Literal["read", "change", "daemon"]


def row_of(
    exchange: Exchange, parts: Sequence[Part], names: Names, *, dropped: int = 0, timed: bool = True
) -> Row:
    """The current row of an exchange.

    Args:
        exchange: the exchange.
        parts: the parts of its content.
        names: the names of ids.
        dropped: the number of its pieces that were not stored.
        timed: whether its events have times; without them they only have an order.
    """
    request, response = exchange.request, exchange.response
    over = max((end.at for end in exchange.ends), default=request.at) if exchange.over else None
    error = error_of(exchange, parts)
    failed = bool(error) or (exchange.over and response is None)
    described = sentence(exchange, parts, names) if response is not None or exchange.over else ""
    return Row(
        id=f"x{exchange.number}",
        at=round(request.at, 6),
        head=round(response.at - request.at, 6) if response is not None else None,
        end=round(over - request.at, 6) if over is not None else None,
        what=names.put_into(brief(exchange.ask)),
        status=response.status if response is not None else 0,
        took=duration(response.at - request.at) if response is not None and timed else "",
        sentence=f"{described} (+{dropped})" if dropped else described,
        state="bad" if failed else "ok" if exchange.over else "open",
        kind="read" if exchange.operation is not None and request.method in ("GET", "HEAD") else "change",
    )


def daemon_event_row(number: int, daemon_event: DaemonEvent, names: Names) -> Row:
    """The row of an event of the daemon."""
    return Row(
        id=f"m{number}",
        at=round(daemon_event.at, 6),
        head=0.0,
        end=0.0,
        what=plain(daemon_event.title),
        status=0,
        took="",
        sentence=plain(names.put_into("  ".join(daemon_event.details))),
        state="ok",
        kind="daemon",
    )
