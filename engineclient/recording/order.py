"""One order for events that race each other, so that recording the same thing again gives the same list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.events import Event, Request, Response

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["settled"]


def settled(events: Iterable[Event]) -> list[Event]:
    """`events` with their races decided; what could have caused an event still stands before it.

    - What a client sends on a connection that is open already comes as late as it can: right before the
    engine's
      next word on that connection. When exactly somebody types, or says that there is no input, is chance.
    - Between two requests the order across exchanges is chance (does `start` answer first, or the container's
    first
      line arrive?): answers that begin there come first, then the rest, each exchange by exchange.
    """
    out: list[Event] = []
    said: list[Event] = []  # by the engine since the last request
    held: dict[int, list[Event]] = {}  # from the client, by exchange
    before: dict[int, list[Event]] = {}  # the same, by place in `said`

    def settle() -> None:
        begun = {event.exchange for event in said if isinstance(event, Response)}
        order = sorted(range(len(said)), key=lambda i: (said[i].exchange not in begun, said[i].exchange))
        for place in order:
            out.extend(before.pop(place, []))
            out.append(said[place])
        said.clear()

    for event in events:
        if isinstance(event, Request):
            settle()
            out.append(event)
        elif isinstance(event, Response) or event.side == "daemon":
            if event.exchange in held:
                before[len(said)] = held.pop(event.exchange)
            said.append(event)
        else:
            held.setdefault(event.exchange, []).append(event)
    settle()
    for exchange in sorted(held):
        out += held[exchange]
    return out
