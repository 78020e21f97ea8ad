"""What passes, kept for browsers: bounded in number and bytes, and given to each of them as rows that change."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from engineclient.events import Data, Request, Response
from engineclient.live.rows import Row, moment_row, row_of
from engineclient.trace.collected import Trace
from engineclient.trace.daemon_events import DaemonEvent
from engineclient.trace.exchanges import Conversation
from engineclient.trace.names import Names

if TYPE_CHECKING:
    from engineclient.events import Event
    from engineclient.trace.exchanges import Exchange, Part

__all__ = ["Feed", "Subscription"]

_EXCHANGES: Final = 10_000  # kept; older ones go first
_BYTES: Final = 64 * 1024 * 1024  # of all bodies and streams that are kept
_BYTES_EACH: Final = 1024 * 1024  # of one exchange; the rest is counted
_EVENTS_EACH: Final = 4_000
_REFRESH: Final = 1.0  # seconds between two looks at a stream that flows,
_REFRESHED: Final = 256 * 1024  # as long as there is not much of it
_OVERHEAD: Final = 300  # bytes that an event takes beside its data


@dataclass(slots=True)
class _Kept:
    """An exchange: its events, and what of it is shown."""

    events: list[Event] = field(default_factory=list["Event"])
    bytes: int = 0
    dropped: int = 0
    over: bool = False
    updated: float = 0.0
    row: Row | None = None


class Feed:
    """The exchanges and the daemon's events of one source. Any thread may add to it, and any read.

    Args:
        engine: who is asked.
        command: what ran, if a command did.
        timed: the events have times.

    """

    def __init__(self, engine: str, command: tuple[str, ...] = (), *, timed: bool = True) -> None:
        self.engine: str = engine
        self.command: tuple[str, ...] = command
        self.timed: bool = timed
        self.began: float = 0.0
        self._kept: OrderedDict[int, _Kept] = OrderedDict()
        self._moments: OrderedDict[int, tuple[DaemonEvent, Row]] = OrderedDict()
        self._names = Names()
        self._bytes = 0
        self._number = 0  # of the newest event of the daemon's
        self._lock = threading.Lock()
        self._subscriptions: list[Subscription] = []

    def event(self, event: Event) -> None:
        """Take an event of a conversation."""
        with self._lock:
            if not self.began:
                self.began = time.time() - event.at
            kept = self._kept.get(event.exchange)
            if isinstance(event, Request):
                kept = self._kept[event.exchange] = _Kept()
            if kept is None:  # it has been let go of
                return
            self._keep(kept, event)
            if self._shows(event, kept):
                kept.updated = event.at
                self._update(event.exchange, kept)
            self._let_go()

    def moment(self, moment: DaemonEvent) -> None:
        """Take an event of the daemon's."""
        with self._lock:
            self._names.learn_moment(moment)
            self._number += 1
            row = moment_row(self._number, moment, self._names)
            self._moments[self._number] = (moment, row)
            while len(self._moments) > _EXCHANGES:
                number, _gone = self._moments.popitem(last=False)
                self._tell(f"m{number}", None)
            self._tell(row["id"], row)

    def clear(self) -> None:
        """Let go of all that is over."""
        with self._lock:
            for number in [number for number, kept in self._kept.items() if kept.over]:
                self._remove(number)
            for number in [*self._moments]:
                del self._moments[number]
                self._tell(f"m{number}", None)

    def trace(self) -> Trace:
        """All that is kept, as a trace."""
        with self._lock:
            events = [event for kept in self._kept.values() for event in kept.events]
            moments = [moment for moment, _row in self._moments.values()]
        events.sort(key=lambda event: event.at)
        return Trace(self.engine, self.command, self.began, self.timed, events, moments)

    @property
    def trace_socket(self) -> str:
        """The engine's socket, for lines of curl."""
        return Trace(self.engine).socket

    def exchange(self, number: int) -> tuple[Exchange, list[Part]] | None:
        """One exchange whole, None if it is not (or no longer) kept."""
        with self._lock:
            kept = self._kept.get(number)
            events = [*kept.events] if kept is not None else []
        found = Conversation(events).exchanges
        return found[0] if found else None

    def subscribe(self) -> Subscription:
        """Begin to be told of rows: first of all there are."""
        with self._lock:
            subscription = Subscription()
            for kept in self._kept.values():
                if kept.row is not None:
                    subscription.put(kept.row["id"], kept.row)
            for _moment, row in self._moments.values():
                subscription.put(row["id"], row)
            self._subscriptions.append(subscription)
            return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """End it."""
        with self._lock:
            self._subscriptions.remove(subscription)

    def _keep(self, kept: _Kept, event: Event) -> None:
        size = _OVERHEAD
        if isinstance(event, Data) and isinstance(event.data, bytes):
            size += len(event.data)
        elif isinstance(event, Request):
            size += len(event.body)
        if isinstance(event, Data) and (kept.bytes + size > _BYTES_EACH or len(kept.events) > _EVENTS_EACH):
            kept.dropped += 1
            return
        kept.events.append(event)
        kept.bytes += size
        self._bytes += size

    def _shows(self, event: Event, kept: _Kept) -> bool:
        """Whether a row says something else after an event: not after the head of an answer that comes at once."""
        if isinstance(event, Data):
            return event.at - kept.updated > _REFRESH and kept.bytes < _REFRESHED
        return not (isinstance(event, Response) and event.framing in ("none", "length"))

    def _update(self, number: int, kept: _Kept) -> None:
        exchange, parts = Conversation(kept.events).exchanges[0]
        self._names.learn(exchange, parts)
        kept.over = exchange.over
        kept.row = row_of(exchange, parts, self._names, dropped=kept.dropped, timed=self.timed)
        self._tell(kept.row["id"], kept.row)

    def _let_go(self) -> None:
        """Keep within bounds; what is still going on goes last."""
        while len(self._kept) > _EXCHANGES or (self._bytes > _BYTES and len(self._kept) > 1):
            oldest = next(
                (number for number, kept in self._kept.items() if kept.over), next(iter(self._kept))
            )
            self._remove(oldest)

    def _remove(self, number: int) -> None:
        kept = self._kept.pop(number)
        self._bytes -= kept.bytes
        self._tell(f"x{number}", None)

    def _tell(self, id: str, row: Row | None) -> None:
        for subscription in self._subscriptions:
            subscription.put(id, row)


class Subscription:
    """The rows that have changed since one reader last took them; of a row that changed twice the newest."""

    def __init__(self) -> None:
        self._changed: dict[str, Row | None] = {}
        self._lock = threading.Lock()
        self._ready = threading.Event()

    def put(self, id: str, row: Row | None) -> None:
        """A row is new, changed, or (None) gone."""
        with self._lock:
            self._changed[id] = row
            self._ready.set()

    def take(self, timeout: float) -> dict[str, Row | None]:
        """What has changed, after a wait for something if need be; empty when nothing has."""
        self._ready.wait(timeout)
        with self._lock:
            changed, self._changed = self._changed, {}
            self._ready.clear()
        return changed
