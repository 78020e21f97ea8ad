"""JSON and text in a line: what says something, short, and safe to print."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from engineclient.golang.quoting import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["brief_path", "fields", "pick", "plain", "quoted", "short"]

_ID: Final = re.compile(
    r"\b(?:sha256:)?([0-9a-f]{12})[0-9a-f]{52}\b|\b(?=[0-9a-z]*[0-9])([0-9a-z]{12})[0-9a-z]{13}\b"
)
_LONGEST: Final = 60

# What the docker client always sends in the body of a create, and what says nothing: the engine would take the same.
_DEFAULTS: Final[dict[str, Any]] = {
    "AttachStdout": True,
    "AttachStderr": True,
    "HostConfig.NetworkMode": "default",
    "HostConfig.RestartPolicy.Name": "no",
    "HostConfig.MemorySwappiness": -1,
    "HostConfig.ConsoleSize": [0, 0],
}


def fields(value: Any, limit: int = 8) -> list[str]:
    """The leaves of a JSON object that say something, as `HostConfig.AutoRemove=true`; what is left out is counted."""
    found = [f"{plain(path)}={short(leaf)}" if path else short(leaf) for path, leaf in _leaves(value)]
    more = len(found) - limit
    return found if more <= 0 else [*found[:limit], f"+{more} more"]


def pick(value: Any, paths: Sequence[str]) -> list[str]:
    """The same for the leaves at those `paths` alone, the empty ones left out; without paths the first leaves."""
    if isinstance(value, list):
        return [f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"]
    if not paths or not isinstance(value, dict):
        return fields(value)
    found = [(path, _at(value, path)) for path in paths]
    return [f"{plain(path.rpartition('.')[2])}={short(leaf)}" for path, leaf in found if _says(leaf)]


def short(value: Any) -> str:
    """A JSON value in a few words: ids cut to twelve digits, a word without quotes."""
    if isinstance(value, str):
        text = _brief(value)
        bare = text.isprintable() and text and not re.search(r"[\s\"=]", text)
        return _cut(text) if bare else quoted(text)
    return _cut(_brief(plain(json.dumps(value, ensure_ascii=False))))


def quoted(text: str, limit: int = _LONGEST) -> str:
    r"""`text` between quotes, cut to `limit`, with its line ends and all that a terminal could obey as \escapes."""
    cut = text[:limit]
    return f'"{plain(json.dumps(cut, ensure_ascii=False)[1:-1])}"' + ("…" if len(text) > limit else "")


def brief_path(path: str) -> str:
    """A path with its ids cut to twelve digits."""
    return plain(_brief(path))


def _brief(text: str) -> str:
    return _ID.sub(lambda match: match[1] or match[2], text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}" if path else name)
    elif _says(value) and _DEFAULTS.get(path) != value:
        yield path, value


def _says(value: Any) -> bool:
    return value not in (None, False, "", 0, [], {})


def _at(value: Any, path: str) -> Any:
    # An exit code of 0 says something.
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return str(value) if value == 0 and value is not False else value
