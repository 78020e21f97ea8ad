"""A conversation and the daemon's own events as one list in the order of time, while both still arrive."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from engineclient.events import Data, Event, Request
from engineclient.trace.daemon_events import DaemonEvent, DaemonEventFilter
from engineclient.trace.exchanges import Exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Merged"]


class Merged:
    """Holds events back until everything that happened before them has arrived. Not thread-safe.

    The daemon's events come over a connection of their own, a little later than they happened, and belong to the
    conversation only once it has named their object.

    Args:
        show: is given each event, and each event of the daemon's that belongs to the conversation.

    """

    def __init__(self, show: Callable[[Event | DaemonEvent], None]) -> None:
        self._show = show
        self._held: list[tuple[float, int, Event | DaemonEvent]] = []
        self._number = count()
        self._moments = DaemonEventFilter()
        self._exchanges: dict[int, Exchange] = {}

    def __bool__(self) -> bool:
        return bool(self._held)

    def event(self, event: Event) -> None:
        """An event of the conversation arrived."""
        self._hold(event)
        if isinstance(event, Request):
            exchange = self._exchanges[event.exchange] = Exchange.of(event)
            self._claim(self._moments.named(exchange, event))
            return
        begun = self._exchanges.get(event.exchange)
        if begun is None or (isinstance(event, Data) and begun.streams):
            return
        for part in begun.take(event):
            self._claim(self._moments.named(begun, part))
        if begun.over or begun.hijacked:
            del self._exchanges[event.exchange]

    def moment(self, moment: DaemonEvent) -> None:
        """An event of the daemon's arrived."""
        self._claim(self._moments.heard(moment))

    def release(self, until: float = float("inf")) -> None:
        """Show what happened up to that time."""
        while self._held and self._held[0][0] <= until:
            self._show(heappop(self._held)[2])

    def _claim(self, moments: Iterable[DaemonEvent]) -> None:
        for moment in moments:
            self._hold(moment)

    def _hold(self, item: Event | DaemonEvent) -> None:
        heappush(self._held, (item.at, next(self._number), item))
