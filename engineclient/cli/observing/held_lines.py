"""Lines about a command beside its own output, held back while a container owns the terminal."""

from __future__ import annotations

import os
import termios
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engineclient.cli.output import Output

_LOCAL_FLAGS: Final = 3  # the index of the local flags, such as ICANON, in what tcgetattr returns


class HeldLines:
    """Writes lines to one of our streams; holds them back while its terminal is raw: then a container owns it.

    Attributes:
        coloured: whether the lines may be coloured.

    """

    def __init__(self, out: Output) -> None:
        self.coloured: bool = out.is_coloured()
        self._out = out
        self._held: list[str] = []
        self._terminal = out.is_terminal()

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        try:
            return os.get_terminal_size(self._out.fileno()).columns
        except OSError:
            return 100

    def write(self, line: str) -> None:
        """Write `line`, or hold it back."""
        self._held.append(line)
        if not self._is_raw():
            self.flush()

    def flush(self) -> None:
        """Write what was held back."""
        held, self._held = self._held, []
        for line in held:
            self._out.line(line)

    def _is_raw(self) -> bool:
        if not self._terminal:
            return False
        try:
            flags: int = termios.tcgetattr(self._out.fileno())[_LOCAL_FLAGS]
        except (OSError, termios.error):
            return False
        return not flags & termios.ICANON
