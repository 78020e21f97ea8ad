"""Store the live traffic for browsers, within bounds of number and bytes, and send each of them the changed rows."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from engineclient.events import Data, Request, Response
from engineclient.live.rows import Row, daemon_event_row, row_of
from engineclient.trace.daemon_events import DaemonEvent
from engineclient.trace.exchanges import Conversation
from engineclient.trace.names import Names
from engineclient.trace.trace import Trace

if TYPE_CHECKING:
    from engineclient.events import Event
    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.part import Part

__all__ = ["Feed", "Subscription"]

_EXCHANGES: Final = 10_000  # exchanges kept; the oldest are dropped first
_BYTES: Final = 64 * 1024 * 1024  # bytes kept of all bodies and streams
_BYTES_EACH: Final = 1024 * 1024  # bytes kept of one exchange; the rest is counted
_EVENTS_EACH: Final = 4_000
_REFRESH: Final = 1.0  # seconds between two updates of the row of a stream,
_REFRESHED: Final = 256 * 1024  # up to this number of its bytes
_OVERHEAD: Final = 300  # bytes of an event without its data


@dataclass(slots=True)
class _Kept:
    """An exchange: its events, and the state of its row."""

    events: list[Event] = field(default_factory=list["Event"])
    bytes: int = 0
    dropped: int = 0
    over: bool = False
    updated: float = 0.0
    row: Row | None = None


class Feed:
    """The exchanges and the daemon's events of one source. Thread-safe.

    Args:
        engine: the engine's address.
        command: the command line, if there is one.
        timed: whether the events have times.

    """

    def __init__(self, engine: str, command: tuple[str, ...] = (), *, timed: bool = True) -> None:
        self.engine: str = engine
        self.command: tuple[str, ...] = command
        self.timed: bool = timed
        self.began: float = 0.0
        self._kept: OrderedDict[int, _Kept] = OrderedDict()
        self._daemon_events: OrderedDict[int, tuple[DaemonEvent, Row]] = OrderedDict()
        self._names = Names()
        self._bytes = 0
        self._number = 0  # the number of the newest event of the daemon
        self._lock = threading.Lock()
        self._subscriptions: list[Subscription] = []

    def event(self, event: Event) -> None:
        """Add an event of a conversation."""
        with self._lock:
            if not self.began:
                self.began = time.time() - event.at
            kept = self._kept.get(event.exchange)
            if isinstance(event, Request):
                kept = self._kept[event.exchange] = _Kept()
            if kept is None:  # it has been dropped
                return
            self._keep(kept, event)
            if self._shows(event, kept):
                kept.updated = event.at
                self._update(event.exchange, kept)
            self._let_go()

    def daemon_event(self, daemon_event: DaemonEvent) -> None:
        """Add an event of the daemon."""
        with self._lock:
            self._names.learn_daemon_event(daemon_event)
            self._number += 1
            row = daemon_event_row(self._number, daemon_event, self._names)
            self._daemon_events[self._number] = (daemon_event, row)
            while len(self._daemon_events) > _EXCHANGES:
                number, _gone = self._daemon_events.popitem(last=False)
                self._tell(f"m{number}", None)
            self._tell(row["id"], row)

    def clear(self) -> None:
        """Drop all exchanges that are over."""
        with self._lock:
            for number in [number for number, kept in self._kept.items() if kept.over]:
                self._remove(number)
            for number in [*self._daemon_events]:
                del self._daemon_events[number]
                self._tell(f"m{number}", None)

    def trace(self) -> Trace:
        """The stored exchanges and events, as a trace."""
        with self._lock:
            events = [event for kept in self._kept.values() for event in kept.events]
            daemon_events = [daemon_event for daemon_event, _row in self._daemon_events.values()]
        events.sort(key=lambda event: event.at)
        return Trace(self.engine, self.command, self.began, self.timed, events, daemon_events)

    @property
    def trace_socket(self) -> str:
        """The engine's socket, for curl commands."""
        return Trace(self.engine).socket

    def exchange(self, number: int) -> tuple[Exchange, list[Part]] | None:
        """One exchange with its parts, None if it is not, or no longer, stored."""
        with self._lock:
            kept = self._kept.get(number)
            events = [*kept.events] if kept is not None else []
        found = Conversation(events).exchanges
        return found[0] if found else None

    def subscribe(self) -> Subscription:
        """Subscribe to rows: first all existing ones, then changes."""
        with self._lock:
            subscription = Subscription()
            for kept in self._kept.values():
                if kept.row is not None:
                    subscription.put(kept.row["id"], kept.row)
            for _daemon_event, row in self._daemon_events.values():
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
        """Whether an event changes the row; the head of an answer does not if the rest follows at once."""
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
        """Drop exchanges until the bounds are met; those still open are dropped last."""
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
    """The rows that have changed since a reader last took them; of a row that changed twice only the newest."""

    def __init__(self) -> None:
        self._changed: dict[str, Row | None] = {}
        self._lock = threading.Lock()
        self._ready = threading.Event()

    def put(self, id: str, row: Row | None) -> None:
        """Add a row that is new or changed; None for a removed one."""
        with self._lock:
            self._changed[id] = row
            self._ready.set()

    def take(self, timeout: float) -> dict[str, Row | None]:
        """The changed rows, after a wait of up to `timeout` seconds for the first; empty if there are none."""
        self._ready.wait(timeout)
        with self._lock:
            changed, self._changed = self._changed, {}
            self._ready.clear()
        return changed
