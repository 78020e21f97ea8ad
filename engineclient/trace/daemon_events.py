"""The daemon's own events (`GET /events`) during a conversation, with the daemon's times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from engineclient.errors import InvalidReference
from engineclient.events import Request
from engineclient.trace.fields import short
from engineclient.wire.references import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engineclient.events import Event
    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.part import Part

__all__ = ["DaemonEvent", "DaemonEventFilter"]

_TOLD: Final = (
    "exitCode",
    "signal",
    "container",
    "name",
    "slot",
    "node",
    "error",
    "image",
    "type",
    "oldName",
)
_REFERRING: Final = ("container", "name", "service")
# Events kept until the conversation names their object; bounds the memory on a busy engine
_WAITING: Final = 1000


@dataclass(frozen=True, slots=True)
class DaemonEvent:
    """One event of the daemon.

    Attributes:
        at: seconds since the beginning of the conversation, by the daemon's clock.
        kind: the kind of the object: "container", "image", "network", "volume", ..., or "task" of a swarm
        action: the action: "create", "attach", "start", "die", ...
        id: the id of the object.
        attributes: the other attributes of the event.

    """

    at: float
    kind: str
    action: str
    id: str
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, raw: Mapping[str, Any], began: float, now: float) -> DaemonEvent:
        """Parse an item of `GET /events`.

        Args:
            raw: the item.
            began: the start of the conversation, in seconds since 1970.
            now: when the item arrived, in seconds since `began`; an upper bound in case the daemon's clock is ahead.

        """
        actor = raw.get("Actor") or {}
        at = raw.get("timeNano", raw.get("time", 0) * 10**9) / 10**9 - began
        return cls(
            min(at, now),
            str(raw.get("Type", "")),
            str(raw.get("Action", "")),
            str(actor.get("ID", "")),
            {str(name): str(value) for name, value in (actor.get("Attributes") or {}).items()},
        )

    @property
    def title(self) -> str:
        """Kind and action, such as `container die`."""
        return f"{self.kind} {self.action}"

    @property
    def details(self) -> list[str]:
        """The attributes worth showing, such as `exitCode=0`."""
        return [f"{name}={short(self.attributes[name])}" for name in _TOLD if self.attributes.get(name)]

    @property
    def objects(self) -> set[str]:
        """The ids and names of the objects that it is about."""
        return {self.id} | {self.attributes[name] for name in _REFERRING if name in self.attributes}


class DaemonEventFilter:
    """Selects the daemon's events that belong to one conversation, among those of all others on the same engine.

    An event belongs to it if the conversation names the object: in a path, a query, or the `Id` of an answer.
    """

    def __init__(self) -> None:
        self._named: set[str] = set()
        self._waiting: list[DaemonEvent] = []

    def heard(self, daemon_event: DaemonEvent) -> list[DaemonEvent]:
        """Add an event of the daemon; return it if it belongs to the conversation."""
        self._waiting = [*self._waiting[1 - _WAITING :], daemon_event]
        return self._claimed()

    def named(self, exchange: Exchange, what: Event | Part) -> list[DaemonEvent]:
        """Add a step of the conversation; return the earlier events of the daemon whose object it names."""
        before = len(self._named)
        self._named.update(_names(exchange, what))
        return self._claimed() if len(self._named) > before else []

    def _claimed(self) -> list[DaemonEvent]:
        mine = [daemon_event for daemon_event in self._waiting if daemon_event.objects & self._named]
        if mine:
            self._waiting = [
                daemon_event for daemon_event in self._waiting if not daemon_event.objects & self._named
            ]
        return mine


def _names(exchange: Exchange, what: Event | Part) -> Iterator[str]:
    if isinstance(what, Request):
        yield from (unquote(word) for word in what.path.split("/")[2:])
        query = dict(what.query)
        yield query.get("name", "")
        if "fromImage" in query:
            yield from _image_names(query["fromImage"], query.get("tag", ""))
    elif getattr(what, "kind", "") == "body" and isinstance(answer := getattr(what, "json", None), dict):
        yield from (answer[field] for field in ("Id", "ID", "Name") if isinstance(answer.get(field), str))


def _image_names(name: str, tag: str) -> Iterator[str]:
    """The names of an image in its events."""
    try:
        reference = parse(f"{name}@{tag}" if ":" in tag else f"{name}:{tag}" if tag else name)
    except InvalidReference:
        return
    yield from (reference.familiar, reference.familiar_name)
