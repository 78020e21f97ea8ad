"""Raw mode: every key goes to the container as it is typed, and the container's terminal does the echo."""

from __future__ import annotations

import os
import termios
from typing import Any

_IFLAG, _OFLAG, _CFLAG, _LFLAG, _CC = 0, 1, 2, 3, 6


class RawMode:
    """Puts a terminal into raw mode, and restores it.

    Args:
        descriptor: of the terminal.
        output: also turn off the processing of output; otherwise a line feed still returns to the first column, which
            programs that print whole lines rely on.

    """

    def __init__(self, descriptor: int, *, output: bool = True) -> None:
        self._descriptor = descriptor
        self._output = output
        self._before: list[Any] | None = None

    def enter(self) -> None:
        """Enter raw mode, if this is a terminal. Keys typed before are kept."""
        if self._before is not None or not os.isatty(self._descriptor):
            return
        before = termios.tcgetattr(self._descriptor)
        made = raw(before)
        if not self._output:
            made[_OFLAG] = before[_OFLAG]
        termios.tcsetattr(self._descriptor, termios.TCSANOW, made)
        self._before = before

    def leave(self) -> None:
        """Restore the terminal; does nothing if that is done already."""
        before, self._before = self._before, None
        if before is not None:
            try:
                termios.tcsetattr(self._descriptor, termios.TCSANOW, before)
            except termios.error:
                pass  # the terminal was closed


def raw(attributes: list[Any]) -> list[Any]:
    """The attributes of the same terminal in raw mode, as termios(3) has it under cfmakeraw."""
    made = [*attributes]
    made[_IFLAG] &= ~(
        termios.IGNBRK
        | termios.BRKINT
        | termios.PARMRK
        | termios.ISTRIP
        | termios.INLCR
        | termios.IGNCR
        | termios.ICRNL
        | termios.IXON
    )
    made[_OFLAG] &= ~termios.OPOST
    made[_LFLAG] &= ~(termios.ECHO | termios.ECHONL | termios.ICANON | termios.ISIG | termios.IEXTEN)
    made[_CFLAG] = made[_CFLAG] & ~(termios.CSIZE | termios.PARENB) | termios.CS8
    made[_CC] = [*attributes[_CC]]
    made[_CC][termios.VMIN], made[_CC][termios.VTIME] = b"\x01", b"\x00"
    return made
