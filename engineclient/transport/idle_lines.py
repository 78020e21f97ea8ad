"""Keep idle connections for later requests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engineclient.backend import Line

_MOST_IDLE: Final = 20


class IdleLines:
    """Idle connections, kept for the next request. Only the process that opened them uses them, not a fork of it."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._process = os.getpid()
        self._ended = False

    def take(self) -> Line | None:
        """Take a connection that is still open: one that has nothing to read, not even its end."""
        if self._process != os.getpid():
            self.close()
            self._process = os.getpid()
        while line := self._pop():
            if not line.readable():
                return line
            line.abort()
        return None

    def _pop(self) -> Line | None:
        try:
            return self._lines.pop()
        except IndexError:  # there is none, or another thread took the last one
            return None

    def put(self, line: Line) -> None:
        """Keep `line`, or close it if enough connections are kept already, or all have ended."""
        if len(self._lines) < _MOST_IDLE:
            self._lines.append(line)
        else:
            line.abort()
        if self._ended:
            self.close()

    def close(self) -> None:
        """Close all idle connections."""
        while line := self._pop():
            line.abort()

    def end(self) -> None:
        """Close all idle connections, and keep none from now on."""
        self._ended = True
        self.close()
