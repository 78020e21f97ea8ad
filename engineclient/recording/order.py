"""One order for events that race each other, so that recording the same thing again gives the same list."""

from __future__ import annotations

from collections.abc import Iterable

from engineclient.events import Event, Request, Response

__all__ = ["settled"]


def settled(events: Iterable[Event]) -> list[Event]:
    """`events` with their races decided; what one event could have caused still stands behind it.

    - What a client sends on a connection that is open already comes as late as it can: right before the engine's
      next word on that connection. When exactly somebody types, or says that there is no input, is chance.
    - Between two events of the client the engine's order across exchanges is chance: heads of answers first, then
      the rest exchange by exchange.
    """
    return _engine_runs_sorted(_client_late(events))


def _is_late(event: Event) -> bool:
    return not isinstance(event, Request | Response) and event.side == "client"


def _client_late(events: Iterable[Event]) -> list[Event]:
    out: list[Event] = []
    held: dict[int, list[Event]] = {}
    for event in events:
        if _is_late(event):
            held.setdefault(event.exchange, []).append(event)
        else:
            out += held.pop(event.exchange, [])
            out.append(event)
    for exchange in sorted(held):
        out += held[exchange]
    return out


def _engine_runs_sorted(events: list[Event]) -> list[Event]:
    out: list[Event] = []
    run: list[Event] = []
    for event in events:
        if isinstance(event, Request) or _is_late(event):
            out += sorted(run, key=_rank)
            out.append(event)
            run = []
        else:
            run.append(event)
    return out + sorted(run, key=_rank)


def _rank(event: Event) -> tuple[bool, int]:
    return not isinstance(event, Response), event.exchange
