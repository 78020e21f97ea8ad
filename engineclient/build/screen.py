"""Emulates a few lines of a terminal, for the output of a step. Pure."""

from __future__ import annotations

import codecs
import re
from typing import Final

_TAB: Final = 8
_CONTROL: Final = re.compile(r"\x1b\[([0-9;?]*)([@-~])|\x1b[^\[]|\x1b")
_UNFINISHED: Final = re.compile(r"\x1b(\[[0-9;?]{0,32})?\Z")


class Screen:
    """The last lines of output; it scrolls, and interprets the control characters that progress bars use.

    Args:
        height: lines.
        width: characters of a line; a longer line is wrapped.

    """

    def __init__(self, height: int, width: int) -> None:
        self.height = height
        self.width: int = max(1, width)
        self._lines: list[list[str]] = [[]]
        self._column = 0
        self._feeding = False  # the last character was a line break
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._left = ""

    @property
    def lines(self) -> list[str]:
        """The lines that are not blank, each as wide as the screen."""
        texts = ("".join(line) for line in self._lines)
        return [text.ljust(self.width) for text in texts if text.strip()]

    @property
    def used(self) -> int:
        """The number of lines in use."""
        return len(self._lines)

    def resize(self, width: int) -> None:
        """Change the width, cutting longer lines."""
        self.width = max(1, width)
        for line in self._lines:
            del line[self.width :]
        self._column = min(self._column, self.width)

    def write(self, data: bytes) -> None:
        """Print output."""
        text = self._left + self._decode(data)
        self._left = ""
        if unfinished := _UNFINISHED.search(text):
            self._left = text[unfinished.start() :]
            text = text[: unfinished.start()]
        at = 0
        for control in _CONTROL.finditer(text):
            self._print(text[at : control.start()])
            self._control(control[1] or "", control[2] or "")
            at = control.end()
        self._print(text[at:])

    def _print(self, text: str) -> None:
        for char in text:
            match char:
                case "\n":
                    self._feed()
                    self._feeding = True
                case "\r":
                    self._column = 0
                case "\b":
                    self._column = max(0, self._column - 1)
                case "\t":
                    self._column = min(self.width - 1, (self._column // _TAB + 1) * _TAB)
                case _ if char >= " ":
                    self._put(char)
                case _:
                    pass

    def _put(self, char: str) -> None:
        if self._feeding:
            self._scroll()
        elif self._column >= self.width:
            self._scroll()
            self._column = 0
        line = self._lines[-1]
        line.extend(" " * (self._column - len(line)))
        line[self._column : self._column + 1] = char
        self._column += 1

    def _feed(self) -> None:
        if self._feeding:
            self._scroll()
        self._column = 0

    def _scroll(self) -> None:
        self._lines.append([])
        del self._lines[: -self.height]
        self._feeding = False

    def _control(self, argument: str, kind: str) -> None:
        line = self._lines[-1]
        match kind:
            case "K" if argument in ("", "0"):
                del line[self._column :]
            case "K" if argument == "1":
                line[: self._column] = " " * min(self._column, len(line))
            case "K":
                line.clear()
            case "G" | "C" | "D" if argument.isdigit() or not argument:
                count = min(int(argument[:6] or "1"), self.width)
                base = {"G": count - 1, "C": self._column + count, "D": self._column - count}[kind]
                self._column = max(0, min(base, self.width - 1))
            case _:
                pass  # colours, and other sequences that are ignored
