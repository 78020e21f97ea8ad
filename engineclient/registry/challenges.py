"""Challenges: the WWW-Authenticate headers with which a registry demands a token or a password."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

_PARAMETER: Final = re.compile(r'([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')


class Challenge(NamedTuple):
    """One demand: `bearer` with `realm`, `service` and perhaps `error`, or `basic`."""

    scheme: str
    parameters: Mapping[str, str]


def challenges(headers: Iterable[str]) -> list[Challenge]:
    """The challenges in the WWW-Authenticate headers of an answer, one for each header."""
    found: list[Challenge] = []
    for header in headers:
        scheme, _, rest = header.strip().partition(" ")
        parameters = {
            name.lower(): re.sub(r"\\(.)", r"\1", quoted) or plain
            for name, quoted, plain in _PARAMETER.findall(rest)
        }
        found.append(Challenge(scheme.lower(), parameters))
    return found


def demanded(found: Sequence[Challenge], scheme: str) -> Challenge | None:
    """The first challenge of a scheme, None if there is none."""
    return next((each for each in found if each.scheme == scheme), None)


def scope(repository: str, *, push: bool = False) -> str:
    """The scope of a token: to pull from a repository, or to pull and push."""
    return f"repository:{repository}:pull{',push' if push else ''}"
