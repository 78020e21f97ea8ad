"""The causality gate: hold an event of the engine until all recorded events of the client before it have occurred."""

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
    """Tracks which of the client's events have occurred. Thread-safe.

    A read changes nothing. So one that the client skips does not hold later events, and its answer, if it comes whole, is
    not held: of two equal requests that were sent side by side, either may be the one that another request follows.
    """

    def __init__(self, lines: Sequence[Line], patience: float) -> None:
        """Start with no events; `patience` is the number of seconds that an event may be held."""
        self._lines = lines
        self._patience = patience
        pings = {line["x"] for line in lines if is_ping(line)}
        self._missing = [i for i, line in enumerate(lines) if is_client(line) and line["x"] not in pings]
        reads = {line["x"] for line in lines if line.get("ask", "").startswith(_READS)}
        whole = {line["x"] for line in lines if "answer" in line and "stream" not in line}
        self._free = reads & whole
        self._latest = -1
        self._changed = threading.Condition()
        self.closed: bool = False

    def saw(self, index: int) -> None:
        """Note that the client's event in line `index` has occurred."""
        with self._changed:
            if index in self._missing:
                self._missing.remove(index)
            if "ask" in self._lines[index]:
                self._latest = max(self._latest, index)
            self._changed.notify_all()

    def close(self) -> None:
        """End all waits."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def holds(self, index: int) -> int | None:
        """The index of the first line that the event at `index` still waits for, or None."""
        if self._lines[index]["x"] in self._free:
            return None
        for missing in self._missing:
            if missing >= index:
                return None
            skipped = self._lines[missing].get("ask", "").startswith(_READS) and missing < self._latest
            if not skipped:
                return missing
        return None

    def wait(self, index: int) -> int | None:
        """Wait until nothing holds line `index`; return None, or after `patience` the line that still holds it.

        Returns at once after `close`.
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
        """Wait for `seconds`, or until `close`."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed, seconds)
