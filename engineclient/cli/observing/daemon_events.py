"""What the daemon says of itself, in `GET /events`, beside a command's own conversation with it."""

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

    from engineclient import Engine

_OPENING: Final = 0.3
"""Seconds to wait for the stream; some engines open it only when there is an event."""

_CATCHING_UP: Final = 0.5
"""Seconds to wait at the end for what was said until then."""

_REMEMBERED: Final = 1024  # events; engines tell fewer again


class Beside:
    """Hears the daemon's own events over a second engine, which is no part of the conversation.

    Args:
        connect: gives that engine; one that tells no events is no error.
        tell: is given each event once, from a thread of its own.

    """

    def __init__(self, connect: Callable[[], Engine], tell: Callable[[Mapping[str, object]], None]) -> None:
        self._connect = connect
        self._tell = tell
        self._told: deque[tuple[object, ...]] = deque(maxlen=_REMEMBERED)
        self._began = time.time()
        self._lock = threading.Lock()
        self._open = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        self._open.wait(_OPENING)

    def _listen(self) -> None:
        with suppress(EngineError, OutputClosed), self._connect() as engine:
            with engine.events() as events:
                self._open.set()
                for event in events:
                    self._hear(event.raw)
        self._open.set()

    def end(self) -> None:
        """Ask once more for all of them until now: what is under way would be missed."""
        catching_up = threading.Thread(target=self._catch_up, daemon=True)
        catching_up.start()
        catching_up.join(_CATCHING_UP)

    def _catch_up(self) -> None:
        with suppress(EngineError, OutputClosed), self._connect() as engine:
            for event in engine.events(since=self._began, until=time.time()):
                self._hear(event.raw)

    def _hear(self, raw: Mapping[str, object]) -> None:
        """Tell an event, once."""
        actor = raw.get("Actor")
        key = raw.get("timeNano"), raw.get("Type"), raw.get("Action"), str(actor)
        with self._lock:
            if key not in self._told:
                self._told.append(key)
                self._tell(raw)
