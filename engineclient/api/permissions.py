"""What a request may do: whether it is a mere read, and whether rules like `GET /containers/**` allow it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote

from engineclient.api.operations import Operation, find

__all__ = ["Asked", "Rule"]

_VERSION: Final = re.compile(r"v[0-9.]+")
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x20\x7f]")
_FALSE: Final = frozenset(("", "0", "no", "false", "none"))
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/")
_RULE: Final = re.compile(r"(\*|[A-Z]+(?:,[A-Z]+)*) +(/\S*)")

_Segments = tuple[str, ...]


class Asked(NamedTuple):
    """What decides whether a request is let through.

    Attributes:
        method: as sent; the API's are in upper case.
        target: path and query, as sent.
        content_type: of its body.

    """

    method: str
    target: str
    content_type: str = ""

    @property
    def path(self) -> str:
        """The path as sent, behind the version."""
        path = self.target.partition("?")[0]
        first, slash, rest = path[1:].partition("/")
        return f"/{rest}" if slash and _VERSION.fullmatch(first) else path

    def readings(self) -> list[_Segments]:
        """The segments of the path behind the version, decoded, in every way that an engine may cut it.

        Docker decodes a path and cuts it then, Podman the other way round: they differ where a name has %2F in it.
        None is given for a path that is not in its plain form: with an empty segment, `.` or `..`, it may lead
        elsewhere than it says.
        """
        path = self.target.partition("?")[0]
        if path[:1] != "/" or _BAD_ESCAPE.search(path):
            return []
        docker = _unversioned(unquote(path, "latin-1").split("/")[1:])
        podman = _unversioned([unquote(segment, "latin-1") for segment in path.split("/")[1:]])
        if not docker or any(_is_odd(segment) for segment in docker):
            return []
        return list(dict.fromkeys((docker, podman)))

    @property
    def operation(self) -> Operation | None:
        """The operation that it is, if all engines read it as the same one."""
        paths = ("".join(f"/{segment.replace('/', '%2F')}" for segment in each) for each in self.readings())
        found = {find(self.method, path) for path in paths}
        return found.pop() if len(found) == 1 else None

    @property
    def is_read(self) -> bool:
        """It is known to change nothing. An attach that sends no input does not, an operation unknown to the API may.

        Docker takes parameters from a form in the body, too, so one is no mere read.
        """
        operation = self.operation
        if operation is None or self.content_type.strip().lower().startswith(_FORMS):
            return False
        return not operation.changes or bool(operation.unless and not self._has(operation.unless))

    def _has(self, parameter: str) -> bool:
        """The query sets the boolean `parameter`."""
        query = parse_qsl(self.target.partition("?")[2], keep_blank_values=True)
        # No white space is cut off: what Python takes for that, docker may take for a value. Podman folds names.
        return any(name.casefold() == parameter and value.lower() not in _FALSE for name, value in query)

    @property
    def is_harmless(self) -> bool:
        """It asks whether the engine is there and which version it has, without which most clients cannot begin."""
        operation = self.operation
        return operation is not None and operation.handshake


class Rule:
    """One rule of what is allowed: `GET /containers/**`.

    `*` stands for anything but a slash, `**` for any number of segments. Several methods are written `GET,HEAD`, and
    `*` is any. The version in front of a path is left out.

    Raises:
        ValueError: it is not of that form.

    """

    def __init__(self, text: str) -> None:
        parts = _RULE.fullmatch(text)
        if parts is None:
            raise ValueError(f'invalid rule "{text}": it must be METHOD /PATH, such as "GET /containers/**"')
        self.text = text
        self._methods = frozenset(parts[1].split(","))
        self._segments = tuple(parts[2].split("/")[1:])

    def __str__(self) -> str:
        return self.text

    def allows(self, asked: Asked) -> bool:
        """The rule allows it, in whatever way its path is read."""
        readings = asked.readings()
        method_fits = "*" in self._methods or asked.method in self._methods
        return method_fits and bool(readings) and all(self._fits(reading) for reading in readings)

    def _fits(self, segments: _Segments) -> bool:
        return self._pattern.fullmatch("\n".join(("", *segments))) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """A pattern for segments that are joined by newlines, for a decoded one may hold a slash but no newline."""
        return re.compile("".join(_of_segment(segment) for segment in self._segments))


def _of_segment(segment: str) -> str:
    if segment == "**":
        return r"(?:\n[^\n]*)*"
    return r"\n" + "[^\n]*".join(map(re.escape, segment.split("*")))


def _unversioned(segments: list[str]) -> _Segments:
    return tuple(segments[1:] if _VERSION.fullmatch(segments[0]) else segments)


def _is_odd(segment: str) -> bool:
    return segment in ("", ".", "..") or bool(_UNPRINTABLE.search(segment))
