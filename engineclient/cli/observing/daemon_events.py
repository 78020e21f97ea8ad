"""The daemon's own events (`GET /events`), read on a second connection while a command runs."""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import OutputClosed
from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engineclient import Engine, Stream
    from engineclient.models.system import Event

_OPENING: Final = 0.3
"""Seconds to wait for the stream; some engines open it only when there is an event."""

_CATCHING_UP: Final = 0.5
"""Seconds to wait at the end for the events up to then."""

_REMEMBERED: Final = 1024  # events remembered to drop repeated ones; engines keep fewer than this


class DaemonEventReader:
    """Reads the daemon's events on a connection of its own, which is not part of the observed conversation.

    Args:
        connect: opens that connection; an engine without events is not an error.
        emit: called with each event once, on a thread of this class.

    """

    def __init__(self, connect: Callable[[], Engine], emit: Callable[[Mapping[str, object]], None]) -> None:
        self._connect = connect
        self._emit = emit
        self._emitted: deque[tuple[object, ...]] = deque(maxlen=_REMEMBERED)
        self._began = time.time()
        self._lock = threading.Lock()
        self._open = threading.Event()
        self._ended = False
        self._stream: Stream[Event] | None = None
        threading.Thread(target=self._listen, daemon=True).start()
        self._open.wait(_OPENING)

    def _listen(self) -> None:
        with suppress(EngineError, OutputClosed), self._connect() as engine:
            with engine.events() as events:
                self._stream = events
                self._open.set()
                if not self._ended:
                    for event in events:
                        self._hear(event.raw)
        self._open.set()

    def end(self) -> None:
        """Read once more all events until now, as some may not have arrived yet, and close the open stream."""
        catching_up = threading.Thread(target=self._catch_up, daemon=True)
        catching_up.start()
        catching_up.join(_CATCHING_UP)
        self._ended = True  # for a stream that opens only now
        if self._stream is not None:
            self._stream.close()

    def _catch_up(self) -> None:
        with suppress(EngineError, OutputClosed), self._connect() as engine:
            for event in engine.events(since=self._began, until=time.time()):
                self._hear(event.raw)

    def _hear(self, raw: Mapping[str, object]) -> None:
        """Pass an event on, unless it was passed on before."""
        actor = raw.get("Actor")
        key = raw.get("timeNano"), raw.get("Type"), raw.get("Action"), str(actor)
        with self._lock:
            if key not in self._emitted:
                self._emitted.append(key)
                self._emit(raw)
