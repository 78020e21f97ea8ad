"""Read the stats of many containers concurrently."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from engineclient.api.containers import containers
from engineclient.api.system import system
from engineclient.cli.printing.listing import short_id
from engineclient.errors import StreamError
from engineclient.models.stats import Stats
from engineclient.models.usage import Usage, usage_of
from engineclient.steps import Ended, Join, Leave, MergeEnds, Next, Sleep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engineclient.calls import Steps
    from engineclient.errors import EngineError
    from engineclient.models.system import Event
    from engineclient.streams import Handle

_EVENTS: Final = ""  # no container has this name
_STALE: Final = 2.0  # seconds after which a record is out of date
_TICK: Final = 0.02  # seconds


class Row:
    """The latest record of a container."""

    def __init__(self, name: str) -> None:
        self.container = name
        self.settled: bool = False  # the first record has arrived, or will not come
        self.error: EngineError | None = None
        self._latest: Stats | None = None
        self._at = 0.0

    def take(self, stats: Stats) -> None:
        """Keep a record."""
        self._latest, self._at = stats, time.monotonic()
        self.settled = True

    @property
    def latest(self) -> Stats | None:
        """The last record, however old."""
        return self._latest

    @property
    def usage(self) -> Usage | None:
        """The resource usage, None if it is not known now."""
        if self._latest is None or self.error or time.monotonic() - self._at > _STALE:
            return None
        return usage_of(self._latest)


class Watch:
    """Reads the stats of containers.

    Args:
        names: the containers. Without any, all containers, including those that start later.
        all: include containers that are not running.
        stream: continue to read, instead of reading one record of each.
        filters: without names, only containers that meet them, such as `{"label": ["a=b"]}`.

    Attributes:
        error: the error that ended the stream of events by which containers are followed.

    """

    def __init__(
        self, names: Sequence[str], *, all: bool, stream: bool, filters: Mapping[str, list[str]] | None = None
    ) -> None:
        self.error: EngineError | None = None
        self._names = list(dict.fromkeys(names))
        self._all = all
        self._stream = stream
        self._filters = dict(filters or {})
        self._rows: dict[str, Row] = {}

    def rows(self) -> list[Row]:
        """One row for each container, in the order they were added."""
        return [*self._rows.values()]

    def settled(self) -> bool:
        """Whether each container has a record, or will have none."""
        return all(row.settled for row in self.rows())

    def errors(self) -> list[EngineError]:
        """The errors of containers that cannot be read."""
        return [row.error for row in self.rows() if row.error is not None]

    def read(self) -> Steps[None]:
        """Read for ever, or without `stream` until all containers are settled."""
        # Open the events before the list, so that no container that starts in between is missed.
        followed = (
            {} if self._names else {_EVENTS: system.events(filters={"type": "container", **self._filters})}
        )
        merged: Handle[Any] = yield from MergeEnds(followed)
        names = self._names
        if not names:
            names = [
                short_id(each.id)
                for each in (yield from containers.list(all=self._all, filters=self._filters or None))
            ]
        for name in names:
            yield from self._add(merged, name)
        while self._stream or not self.settled():
            entry = yield from Next(merged)
            if entry is None:
                return
            yield from self._take(merged, *entry)

    def wait_first(self) -> Steps[None]:
        """Wait until all containers are settled, for a limited time."""
        ends = time.monotonic() + _STALE
        while not (self._rows and self.settled()) and time.monotonic() < ends:
            yield from Sleep(_TICK)

    def _add(self, merged: Handle[Any], name: str) -> Steps[None]:
        if name not in self._rows:
            self._rows[name] = Row(name)
            yield from Join(merged, name, containers.stats(name, stream=self._stream))

    def _take(self, merged: Handle[Any], name: str, item: Stats | Event | Ended) -> Steps[None]:
        if isinstance(item, Stats):
            self._rows[name].take(item)
        elif not isinstance(item, Ended):
            yield from self._follow(merged, item)
        elif name == _EVENTS:
            self.error = item.error
        elif (row := self._rows.get(name)) is not None:
            # Podman's error in the stream for a container that is not running: its usage is unknown.
            row.error = None if isinstance(item.error, StreamError) else item.error
            row.settled = True

    def _follow(self, merged: Handle[Any], event: Event) -> Steps[None]:
        name = short_id(event.actor.id)
        if event.action == "start" or (self._all and event.action == "create"):
            yield from self._add(merged, name)
        elif not self._all and event.action == "die" and self._rows.pop(name, None) is not None:
            yield from Leave(merged, name)
