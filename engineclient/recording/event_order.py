"""Put events that race each other in a fixed order, so that another recording of a scenario gives the same list."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from engineclient.api.operations import find
from engineclient.events import Data, Elided, End, Event, Request, Response
from engineclient.events.redaction import is_private

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["settled"]

_JSON: Final = ("content-type", "application/json")


def settled(events: Iterable[Event]) -> list[Event]:
    """`events` in a fixed order, in which possible causes of an event still precede it.

    - What a client sends on an open connection is moved as late as possible: right before the next event of the
      engine there. The exact time of input, or of its end, is random.
    - Between two requests the order across exchanges is random (`start` may be answered before or after the first
      line of output): answers that begin there come first, then the rest, each sorted by exchange. The connections of
      BuildKit count as one exchange, so that their events keep their order.
    - A chunked answer of one JSON document ends right after it, and one with an error after that: some clients
      continue as soon as they have read it, before the last, empty chunk arrives.
    - A client's half-close is left out where the engine does not read from the client: it may come too late.
    """
    out: list[Event] = []
    # The engine's events since the last request, each after the client's events that precede it on its connection
    answers: list[list[Event]] = []
    held: dict[int, list[Event]] = {}  # events of the client, by exchange
    buildkit: set[int] = set()  # exchanges that are connections of BuildKit

    def place(exchange: int) -> int:
        return min(buildkit) if exchange in buildkit else exchange

    def settle() -> None:
        begun = {place(group[-1].exchange) for group in answers if isinstance(group[-1], Response)}
        answers.sort(key=lambda group: (place(group[-1].exchange) not in begun, place(group[-1].exchange)))
        for group in answers:
            out.extend(group)
        answers.clear()

    events = list(events)
    unheard = _unheard(events)
    for event in _ended(events):
        if isinstance(event, End) and event.how == "half-close" and event.exchange in unheard:
            continue
        if isinstance(event, Request):
            settle()
            if is_private(event.path):
                buildkit.add(event.exchange)
            out.append(event)
        elif isinstance(event, Response) or event.side == "daemon":
            answers.append([*held.pop(event.exchange, ()), event])
        else:
            held.setdefault(event.exchange, []).append(event)
    settle()
    for exchange in sorted(held):
        out += held[exchange]
    return out


def _ended(events: list[Event]) -> list[Event]:
    """`events` with the end of a chunked answer of one JSON document right after the document."""
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
    """The hijacked exchanges in which the engine reads nothing, as standard input is not attached."""
    unheard: set[int] = set()
    asked: set[int] = set()  # exchanges that create an exec without standard input
    execs: set[str] = set()  # the ids of those execs
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
    """Whether the request hijacks the connection without the parameter that lets the client write to it."""
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
