"""Parses URLs as Go's net/url does: what docker refuses is refused with the same message."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from engineclient.golang.quoting import quote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PORT = re.compile(r"(?::[0-9]*)?")
_USER = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)
_PLAIN_IN_HOST: Final = frozenset("!$&'()*+,;=:[]<>\"-_.~")


class URL(NamedTuple):
    """The parts of a URL, decoded; `user` and `password` are None if missing."""

    scheme: str
    user: str | None
    password: str | None
    host: str
    path: str
    query: str
    fragment: str

    @property
    def hostname(self) -> str:
        """The host without its port and without the brackets of an IPv6 address."""
        host = self.host if self.host.endswith("]") else _without_port(self.host)
        return host[1:-1] if host.startswith("[") and host.endswith("]") else host

    @property
    def port(self) -> str:
        """The port as written, "" if there is none."""
        return self.host[len(_without_port(self.host)) :].removeprefix(":")


def parse_url(text: str) -> URL:
    """Parse a URL.

    Raises:
        ValueError: it is not a URL; the message is Go's.
    """
    try:
        return _parse(text)
    except ValueError as error:
        raise ValueError(f"parse {quote(text)}: {error}") from None


def _parse(text: str) -> URL:
    if _CONTROL.search(text):
        raise ValueError("net/url: invalid control character in URL")
    rest, _, fragment = text.partition("#")
    if rest.startswith(":"):
        raise ValueError("missing protocol scheme")
    scheme = (found[0] if (found := _SCHEME.match(rest)) else "")[:-1].lower()
    rest = rest[len(scheme) + 1 :] if scheme else rest
    rest, _, query = rest.partition("?")
    if not scheme and not rest.startswith("/") and ":" in rest.partition("/")[0]:
        raise ValueError("first path segment in URL cannot contain colon")
    user = password = None
    host = ""
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, slash, path = rest[2:].partition("/")
        rest = slash + path
        before, at, host = authority.rpartition("@")
        host = _host(host)
        if at:
            user, password = _userinfo(before)
    return URL(scheme, user, password, host, _unescaped(rest), query, _unescaped(fragment))


def _userinfo(text: str) -> tuple[str, str | None]:
    if not _USER.fullmatch(text):
        raise ValueError("net/url: invalid userinfo")
    user, colon, password = text.partition(":")
    return _unescaped(user), _unescaped(password) if colon else None


def _host(text: str) -> str:
    if text.startswith("["):
        end = text.rfind("]")
        if end < 0:
            raise ValueError("missing ']' in host")
        _check_port(text[end + 1 :])
        zone = text.find("%25", 0, end)
        if zone >= 0:  # the name of a network interface follows, which may contain any character
            return _host_part(text[:zone]) + _unescaped(text[zone:end]) + _host_part(text[end:])
    elif ":" in text:
        _check_port(text[text.rfind(":") :])
    return _host_part(text)


def _host_part(text: str) -> str:
    decoded = _unescaped(text)
    for found in re.finditer(r"%[0-7].", text):  # ASCII characters must not be escaped
        if found[0] != "%25":
            raise ValueError(f"invalid URL escape {quote(found[0])}")
    for character in re.sub("%..", "", text):
        if character.isascii() and not character.isalnum() and character not in _PLAIN_IN_HOST:
            raise ValueError(f"invalid character {quote(character)} in host name")
    return decoded


def _check_port(text: str) -> None:
    if not _PORT.fullmatch(text):
        raise ValueError(f"invalid port {quote(text)} after host")


def _unescaped(text: str) -> str:
    if bad := _BAD_ESCAPE.search(text):
        raise ValueError(f"invalid URL escape {quote(bad[0])}")
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text, errors="surrogateescape")


def _without_port(host: str) -> str:
    before, colon, after = host.rpartition(":")
    return before if colon and "]" not in after else host
