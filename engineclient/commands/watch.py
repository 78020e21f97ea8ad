"""The stats of many containers, read at the same time."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from engineclient.commands.listing import short_id
from engineclient.errors import EngineError, StreamError
from engineclient.models.usage import Usage, usage_of

if TYPE_CHECKING:
    from engineclient import Engine, Stream
    from engineclient.models.stats import Stats
    from engineclient.models.system import Event

_STALE: Final = 2.0  # seconds after which a record is no news


class Row:
    """The last that is known of a container."""

    def __init__(self, name: str) -> None:
        self.container = name
        self.first: threading.Event = threading.Event()  # the first record is there, or will not come
        self.error: EngineError | None = None
        self.gone = False
        self._latest: Stats | None = None
        self._at = 0.0

    def take(self, stats: Stats) -> None:
        """Keep a record."""
        self._latest, self._at = stats, time.monotonic()
        self.first.set()

    @property
    def latest(self) -> Stats | None:
        """The last record, however old."""
        return self._latest

    @property
    def usage(self) -> Usage | None:
        """What it uses; None if it is not known now."""
        if self._latest is None or self.error or time.monotonic() - self._at > _STALE:
            return None
        return usage_of(self._latest)


class Watch:
    """Reads the stats of containers, each in a thread of its own that nobody waits for at the end."""

    def __init__(self, engine: Engine, *, stream: bool) -> None:
        self.error: EngineError | None = None
        self._engine = engine
        self._stream = stream
        self._rows: dict[str, Row] = {}
        self._lock = threading.Lock()

    def rows(self) -> list[Row]:
        """A row a container, in the order they were added."""
        with self._lock:
            return [*self._rows.values()]

    def add(self, name: str) -> None:
        """Read the stats of a container, unless that is done already."""
        with self._lock:
            if name in self._rows:
                return
            row = self._rows[name] = Row(name)
        threading.Thread(target=self._read, args=(row,), daemon=True).start()

    def remove(self, name: str) -> None:
        """Forget a container."""
        with self._lock:
            row = self._rows.pop(name, None)
        if row is not None:
            row.gone = True

    def follow_all(self, *, all: bool) -> None:
        """Add the containers that run, or all, and from now on those that come; those that end go."""
        # Before the list, or a container that starts in between is missed.
        events = self._engine.events(filters={"type": "container"})
        threading.Thread(target=self._follow, args=(events, all), daemon=True).start()
        for container in self._engine.containers.list(all=all):
            self.add(short_id(container.id))

    def wait_first(self) -> list[EngineError]:
        """Wait until there is a record of each, and give the errors of those of which there will be none."""
        rows = self.rows()
        for row in rows:
            row.first.wait(_STALE if self._stream else None)
        return [row.error for row in rows if row.error is not None]

    def _read(self, row: Row) -> None:
        try:
            with self._engine.containers.stats(row.container, stream=self._stream) as records:
                for record in records:
                    if row.gone:
                        return
                    row.take(record)
        except StreamError:
            pass  # Podman: it does not run. What it uses is not known, and the others go on
        except EngineError as error:
            row.error = error
        finally:
            row.first.set()

    def _follow(self, events: Stream[Event], all: bool) -> None:
        try:
            for event in events:
                name = short_id(event.actor.id)
                if event.action == "start" or (all and event.action == "create"):
                    self.add(name)
                elif not all and event.action == "die":
                    self.remove(name)
        except EngineError as error:
            self.error = error
