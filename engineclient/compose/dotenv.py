"""Parse env files (`.env` and `env_file`) by docker compose's rules, which differ from those of `docker run --env-file`."""

from __future__ import annotations

import re
from typing import Final

from engineclient.compose.interpolate import InvalidTemplate, Lookup, Warn, substitute
from engineclient.golang.quoting import quote
from engineclient.golang.strconv import SPACES

_LINE_SPACES: Final = "\t\v\f\r \x85\xa0"
_EXPORT: Final = re.compile(r"export[\t\n\f\r ]+")
_ESCAPE: Final = re.compile(r'\\(?:[abcfnrtv$"\\]|0\d{0,3})')
_NAME_MARKS: Final = frozenset("_.-[]")


def parse(text: str, lookup: Lookup, warn: Warn, known: dict[str, str] | None = None) -> dict[str, str]:
    r"""Parse the text of a file.

    Values may contain variables. Their values come from `lookup` or else from earlier lines; a name without `=` takes its
    value from `lookup`.

        >>> parse('A=1\nB="${A}2" # comment\n', {}.get, print)
        {'A': '1', 'B': '12'}

    Args:
        text: the content of the file.
        lookup: returns the value of a variable, or None.
        warn: takes warnings about variables that are not set.
        known: the variables of earlier files, which the result contains too.

    Raises:
        ValueError: the text is malformed: `line 3: unterminated quoted value "x`.

    """
    return _Parser(text.removeprefix("\ufeff"), lookup, warn, dict(known or {})).variables()


class _Parser:
    def __init__(self, text: str, lookup: Lookup, warn: Warn, known: dict[str, str]) -> None:
        self.rest = text
        self.line = 1
        self.lookup = lookup
        self.warn = warn
        self.found = known

    def variables(self) -> dict[str, str]:
        while self._to_statement():
            name, inherited = self._name()
            if " " in name:
                raise ValueError(f"line {self.line}: key cannot contain a space")
            if not inherited:
                self.found[name] = self._value()
            elif (value := self.lookup(name)) is not None:
                self.found[name] = value
        return self.found

    def _to_statement(self) -> bool:
        """Skip blank lines and comments, and return whether anything follows."""
        while True:
            stripped = self.rest.lstrip(SPACES)
            self.line += self.rest.count("\n", 0, len(self.rest) - len(stripped))
            self.rest = stripped
            if not stripped.startswith("#"):
                return bool(stripped)
            _, newline, after = stripped.partition("\n")
            self.rest = newline + after

    def _name(self) -> tuple[str, bool]:
        """Read a name, and return it with whether it stands alone on its line.

        As in docker compose, a name alone on a last line that has no line break is read as a value without a name.
        """
        if _EXPORT.match(self.rest):
            self.rest = self.rest.removeprefix("export").lstrip(_LINE_SPACES)
        name, end, inherited = "", 0, False
        for index, character in enumerate(self.rest):
            if character in "=:\n":
                name, end, inherited = self.rest[:index], index + 1, character == "\n"
                break
            if character in _LINE_SPACES or character in _NAME_MARKS or _is_word(character):
                continue
            line = self.rest.partition("\n")[0]
            raise ValueError(
                f"line {self.line}: unexpected character {quote(character)} in variable name {quote(line)}"
            )
        if not self.rest:
            raise ValueError("zero length string")
        if inherited and " " not in name:
            self.line += 1
        self.rest = self.rest[end:].lstrip(_LINE_SPACES)
        return name.rstrip(SPACES), inherited

    def _value(self) -> str:
        mark = self.rest[:1]
        if mark not in ("'", '"') or not mark:
            value, _, self.rest = self.rest.partition("\n")
            self.line += 1
            return self._expanded(value.partition(" #")[0].rstrip(SPACES))
        content, rest = self._quoted(mark)
        self.rest = rest
        return self._expanded(_ESCAPE.sub(_unescaped, content)) if mark == '"' else content

    def _quoted(self, mark: str) -> tuple[str, str]:
        """The text up to the closing quote `mark`, and the text after it."""
        content: list[str] = []
        escaped = False
        for index, character in enumerate(self.rest[1:], 1):
            if character == "\n":
                self.line += 1
            if character == mark and not escaped:
                return "".join(content), self.rest[index + 1 :]
            if character == "\\" and not escaped:
                escaped = True
                continue
            if escaped and character != mark:
                content.append("\\")
            escaped = False
            content.append(character)
        first = self.rest.partition("\n")[0]
        raise ValueError(f"line {self.line}: unterminated quoted value {first}")

    def _expanded(self, value: str) -> str:
        def look(name: str) -> str | None:
            found = self.lookup(name)
            return self.found.get(name) if found is None else found

        try:
            return substitute(value, look, self.warn)
        except InvalidTemplate as error:
            raise ValueError(f"Invalid template: {quote(str(error))}") from None


def _is_word(character: str) -> bool:
    return character.isalpha() or character.isnumeric()


def _unescaped(found: re.Match[str]) -> str:
    escape = found[0]
    if escape == r"\$":
        return "$$"  # which `substitute` replaces by one dollar
    if escape.startswith(r"\0"):
        digits = escape[2:]
        return chr(int(digits, 8)) if len(digits) == 3 and int(digits, 8) < 256 else escape
    return _SINGLE.get(escape[1], escape)


_SINGLE: Final = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    '"': '"',
    "\\": "\\",
}
