"""Replace the ids of a conversation's objects by names."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.events import Elided
    from engineclient.trace.daemon_events import DaemonEvent
    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.part import Part

__all__ = ["Names"]

_SERVICE: Final = "com.docker.compose.service"
_MOST: Final = 10_000  # a live page may watch for days
_ID: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{12,64}(?![0-9a-f])")


class Names:
    """Maps ids to names, learnt from requests, answers and the daemon's events."""

    def __init__(self) -> None:
        self._by_id: dict[str, str] = {}
        self._services: dict[str, str] = {}  # compose services, by the ids and the names of their containers

    def learn(self, exchange: Exchange, parts: Iterable[Part]) -> None:
        """Learn from an exchange."""
        operation = exchange.operation.id if exchange.operation else ""
        name = dict(exchange.request.query).get("name", "")
        if operation == "ContainerCreate":
            self._learn_service(name, _created(exchange.body))
        for part in parts:
            value = part.json if part.kind == "body" else None
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict):
                    self._learn_object(each, name if operation == "ContainerCreate" else "")

    def learn_daemon_event(self, daemon_event: DaemonEvent) -> None:
        """Learn from an event of the daemon."""
        if daemon_event.kind in ("container", "network") and daemon_event.attributes.get("name"):
            self._add(daemon_event.id, daemon_event.attributes["name"])

    def _learn_object(self, value: dict[str, Any], given: str) -> None:
        id = value.get("Id") or value.get("ID")
        names = value.get("Names")
        name = value.get("Name") or (names[0] if isinstance(names, list) and names else "") or given
        if isinstance(id, str) and isinstance(name, str) and name:
            self._add(id, name.removeprefix("/"))
            if given in self._services:
                self._services[id[:12]] = self._services[given]
        if isinstance(id, str) and _ID.fullmatch(id):
            self._learn_service(id[:12], value)

    def _learn_service(self, key: str, value: Any) -> None:
        """Learn the compose service of a container from its labels: in a list, a configuration or an inspection."""
        for holder in (value, value.get("Config") if isinstance(value, dict) else None):
            labels = holder.get("Labels") if isinstance(holder, dict) else None
            if key and isinstance(labels, dict) and isinstance(service := labels.get(_SERVICE), str):
                self._services[key] = service
                _keep_newest(self._services)

    def service(self, exchange: Exchange) -> str:
        """The compose service whose container a request is about, "" for any other request."""
        operation = exchange.operation.id if exchange.operation else ""
        if operation == "ContainerCreate":
            return self._services.get(dict(exchange.request.query).get("name", ""), "")
        for piece in exchange.request.path.split("/"):
            key = piece[:12] if _ID.fullmatch(piece) else piece
            if operation.startswith("Container") and key in self._services:
                return self._services[key]
        return ""

    def _add(self, id: str, name: str) -> None:
        if _ID.fullmatch(id) and name != id:
            self._by_id[id[:12]] = name
            _keep_newest(self._by_id)

    def of(self, id: str) -> str:
        """The name of an id, or its first twelve digits; a name is returned unchanged."""
        return self._by_id.get(id[:12], id[:12]) if _ID.fullmatch(id) else id

    def put_into(self, text: str) -> str:
        """`text` with known ids replaced by names."""
        return _ID.sub(lambda match: self._by_id.get(match[0][:12], match[0]), text)


def _created(body: bytes | Elided) -> dict[str, Any]:
    """The configuration that a request creates a container with."""
    try:
        value = json.loads(body) if isinstance(body, bytes) else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _keep_newest(names: dict[str, str]) -> None:
    if len(names) > _MOST:
        del names[next(iter(names))]
