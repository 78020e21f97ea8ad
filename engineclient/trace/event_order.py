"""Merge a conversation and the daemon's own events in the order of time, while both still arrive."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from engineclient.events import Data, Event, Request
from engineclient.trace.daemon_events import DaemonEvent, DaemonEventFilter
from engineclient.trace.exchanges import Exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["EventOrder"]


class EventOrder:
    """Holds events back until those that happened before them have arrived. Not thread-safe.

    The daemon's events arrive on a connection of their own, a little late, and belong to the conversation only once it
    has named their object.

    Args:
        show: called with each event, and with each event of the daemon that belongs to the conversation.

    """

    def __init__(self, show: Callable[[Event | DaemonEvent], None]) -> None:
        self._show = show
        self._held: list[tuple[float, int, Event | DaemonEvent]] = []
        self._number = count()
        self._daemon_events = DaemonEventFilter()
        self._exchanges: dict[int, Exchange] = {}

    def __bool__(self) -> bool:
        return bool(self._held)

    def event(self, event: Event) -> None:
        """Add an event of the conversation."""
        self._hold(event)
        if isinstance(event, Request):
            exchange = self._exchanges[event.exchange] = Exchange.of(event)
            self._claim(self._daemon_events.named(exchange, event))
            return
        begun = self._exchanges.get(event.exchange)
        if begun is None or (isinstance(event, Data) and begun.streams):
            return
        for part in begun.take(event):
            self._claim(self._daemon_events.named(begun, part))
        if begun.over or begun.hijacked:
            del self._exchanges[event.exchange]

    def daemon_event(self, daemon_event: DaemonEvent) -> None:
        """Add an event of the daemon."""
        self._claim(self._daemon_events.heard(daemon_event))

    def release(self, until: float = float("inf")) -> None:
        """Show all events up to the time `until`."""
        while self._held and self._held[0][0] <= until:
            self._show(heappop(self._held)[2])

    def _claim(self, daemon_events: Iterable[DaemonEvent]) -> None:
        for daemon_event in daemon_events:
            self._hold(daemon_event)

    def _hold(self, item: Event | DaemonEvent) -> None:
        heappush(self._held, (item.at, next(self._number), item))
