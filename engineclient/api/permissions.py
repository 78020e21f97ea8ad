"""What a request may do: whether it is a mere read, and whether rules like `GET /containers/**` allow it.

`refusal` is the one rule of everything read-only: the proxy and the library's transports both ask it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl, unquote

from engineclient.api.operations import Operation, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Asked", "Rule", "refusal"]

_VERSION: Final = re.compile(r"v[0-9.]+")
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x20\x7f]")
_FALSE: Final = frozenset(("", "0", "no", "false", "none"))
_PLAIN: Final = re.compile(r"[\t\x20-\x7e]*")
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_TARGET: Final = re.compile(r"/[!-~]*")
_LONGEST_PATH: Final = 4096  # no name of anything is longer
_TYPES: Final = frozenset(
    ("", "application/json", "text/plain")
)  # byte for byte; docker sends the latter without a body
_TAKE_A_BODY: Final = frozenset(("SystemAuth",))  # of the reads
_ONCE: Final = frozenset(("content-type", "content-length", "transfer-encoding", "host", "upgrade"))
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
        if path[:1] != "/" or len(path) > _LONGEST_PATH or _BAD_ESCAPE.search(path):
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

        Docker takes parameters from a form in the body, too, and what it takes for the name of a form is for Go to
        decide (it trims and folds as Unicode does): so only a few plain types of content are those of a read.
        """
        operation = self.operation
        if operation is None or self.content_type not in _TYPES:
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
        return _matches(self._segments, segments)


def refusal(
    method: str, target: str, headers: Iterable[tuple[str, str]], *, length: int | None
) -> str | None:
    """Why a request is not known to be a mere read; None if it is one.

    Engines differ in how they read a request, and from how we do: so what is let through is not what looks harmless,
    but what can be read in one way only. It has plain ASCII in its head, no header twice that must be there once, a
    length that is the length of its body, a body only where the operation takes one, and no change of protocol but
    that of an attach. What a client sends behind the answer to such an attach must not be sent on either: Podman takes
    an attach that does not mention stdin for one with it.

    Args:
        method: the HTTP method.
        target: path and query, as sent.
        headers: names in any case, and values, all that are sent.
        length: the bytes of the body; None if that is not known beforehand (chunked).

    """
    headers = [(name.lower(), value) for name, value in headers]
    values = dict(headers)
    asked = Asked(method, target, values.get("content-type", ""))
    what = f"{method} {asked.path}"
    if not _TARGET.fullmatch(target):
        return f"{method} {target!a}: the path is not printable ASCII"
    if not asked.readings():
        return f"{what}: the path is not in its plain form, and might lead elsewhere than it says"
    operation = asked.operation
    if operation is None or (operation.changes and not operation.unless):
        return f"{what} may change something"
    if reason := _unclear(headers, values, length):
        return f"{what} might be read in two ways: {reason}"
    if length != 0 and operation.id not in _TAKE_A_BODY:
        return f"{what} takes no body, and has one"
    if asked.content_type not in _TYPES:
        return (
            f"{what} may change something: its Content-Type is {asked.content_type!r}, not application/json"
        )
    if "upgrade" in values and not (operation.unless and values["upgrade"].lower() == operation.upgrade):
        return f"{what} may not change to another protocol: {values['upgrade']}"
    return None if asked.is_read else f"{what} may change something: it attaches stdin"


def _unclear(headers: Sequence[tuple[str, str]], values: dict[str, str], length: int | None) -> str | None:
    """Why servers might differ in what they make of a head, or of the end of its body."""
    for name, value in headers:
        if not (_TOKEN.fullmatch(name) and _PLAIN.fullmatch(value)):
            return f"the header {name!a} is not plain ASCII"
    names = [name for name, _ in headers]
    if twice := next((name for name in names if name in _ONCE and names.count(name) > 1), None):
        return f"the header {twice} is there twice"
    if "transfer-encoding" in values and (length is not None or "content-length" in values):
        return "its length is told twice"
    if values.get("content-length", str(length or 0)) != str(length or 0):
        return "its Content-Length is not the length of its body"
    return None


def _matches(pattern: _Segments, segments: _Segments) -> bool:
    """`segments` are those of a rule, of which `**` stands for any number.

    Both kinds of stars are matched as early as possible, and only the last one is ever moved on: no path takes long.
    """
    place, star, resumed = 0, -1, 0
    at = 0
    while at < len(segments):
        if place < len(pattern) and pattern[place] == "**":
            star, resumed = place, at
            place += 1
        elif place < len(pattern) and _segment_matches(pattern[place], segments[at]):
            place, at = place + 1, at + 1
        elif star >= 0:
            resumed += 1
            place, at = star + 1, resumed
        else:
            return False
    return all(part == "**" for part in pattern[place:])


def _segment_matches(pattern: str, segment: str) -> bool:
    """`*` in `pattern` stands for anything."""
    first, *others = pattern.split("*")
    if not others:
        return pattern == segment
    *middle, last = others
    if not segment.startswith(first) or not segment.endswith(last):
        return False
    place, end = len(first), len(segment) - len(last)
    for part in middle:
        found = segment.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return place <= end


def _unversioned(segments: list[str]) -> _Segments:
    return tuple(segments[1:] if _VERSION.fullmatch(segments[0]) else segments)


def _is_odd(segment: str) -> bool:
    return segment in ("", ".", "..") or bool(_UNPRINTABLE.search(segment))
