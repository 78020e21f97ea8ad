""".dockerignore: decides which paths of a build context are left out. No I/O.

The rules are those of moby/patternmatcher, source: https://docs.docker.com/build/concepts/context/#syntax. They differ
from git's: patterns are anchored at the root of the context, the last pattern that matches decides, and a pattern that
matches a directory matches everything in it. Paths are relative to the context, with slashes, and clean.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from engineclient.archive.paths import cleaned
from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable

# The white space of Go's unicode.IsSpace, which differs from that of Python's str.strip
_SPACE: Final = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_LITERAL: Final = frozenset(".+()$")
"""Characters that are special in a regular expression but literal in a pattern.

`|`, `{` and `}` are missing, as in moby by an oversight: in a pattern with a wildcard they have the meaning that they
have in a regular expression.
"""
_UNUSUAL: Final = frozenset("|{}[]^\\")
_MOST_LINE: Final = 64 * 1024  # bytes: the longest line that Go's bufio.Scanner accepts

# Go's filepath.Match accepts patterns that are a sequence of these; a class has at least one range
_CLASS_CHARACTER: Final = r"(?:\\.|[^\\\-\]])"
_SYNTAX: Final = re.compile(
    rf"(?:\\.|\[\^?(?:{_CLASS_CHARACTER}(?:-{_CLASS_CHARACTER})?)+\]|[^\\\[])*", re.DOTALL
)


class BadPattern(EngineError):
    """A pattern is malformed; the message is docker's."""


def read_patterns(content: bytes) -> list[str]:
    """The patterns in a .dockerignore file, each normalized; exceptions keep their `!`.

    Raises:
        BadPattern: a line is too long.

    """
    patterns: list[str] = []
    for line in content.removeprefix(_BYTE_ORDER_MARK).split(b"\n"):
        if len(line) >= _MOST_LINE:
            raise BadPattern("bufio.Scanner: token too long")
        if line.startswith(b"#"):
            continue
        pattern = line.decode("utf-8", "surrogateescape").removesuffix("\r").strip(_SPACE)
        if not pattern:
            continue
        exception = pattern.startswith("!")
        if exception:
            pattern = pattern[1:].strip(_SPACE)
        if pattern:
            pattern = cleaned(pattern)
            if len(pattern) > 1:
                pattern = pattern.removeprefix("/")
        patterns.append(f"!{pattern}" if exception else pattern)
    return patterns


class Pattern:
    """One pattern.

    Attributes:
        text: the pattern without the `!` of an exception.
        exception: whether paths that match are kept rather than left out.

    """

    def __init__(self, text: str, *, exception: bool) -> None:
        if _SYNTAX.fullmatch(text) is None:
            raise BadPattern("syntax error in pattern")
        self.text = text
        self.exception = exception

    def matches(self, path: str) -> bool:
        """Whether the pattern matches the path itself, regardless of its parents."""
        kind, regexp = self._compiled
        match kind:
            case "exact":
                return path == self.text
            case "prefix":
                return path.startswith(self.text.removesuffix("**"))
            case "suffix":
                suffix = self.text.removeprefix("**")
                return path.endswith(suffix) or (suffix.startswith("/") and path == suffix[1:])
            case _:
                return regexp.search(path) is not None

    @cached_property
    def _compiled(self) -> tuple[str, re.Pattern[str]]:
        """The way to compare a path, and the regular expression if that is the way."""
        pieces: list[str] = []
        kind, text, at = "exact", self.text, 0
        star = -1  # the index in `pieces` of the last `*`, if only literals have followed it
        while at < len(text):
            first, char = at == 0, text[at]
            at += 1
            if char == "*" and text[at : at + 1] == "*":
                star = -1
                at += 1
                if text[at : at + 1] == "/":
                    at += 1  # `**/` is the same as `**`
                if at < len(text):
                    pieces.append("(?:.*/)?")
                    kind = "regexp"
                elif kind == "exact":
                    kind = "prefix"
                else:
                    pieces.append(".*")
                    kind = "regexp"
                if first:
                    kind = "suffix"
            elif char == "*":
                if star >= 0 and _UNUSUAL.isdisjoint(text):
                    # The first place where the literals match is as good as any later one, so no backtracking.
                    pieces[star:] = [f"(?>[^/]*?{''.join(pieces[star + 1 :])})"]
                star = len(pieces)
                pieces.append("[^/]*")
                kind = "regexp"
            elif char == "\\" and at < len(text):
                pieces.append(char + text[at])
                kind = "regexp"
                at += 1
            elif char in _LITERAL:
                pieces.append(f"\\{char}")
            else:
                pieces.append("[^/]" if char == "?" else char)
                if char in "?[]":
                    kind = "regexp"
        try:
            return kind, re.compile(_as_python("".join(pieces)) if kind == "regexp" else "", re.ASCII)
        except (re.error, OverflowError):
            raise BadPattern("syntax error in pattern") from None


def _as_python(source: str) -> str:
    """The Python equivalent of a Go regular expression."""
    made, in_class, at = "", False, 0
    while at < len(source):
        char = source[at]
        at += 1
        if char == "\\":
            escaped = source[at]
            at += 1
            if escaped.isalnum() and escaped not in "dDwWsSbBafnrtv":
                raise re.error("the escape is unknown to Go, or of no use for file names")
            made += char + escaped
        elif (in_class and char in "[&~|") or (char == "{" and source[at : at + 1] == ","):
            made += f"\\{char}"  # special in Python only
        else:
            made += char
            in_class = char == "[" or (in_class and char != "]")
    return rf"^{made}\Z"


Held = tuple[bool, ...]
"""For each pattern: whether it matches a directory or one of its parents."""


class Ignore:
    """A list of patterns; the last one that matches a path decides.

    Args:
        patterns: as `read_patterns` returns them.

    Raises:
        BadPattern: one of them is malformed.

    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns: list[Pattern] = []
        for pattern in patterns:
            text = pattern.strip(_SPACE)
            if not text:
                continue
            text = cleaned(text)
            if text == "!":
                raise BadPattern('illegal exclusion pattern: "!"')
            self.patterns.append(Pattern(text.removeprefix("!"), exception=text.startswith("!")))
        self.has_exceptions: bool = any(pattern.exception for pattern in self.patterns)

    def matches(self, path: str) -> bool:
        """Whether a path is left out, by itself or with one of its parents."""
        names = [path[:at] for at, char in enumerate(path) if char == "/"] + [path]
        ignored = False
        for pattern in self.patterns:
            if pattern.exception == ignored and any(map(pattern.matches, names)):
                ignored = not pattern.exception
        return ignored

    def matches_below(self, path: str, held: Held) -> tuple[bool, Held]:
        """Whether a path is left out, and the state to pass for the paths in it.

        Args:
            path: the path.
            held: the state returned for the directory that contains it; () at the root.

        """
        ignored = False
        found: list[bool] = []
        for number, pattern in enumerate(self.patterns):
            match = bool(held) and held[number]
            if not match and pattern.exception == ignored:  # only these can change the result
                match = pattern.matches(path)
            found.append(match)
            if match:
                ignored = not pattern.exception
        return ignored, tuple(found)

    def may_keep_below(self, directory: str) -> bool:
        """Whether the text of an exception begins with this directory. The classic builder enters no other directories.

        So `*` and `!**/*.py` find nothing in directories (https://github.com/moby/moby/issues/30018).
        """
        return any(
            pattern.exception and f"{pattern.text}/".startswith(f"{directory}/") for pattern in self.patterns
        )
