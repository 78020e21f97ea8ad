"""Compacts JSON text without changing its numbers and strings; errors are those of Go's encoding/json."""

from __future__ import annotations

import re
from typing import Final

from engineclient.golang.quoting import quote

_BLANKS = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*+')
_NUMBER = re.compile(r"-?(?P<whole>0|[1-9][0-9]*)?(?P<fraction>\.[0-9]*)?(?P<exponent>[eE][+-]?[0-9]*)?")
_LITERALS: Final = {"t": "true", "f": "false", "n": "null"}
_CLOSING: Final = {"{": "}", "[": "]"}
_AFTER: Final = {"{": "after object key:value pair", "[": "after array element"}


def check_and_compact(content: bytes) -> str:
    """The JSON without white space between tokens. Raises ValueError with Go's message if it is not JSON."""
    # Go's scanner reads single bytes, and after the last one tries a space
    scanner = _Scanner(content.decode("latin-1") + " ")
    scanner.document()
    return "".join(scanner.tokens).encode("latin-1").decode(errors="replace")


class _Scanner:
    """Splits a text into JSON tokens, or raises the error that Go would."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.tokens: list[str] = []

    def document(self) -> None:
        """Read one value, and check that nothing follows."""
        opened: list[str] = []
        self.value(opened)
        while opened:
            mark = self.mark()
            if mark == _CLOSING[opened[-1]]:
                self.take(1)
                opened.pop()
            elif mark == ",":
                self.take(1)
                if opened[-1] == "{":
                    self.key()
                self.value(opened)
            else:
                raise self.error(_AFTER[opened[-1]])
        self.place = self.after_blanks()
        if self.place < len(self.text):
            raise self.error("after top-level value")

    def value(self, opened: list[str]) -> None:
        """Read a value; of a list or object that is not empty, only up to the end of its first plain value."""
        mark = self.mark()
        while mark in _CLOSING:
            self.take(1)
            opened.append(mark)
            if self.mark() == _CLOSING[mark]:
                self.take(1)
                opened.pop()
                return
            if mark == "{":
                self.key()
            mark = self.mark()
        if mark == '"':
            self.string()
        elif mark in _LITERALS:
            self.literal(_LITERALS[mark])
        elif mark in "-0123456789":
            self.number()
        else:
            raise self.error("looking for beginning of value")

    def key(self) -> None:
        """Read the key of an object, and its colon."""
        if self.mark() != '"':
            raise self.error("looking for beginning of object key string")
        self.string()
        if self.mark() != ":":
            raise self.error("after object key")
        self.take(1)

    def string(self) -> None:
        """Read a string; the pattern stops at the closing quote, or at the first error."""
        end = self.match(_STRING).end()
        if self.text[end : end + 1] == '"':
            self.take(end + 1 - self.place)
            return
        if self.text[end : end + 1] != "\\":
            raise self.error("in string literal", end)
        if self.text[end + 1 : end + 2] != "u":
            raise self.error("in string escape code", end + 1)
        digits = re.compile("[0-9a-fA-F]*").match(self.text, end + 2)
        raise self.error(r"in \u hexadecimal character escape", digits.end() if digits else end + 2)

    def number(self) -> None:
        """Read a number; the pattern also matches an incomplete one."""
        found = self.match(_NUMBER)
        if not found["whole"]:
            raise self.error("in numeric literal", self.place + 1)
        if found["fraction"] == ".":
            raise self.error("after decimal point in numeric literal", found.end("fraction"))
        if found["exponent"] and not found["exponent"][-1].isdigit():
            raise self.error("in exponent of numeric literal", found.end("exponent"))
        self.take(found.end() - self.place)

    def literal(self, name: str) -> None:
        """Read `true`, `false` or `null`."""
        for place, expected in enumerate(name, self.place):
            if self.text[place : place + 1] != expected:
                raise self.error(f"in literal {name} (expecting '{expected}')", place)
        self.take(len(name))

    def mark(self) -> str:
        """The first character of the next token. Raises ValueError if there is none."""
        self.place = self.after_blanks()
        if self.place == len(self.text):
            raise self.error("")
        return self.text[self.place]

    def after_blanks(self) -> int:
        return self.match(_BLANKS).end()

    def match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.text, self.place)
        assert found, "each pattern takes what mark() has seen, or nothing"
        return found

    def take(self, length: int) -> None:
        self.tokens.append(self.text[self.place : self.place + length])
        self.place += length

    def error(self, doing: str, place: int | None = None) -> ValueError:
        character = self.text[self.place if place is None else place :][:1]
        if not character:
            return ValueError("unexpected end of JSON input")
        shown = {'"': '"', "'": r"\'"}.get(character) or quote(character)[1:-1]
        return ValueError(f"invalid character '{shown}' {doing}")
