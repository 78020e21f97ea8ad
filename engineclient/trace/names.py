"""The names of what a conversation is about, in the place of ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.trace.daemon_events import DaemonEvent
    from engineclient.trace.exchanges import Exchange, Part

__all__ = ["Names"]

_MOST: Final = 10_000  # a live page may watch for days
_ID: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{12,64}(?![0-9a-f])")


class Names:
    """Learns which name belongs to which id, from requests, answers and the daemon's events."""

    def __init__(self) -> None:
        self._by_id: dict[str, str] = {}

    def learn(self, exchange: Exchange, parts: Iterable[Part]) -> None:
        """Learn from an exchange."""
        operation = exchange.operation.id if exchange.operation else ""
        name = dict(exchange.request.query).get("name", "")
        for part in parts:
            value = part.json if part.kind == "body" else None
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict):
                    self._learn_object(each, name if operation == "ContainerCreate" else "")

    def learn_moment(self, moment: DaemonEvent) -> None:
        """Learn from an event of the daemon's."""
        if moment.kind in ("container", "network") and moment.attributes.get("name"):
            self._add(moment.id, moment.attributes["name"])

    def _learn_object(self, value: dict[str, Any], given: str) -> None:
        id = value.get("Id") or value.get("ID")
        names = value.get("Names")
        name = value.get("Name") or (names[0] if isinstance(names, list) and names else "") or given
        if isinstance(id, str) and isinstance(name, str) and name:
            self._add(id, name.removeprefix("/"))

    def _add(self, id: str, name: str) -> None:
        if _ID.fullmatch(id) and name != id:
            self._by_id[id[:12]] = name
            if len(self._by_id) > _MOST:
                del self._by_id[next(iter(self._by_id))]

    def of(self, id: str) -> str:
        """The name of an id, its first twelve digits if it has none; a name stays as it is."""
        return self._by_id.get(id[:12], id[:12]) if _ID.fullmatch(id) else id

    def put_into(self, text: str) -> str:
        """`text` with names in the place of the ids that have one."""
        return _ID.sub(lambda match: self._by_id.get(match[0][:12], match[0]), text)
