"""The menu of an attached `compose up` on a terminal: a line below the output of the containers, and its keys."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from engineclient.cli.terminal.keyboard import Keyboard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engineclient.cli.output import Output

_COLUMN: Final = "\x1b[0G"
_SAVE, _RESTORE = "\x1b7", "\x1b8"
_ERASE: Final = "\x1b[2K"
_SHOW_CURSOR: Final = "\x1b[?25h"
_STYLE: Final = re.compile("\x1b\\[[0-9;]*m")
_ERROR_LASTS: Final = 10.0  # seconds
_NOT_CONFIGURED: Final = (
    "\x1b[1;36mWatch →\x1b[0m  watch is not yet configured. "
    "Learn more: \x1b[36mhttps://docs.docker.com/compose/file-watch/\x1b[0m"
)
_INTERRUPT, _SUSPEND, _ENTER = "\x03", "\x1a", "\r"


def cleared(height: int) -> str:
    """The escape codes that clear all lines below the cursor, which stays where it is."""
    return _COLUMN + _SAVE + f"\x1b[1B{_ERASE}" * height + _RESTORE


def drawn(text: str, error: str, height: int, width: int) -> str:
    """The escape codes that show the menu in the last line and an error above it, with room left below the cursor."""
    below = _more_lines(text, width)
    room = below + 2 + (_more_lines(error, width) + 1 if error else 0)
    lines = [cleared(height), f"{_ERASE}\n{_COLUMN}" * room, f"\x1b[{room}A", _COLUMN, _SAVE]
    if error:
        lines.append(f"\x1b[{height - 1 - below - _more_lines(error, width)};0H{_ERASE}{error}")
    lines.append(f"\x1b[{height - below};0H{_ERASE}{text}{_COLUMN}{_RESTORE}")
    return "".join(lines)


def _more_lines(text: str, width: int) -> int:
    """The number of lines that a text needs on the terminal in addition to the first."""
    return len(_STYLE.sub("", text)) // width


class Menu:
    """Keeps its line below the output, and handles the keys.

    Args:
        out: the terminal.
        toggle: starts or ends the watch; None if the project has no rules for one.
        interrupt: called when Ctrl-C is pressed; the menu does not read keys any more then, so that another one is a
            signal.

    Attributes:
        watching: whether the watch runs, which determines the text of the menu.

    """

    def __init__(
        self, out: Output, toggle: Callable[[], object] | None, interrupt: Callable[[], object]
    ) -> None:
        self.watching = False
        self._out = out
        self._toggle = toggle
        self._interrupt = interrupt
        self._lock = threading.RLock()
        self._shown = True
        self._error_until = 0.0
        self._keyboard = Keyboard(sys.stdin.fileno(), self._pressed)

    def open(self) -> None:
        """Begin to read keys. The menu is drawn with the first line of output."""
        self._keyboard.open()

    def close(self) -> None:
        """Stop reading keys and restore the terminal; the menu stays on it."""
        self._keyboard.close()

    def end(self) -> None:
        """Stop reading keys, and wait until the last one has been handled."""
        self._keyboard.end()

    @contextmanager
    def around(self) -> Iterator[None]:
        """Erase the menu for output that is written in this context, and draw it again below."""
        with self._lock:
            self._out.write(cleared(self._size()[0]))
            yield
            self._draw()

    def _draw(self) -> None:
        if self._shown:
            error = _NOT_CONFIGURED if time.monotonic() < self._error_until else ""
            self._out.write(drawn(self._text(), error, *self._size()))

    def _text(self) -> str:
        verb = "Disable" if self.watching else "Enable"
        return f"\x1b[1;38;2;0;0;0;48;2;255;255;255mw\x1b[0m\x1b[2m {verb} Watch\x1b[0m"

    def _size(self) -> tuple[int, int]:
        height, width = self._out.size()
        return height or 24, width or 80

    def _pressed(self, key: str) -> None:
        if key == _INTERRUPT:
            self._leave()
            self._interrupt()
        elif key == _SUSPEND:
            os.kill(0, signal.SIGSTOP)  # to all processes of the job, as the terminal does
        elif key == _ENTER:
            with self._lock:
                self._out.write("\n")
                self._draw()
        elif key == "w":
            if self._toggle is not None:
                self._toggle()
            else:
                self._complain()

    def _leave(self) -> None:
        self.close()
        with self._lock:
            self._shown = False
            self._out.write(cleared(self._size()[0]) + _SHOW_CURSOR)

    def _complain(self) -> None:
        with self._lock:
            self._error_until = time.monotonic() + _ERROR_LASTS
            self._draw()
        again = threading.Timer(_ERROR_LASTS + 1, self._draw_again)
        again.daemon = True
        again.start()

    def _draw_again(self) -> None:
        with self._lock:
            self._draw()
