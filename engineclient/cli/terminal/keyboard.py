"""Keys of a terminal, handed out one by one as they are pressed, while other threads write to it."""

from __future__ import annotations

import os
import re
import select
import threading
from typing import TYPE_CHECKING, Final

from engineclient.cli.terminal.rawmode import RawMode

if TYPE_CHECKING:
    from collections.abc import Callable

_SEVERAL: Final = re.compile("\x1b(\\[[0-9;]*[ -/]*[@-~]|O.|.)?")  # what arrows and other such keys send
_PIECE: Final = 64
_LAST_KEY: Final = 1.0  # seconds


class Keyboard:
    """The keys that are pressed while it is open; Ctrl-C is one of them, and sends no signal.

    Args:
        descriptor: of the terminal.
        pressed: called with each character, on a thread of its own. Keys that send several (arrows) are left out.

    """

    def __init__(self, descriptor: int, pressed: Callable[[str], object]) -> None:
        self._descriptor = descriptor
        self._pressed = pressed
        self._mode = RawMode(descriptor, output=False)
        self._wake_read, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._closed = threading.Lock()

    def open(self) -> None:
        """Take the keys from now on."""
        self._mode.enter()
        self._thread.start()

    def close(self) -> None:
        """Restore the terminal, and take no more keys; does nothing if that is done already."""
        if self._closed.acquire(blocking=False):
            self._mode.leave()
            os.close(self._wake)

    def end(self) -> None:
        """Close it, and wait until the last key is dealt with, for at most a second."""
        self.close()
        if self._thread.ident is not None:
            self._thread.join(_LAST_KEY)

    def _read(self) -> None:
        while True:
            readable, _, _ = select.select([self._descriptor, self._wake_read], [], [])
            if self._wake_read in readable:
                break
            try:
                typed = os.read(self._descriptor, _PIECE).decode(errors="replace")
            except OSError:
                break  # the terminal is gone
            if not typed:
                break
            for key in _SEVERAL.sub("", typed):
                self._pressed(key)
        os.close(self._wake_read)
