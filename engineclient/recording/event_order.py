"""One order for events that race each other, so that recording the same thing again gives the same list."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from engineclient.api.operations import find
from engineclient.events import Data, Elided, End, Event, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["settled"]

_JSON: Final = ("content-type", "application/json")


def settled(events: Iterable[Event]) -> list[Event]:
    """`events` with their races decided; what could have caused an event still stands before it.

    - What a client sends on a connection that is open already comes as late as it can: right before the next
      word of the engine there. When exactly somebody types, or says that there is no input, is chance.
    - Between two requests the order across exchanges is chance (does `start` answer first, or does the first
      line arrive?): answers that begin there come first, then the rest, each exchange by exchange.
    - A chunked answer of one piece of JSON ends with it, and one that tells of an error ends with that: some
      clients go on as soon as they have read it, when the last, empty chunk has not come yet.
    - That a client says no more where the engine does not listen to it is left out: it may come too late.
    """
    out: list[Event] = []
    said: list[list[Event]] = []  # by the engine since the last request, with what the client sent before it
    held: dict[int, list[Event]] = {}  # from the client, by exchange

    def settle() -> None:
        begun = {group[-1].exchange for group in said if isinstance(group[-1], Response)}
        said.sort(key=lambda group: (group[-1].exchange not in begun, group[-1].exchange))
        for group in said:
            out.extend(group)
        said.clear()

    events = list(events)
    unheard = _unheard(events)
    for event in _ended(events):
        if isinstance(event, End) and event.how == "half-close" and event.exchange in unheard:
            continue
        if isinstance(event, Request):
            settle()
            out.append(event)
        elif isinstance(event, Response) or event.side == "daemon":
            said.append([*held.pop(event.exchange, ()), event])
        else:
            held.setdefault(event.exchange, []).append(event)
    settle()
    for exchange in sorted(held):
        out += held[exchange]
    return out


def _ended(events: list[Event]) -> list[Event]:
    """`events` with the ends of chunked answers of one piece of JSON right behind the piece."""
    short = {
        event.exchange
        for event in events
        if isinstance(event, Response) and event.framing == "chunked" and _JSON in event.headers
    }
    pieces = Counter(event.exchange for event in events if isinstance(event, Data) and event.side == "daemon")
    ends = {
        event.exchange: event
        for event in events
        if isinstance(event, End) and (event.side, event.how) == ("daemon", "complete")
        if event.exchange in short and pieces[event.exchange] == 1
    }
    failed = {
        event.exchange
        for event in events
        if isinstance(event, Data) and isinstance(event.data, bytes) and b'"errorDetail"' in event.data
    }
    out: list[Event] = []
    for event in events:
        if (
            isinstance(event, End)
            and (event.side, event.how) == ("client", "close")
            and event.exchange in failed
        ):
            out.append(End(event.exchange, event.at, "daemon", "complete"))
            continue
        if event is ends.get(event.exchange):
            continue
        out.append(event)
        if isinstance(event, Data) and event.side == "daemon" and event.exchange in ends:
            out.append(ends[event.exchange])
    return out


def _unheard(events: Iterable[Event]) -> set[int]:
    """The hijacked exchanges in which the engine reads nothing: standard input is not attached."""
    unheard: set[int] = set()
    asked: set[int] = set()  # who made an exec without standard input
    execs: set[str] = set()
    for event in events:
        match event:
            case Request() if _takes_no_input(event):
                unheard.add(event.exchange)
            case Request(method="POST") if event.path.endswith("/exec") and not _json(event.body).get(
                "AttachStdin"
            ):
                asked.add(event.exchange)
            case Request(method="POST") if (
                event.path.startswith("/exec/") and event.path.split("/")[2] in execs
            ):
                unheard.add(event.exchange)
            case Data(side="daemon", data=bytes()) if event.exchange in asked:
                execs.add(_json(event.data).get("Id", ""))
            case _:
                pass
    return unheard


def _takes_no_input(request: Request) -> bool:
    """The connection is taken over without the parameter by which a client may write to it."""
    operation = find(request.method, request.path.removeprefix("/libpod"))
    if operation is None or operation.answer != "hijack" or not operation.unless:
        return False
    return dict(request.query).get(operation.unless, "0") not in ("1", "true", "True")


def _json(data: bytes | Elided) -> dict[str, Any]:
    try:
        value = json.loads(data) if isinstance(data, bytes) else None
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
