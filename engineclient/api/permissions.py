"""Decides whether a request only reads, and whether rules like `GET /containers/**` allow it.

`refusal` is the rule for everything that is read-only: the proxy and the transports both use it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl, unquote

from engineclient.api.operations import Operation, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["RequestSummary", "Rule", "refusal", "unclear_path"]

_VERSION: Final = re.compile(r"v[0-9.]+")
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x20\x7f]")
_FALSE: Final = frozenset(("", "0", "no", "false", "none"))
_PLAIN: Final = re.compile(r"[\t\x20-\x7e]*")
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_TARGET: Final = re.compile(r"/[!-~]*")
_LONGEST_PATH: Final = 4096  # bytes; no valid path is longer
# Compared exactly; docker sends the latter for requests without a body
_TYPES: Final = frozenset(("", "application/json", "text/plain"))
_TAKE_A_BODY: Final = frozenset(("SystemAuth",))  # reads that have a body
_ONCE: Final = frozenset(("content-type", "content-length", "transfer-encoding", "host", "upgrade"))
_RULE: Final = re.compile(r"(\*|[A-Z]+(?:,[A-Z]+)*) +(/\S*)")

_Segments = tuple[str, ...]


class RequestSummary(NamedTuple):
    """The properties of a request that decide whether it is allowed.

    Attributes:
        method: the method, as sent; those of the API are in upper case.
        target: path and query, as sent.
        content_type: the Content-Type, as sent.

    """

    method: str
    target: str
    content_type: str = ""

    @property
    def path(self) -> str:
        """The path as sent, without the API version."""
        path = self.target.partition("?")[0]
        first, slash, rest = path[1:].partition("/")
        return f"/{rest}" if slash and _VERSION.fullmatch(first) else path

    def readings(self) -> list[_Segments]:
        """The decoded segments of the path without the version, in every way that an engine may split it.

        Docker decodes a path before splitting it, Podman splits first, which differs if a name contains %2F. The list is
        empty for a path with an empty segment, `.` or `..`, because that may address another route.
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
        """The operation that the request is for, if all engines interpret the path in the same way; otherwise None."""
        paths = ("".join(f"/{segment.replace('/', '%2F')}" for segment in each) for each in self.readings())
        found = {find(self.method, path) for path in paths}
        return found.pop() if len(found) == 1 else None

    @property
    def is_read(self) -> bool:
        """Whether the request is known to change nothing. That includes an attach without input, but no unknown operation.

        Docker also reads parameters from a form in the body, and Go's rules for recognizing the Content-Type of a form
        are lenient, so only a few exact types are accepted for a read.
        """
        operation = self.operation
        if operation is None or self.content_type not in _TYPES:
            return False
        return not operation.changes or bool(operation.unless and not self._has(operation.unless))

    def _has(self, parameter: str) -> bool:
        """Whether the query sets the boolean `parameter`."""
        query = parse_qsl(self.target.partition("?")[2], keep_blank_values=True)
        # White space is not stripped: docker may count it as a part of the value. Podman ignores the case of names.
        return any(name.casefold() == parameter and value.lower() not in _FALSE for name, value in query)

    @property
    def is_harmless(self) -> bool:
        """Whether it is a ping or a version request, without which most clients do not work."""
        operation = self.operation
        return operation is not None and operation.handshake


class Rule:
    """A rule that allows requests: `GET /containers/**`.

    `*` matches anything except a slash, `**` any number of segments. Several methods are written `GET,HEAD`, and `*` is
    any method. The path does not contain the API version.

    Raises:
        ValueError: the rule does not have this form.

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

    def allows(self, request: RequestSummary) -> bool:
        """Whether the rule allows the request, in every way that its path may be interpreted."""
        readings = request.readings()
        method_fits = "*" in self._methods or request.method in self._methods
        return method_fits and bool(readings) and all(self._fits(reading) for reading in readings)

    def _fits(self, segments: _Segments) -> bool:
        return _matches(self._segments, segments)


def refusal(
    method: str, target: str, headers: Iterable[tuple[str, str]], *, length: int | None
) -> str | None:
    """The reason why a request may be more than a read; None if it is known to be a read.

    Engines may interpret a request differently than we do. So a request is accepted only if there is one interpretation:
    its head is plain ASCII, headers that must be unique are, its length is that of its body, it has a body only if the
    operation takes one, and it upgrades the connection only for an attach. The caller must not forward what a client
    sends after the answer to such an attach: Podman attaches stdin even if the request does not mention it.

    Args:
        method: the HTTP method.
        target: path and query, as sent.
        headers: all headers that are sent; names in any case.
        length: the length of the body in bytes; None if it is not known beforehand (chunked).

    """
    headers = [(name.lower(), value) for name, value in headers]
    values = dict(headers)
    request = RequestSummary(method, target, values.get("content-type", ""))
    what = f"{method} {request.path}"
    if reason := unclear_path(request):
        return reason
    operation = request.operation
    if operation is None or (operation.changes and not operation.unless):
        return f"{what} may change something"
    if reason := _unclear(headers, values, length):
        return f"{what} might be interpreted in two ways: {reason}"
    if length != 0 and operation.id not in _TAKE_A_BODY:
        return f"{what} takes no body, and has one"
    if request.content_type not in _TYPES:
        return (
            f"{what} may change something: its Content-Type is {request.content_type!r}, not application/json"
        )
    if "upgrade" in values and not (operation.unless and values["upgrade"].lower() == operation.upgrade):
        return f"{what} may not change to another protocol: {values['upgrade']}"
    return None if request.is_read else f"{what} may change something: it attaches stdin"


def unclear_path(request: RequestSummary) -> str | None:
    """The reason why an engine may find another route than we do; None if it does not."""
    if not _TARGET.fullmatch(request.target):
        return f"{request.method} {request.target!a}: the path is not printable ASCII"
    if not request.readings():
        return f"{request.method} {request.path}: the path is not normalized, and might address another route"
    return None


def _unclear(headers: Sequence[tuple[str, str]], values: dict[str, str], length: int | None) -> str | None:
    """The reason why servers may interpret the head, or the end of the body, differently; None if they do not."""
    for name, value in headers:
        if not (_TOKEN.fullmatch(name) and _PLAIN.fullmatch(value)):
            return f"the header {name!a} is not plain ASCII"
    names = [name for name, _ in headers]
    if twice := next((name for name in names if name in _ONCE and names.count(name) > 1), None):
        return f"the header {twice} is there twice"
    if "transfer-encoding" in values and (length is not None or "content-length" in values):
        return "its length is given twice"
    if values.get("content-length", str(length or 0)) != str(length or 0):
        return "its Content-Length is not the length of its body"
    return None


def _matches(pattern: _Segments, segments: _Segments) -> bool:
    """Whether `segments` match the pattern of a rule, in which `**` is any number of segments.

    Both kinds of stars match as little as possible, and only the last star is ever extended, so the time is limited.
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
    """Whether `segment` matches `pattern`, in which `*` is anything."""
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
