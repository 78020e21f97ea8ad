"""A conversation as it is kept in a file: its events, the daemon's moments beside them, and where and when it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engineclient.events import Request, Response
from engineclient.trace.curl import DEFAULT_SOCKET
from engineclient.trace.daemon_events import DaemonEvent, DaemonEventFilter
from engineclient.trace.exchanges import Conversation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.events import Event
    from engineclient.trace.exchanges import Exchange, Part

__all__ = ["Trace"]


@dataclass(slots=True)
class Trace:
    """What a file is made of.

    Attributes:
        engine: who was asked: an address, or what a recording says of itself.
        command: what was run.
        began: seconds since 1970 at which the events' times begin.
        timed: the events have times; without, they have an order alone.
        events: in order.
        moments: the daemon's own, by their time.

    """

    engine: str
    command: Sequence[str] = ()
    began: float = 0.0
    timed: bool = True
    events: list[Event] = field(default_factory=list["Event"])
    moments: list[DaemonEvent] = field(default_factory=list[DaemonEvent])

    def exchanges(self) -> list[tuple[Exchange, list[Part]]]:
        """Each request with its answer and what passed behind them, in the order in which they began."""
        return Conversation(self.events).exchanges

    def keep_own_moments(self) -> None:
        """Let go of the moments that belong to other conversations on the same engine."""
        moments = DaemonEventFilter()
        for exchange, parts in self.exchanges():
            moments.named(exchange, exchange.request)
            for part in parts:
                moments.named(exchange, part)
        self.moments = [moment for moment in self.moments if moments.heard(moment)]

    @property
    def socket(self) -> str:
        """The path of the engine's socket, or the URL of an engine without one; docker's own socket where it is unknown."""
        scheme, _, path = self.engine.partition("://")
        return (
            path if scheme == "unix" else self.engine if scheme in ("tcp", "https", "ssh") else DEFAULT_SOCKET
        )

    @property
    def length(self) -> float:
        """Seconds to the last event."""
        return max([0.0, *(event.at for event in self.events), *(moment.at for moment in self.moments)])

    @property
    def api_version(self) -> str:
        """The version of the API that was spoken, "" if no request says."""
        return next((e.version for e in self.events if isinstance(e, Request) and e.version), "")

    @property
    def server(self) -> str:
        """What the engine calls itself, "" if no answer says."""
        for event in self.events:
            if isinstance(event, Response) and (server := dict(event.headers).get("server")):
                return server
        return ""

    def date(self, at: float) -> str:
        """A time of the conversation as ISO 8601 has it, in UTC."""
        when = datetime.fromtimestamp(self.began + at, UTC)
        return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
