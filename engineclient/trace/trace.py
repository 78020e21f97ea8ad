"""`Trace`: a conversation as it is saved in a file, with its events, the daemon's own, the engine and the time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from engineclient.events import Request, Response
from engineclient.trace.curl import DEFAULT_SOCKET
from engineclient.trace.daemon_events import DaemonEvent, DaemonEventFilter
from engineclient.trace.exchanges import Conversation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.events import Event
    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.part import Part

__all__ = ["Trace"]


_TELLING: Final = {
    "ContainerCreate": "create",
    "ContainerStart": "start",
    "ContainerWait": "die",
    "ContainerDelete": "destroy",
}
"""The daemon's action that an answer to an operation implies."""


@dataclass(slots=True)
class Trace:
    """The content of a trace file.

    Attributes:
        engine: the engine's address, or the description of a recording.
        command: the command line.
        began: the start of the events' times, in seconds since 1970.
        timed: whether the events have times; without them they only have an order.
        exit_code: the command's exit code, None if unknown.
        events: the events, in order.
        daemon_events: the daemon's own events, by time.

    """

    engine: str
    command: Sequence[str] = ()
    began: float = 0.0
    timed: bool = True
    events: list[Event] = field(default_factory=list["Event"])
    daemon_events: list[DaemonEvent] = field(default_factory=list[DaemonEvent])
    exit_code: int | None = None

    def exchanges(self) -> list[tuple[Exchange, list[Part]]]:
        """Each request with its answer and their parts, in the order in which the requests began."""
        return Conversation(self.events).exchanges

    def keep_own_daemon_events(self) -> None:
        """Drop the daemon's events that belong to other conversations on the same engine."""
        daemon_events = DaemonEventFilter()
        for exchange, parts in self.exchanges():
            daemon_events.named(exchange, exchange.request)
            for part in parts:
                daemon_events.named(exchange, part)
        self.daemon_events = [
            daemon_event for daemon_event in self.daemon_events if daemon_events.heard(daemon_event)
        ]

    def inferred_daemon_events(self) -> list[DaemonEvent]:
        """The daemon's events (create, start, die) inferred from the answers, for a trace without the daemon's own."""
        found: list[DaemonEvent] = []
        for exchange, parts in self.exchanges():
            response = exchange.response
            action = _TELLING.get(exchange.operation.id) if exchange.operation else None
            if action is None or response is None or response.status >= 300:
                continue
            answer = next((part.json for part in parts if isinstance(part.json, dict)), {})
            at = parts[-1].at if action == "die" and parts else response.at
            id = str(answer.get("Id") or exchange.request.path.split("/")[2])
            details = {"name": dict(exchange.request.query).get("name", "")}
            if action == "die":
                if "StatusCode" not in answer:
                    continue
                details["exitCode"] = str(answer["StatusCode"])
            found.append(DaemonEvent(at, "container", action, id, details))
        return found

    def removes_by_itself(self) -> bool:
        """Whether a container was created with --rm."""
        bodies = [exchange.json for exchange, _parts in self.exchanges()]
        configs = [body.get("HostConfig") for body in bodies if isinstance(body, dict)]
        return any(config.get("AutoRemove") is True for config in configs if isinstance(config, dict))

    @property
    def socket(self) -> str:
        """The path of the engine's socket, or the URL of an engine without one; docker's default socket if unknown."""
        scheme, _, path = self.engine.partition("://")
        return (
            path if scheme == "unix" else self.engine if scheme in ("tcp", "https", "ssh") else DEFAULT_SOCKET
        )

    @property
    def length(self) -> float:
        """Seconds until the last event."""
        return max(
            [
                0.0,
                *(event.at for event in self.events),
                *(daemon_event.at for daemon_event in self.daemon_events),
            ]
        )

    @property
    def api_version(self) -> str:
        """The API version of the requests, "" if none has one."""
        return next((e.version for e in self.events if isinstance(e, Request) and e.version), "")

    @property
    def server(self) -> str:
        """The name of the engine in its answers, "" if none has one."""
        for event in self.events:
            if isinstance(event, Response) and (server := dict(event.headers).get("server")):
                return server
        return ""

    def date(self, at: float) -> str:
        """A time of the conversation in ISO 8601, in UTC."""
        when = datetime.fromtimestamp(self.began + at, UTC)
        return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
