"""The causality gate: an event of the engine is held until every event of the client before it was seen."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from engineclient.recording.format import is_client, is_ping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.recording.format import Line

__all__ = ["Gate"]

_READS: Final = ("GET ", "HEAD ")


class Gate:
    """Knows which of the client's events were seen. Any thread may use it.

    A read that was recorded and is passed over does not hold what comes behind it: no read causes anything.
    """

    def __init__(self, lines: Sequence[Line], patience: float) -> None:
        """Begin with nothing seen; `patience` is how many seconds an event may be held."""
        self._lines = lines
        self._patience = patience
        pings = {line["x"] for line in lines if is_ping(line)}
        self._missing = [i for i, line in enumerate(lines) if is_client(line) and line["x"] not in pings]
        self._latest = -1
        self._changed = threading.Condition()
        self.closed: bool = False

    def saw(self, index: int) -> None:
        """The client did what line `index` says."""
        with self._changed:
            if index in self._missing:
                self._missing.remove(index)
            if "ask" in self._lines[index]:
                self._latest = max(self._latest, index)
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody wait any longer."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def holds(self, index: int) -> int | None:
        """The first line that the event at `index` still waits for."""
        for missing in self._missing:
            if missing >= index:
                return None
            skipped = self._lines[missing].get("ask", "").startswith(_READS) and missing < self._latest
            if not skipped:
                return missing
        return None

    def wait(self, index: int) -> int | None:
        """Wait for what line `index` is held by; what still holds it when patience runs out, or None.

        After `close` it returns at once.
        """
        end = time.monotonic() + self._patience
        with self._changed:
            while (missing := self.holds(index)) is not None and not self.closed:
                left = end - time.monotonic()
                if left <= 0:
                    return missing
                self._changed.wait(left)
        return None

    def pause(self, seconds: float) -> None:
        """Wait that long, or until `close`."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed, seconds)
