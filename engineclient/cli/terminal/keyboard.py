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
        self._wake: list[int] = []  # closing its descriptor wakes the thread; empty unless this is open
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Take the keys from now on."""
        woken, wake = os.pipe()
        self._wake.append(wake)
        self._mode.enter()
        self._thread = threading.Thread(target=self._read, args=(woken,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Restore the terminal, and take no more keys; does nothing if it is not open."""
        try:
            wake = self._wake.pop()
        except IndexError:
            return
        self._mode.leave()
        os.close(wake)

    def end(self) -> None:
        """Close it, and wait until the last key has been handled, for at most a second."""
        self.close()
        if self._thread is not None:
            self._thread.join(_LAST_KEY)

    def _read(self, woken: int) -> None:
        try:
            while woken not in select.select([self._descriptor, woken], [], [])[0]:
                typed = os.read(self._descriptor, _PIECE).decode(errors="replace")
                if not typed:
                    break
                for key in _SEVERAL.sub("", typed):
                    self._pressed(key)
        except OSError:
            pass  # the terminal is gone
        finally:
            os.close(woken)
