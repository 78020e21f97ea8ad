"""JSON and text on one line: the fields that were set, shortened, and safe to print."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from engineclient.golang.quoting import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["brief", "fields", "is_set", "pick", "plain", "pruned", "quoted", "short"]

_ID: Final = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b|\b(?=[0-9a-z]*[0-9])([0-9a-z]{12})[0-9a-z]{13}\b")
_DIGEST: Final = re.compile(r"\b(sha256:[0-9a-f]{8})[0-9a-f]{52}([0-9a-f]{4})\b")
_LONGEST: Final = 60

# The values that the docker client sends for flags that were not given, which are the engine's defaults.
_DEFAULTS: Final[dict[str, Any]] = {
    "AttachStdout": True,
    "AttachStderr": True,
    "HostConfig.NetworkMode": "default",
    "HostConfig.RestartPolicy.Name": "no",
    "HostConfig.MemorySwappiness": -1,
    "HostConfig.ConsoleSize": [0, 0],
}
_SENT_ONLY_IF_GIVEN: Final = frozenset(
    {
        "EnableIPv4",
        "EnableIPv6",
        "HostConfig.Init",
        "HostConfig.MaskedPaths",
        "HostConfig.ReadonlyPaths",
        "Mode.Global",
        "Mode.GlobalJob",
        "StopTimeout",
    }
)
"""Fields in which 0, false or something empty is a setting, too."""


_NETWORKS: Final = frozenset({"NetworkingConfig.EndpointsConfig"})
"""Objects whose keys are chosen by the user."""

_MAPS: Final = frozenset(
    {
        "Annotations",
        "Config",
        "DriverOpts",
        "ExposedPorts",
        "Labels",
        "Options",
        "PortBindings",
        "StorageOpt",
        "Sysctls",
        "Tmpfs",
        "Volumes",
    }
)
"""Objects whose keys are chosen by the user, and in which an empty value counts, too."""


def fields(value: Any, limit: int = 8) -> list[str]:
    """The leaves of a JSON object that were set, as `HostConfig.AutoRemove=true`; beyond `limit` they are counted."""
    found = [f"{plain(path)}={short(leaf)}" if path else short(leaf) for path, leaf in _leaves(value)]
    more = len(found) - limit
    return found if more <= 0 else [*found[:limit], f"+{more} more"]


def pick(value: Any, paths: Sequence[str]) -> list[str]:
    """The non-empty leaves at `paths`, in the same form; without paths the first leaves."""
    if isinstance(value, list):
        return [f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"]
    if not paths or not isinstance(value, dict):
        return fields(value)
    found = [(path, _at(value, path)) for path in paths]
    return [f"{plain(path.rpartition('.')[2])}={short(leaf)}" for path, leaf in found if _says(leaf)]


def short(value: Any) -> str:
    """A JSON value shortened: ids cut to twelve digits, digests cut in the middle, a single word without quotes."""
    if isinstance(value, str):
        text = _cut_ids(value)
        bare = text.isprintable() and text and not re.search(r"[\s\"=]", text)
        return _cut(text) if bare else quoted(text)
    return _cut(_cut_ids(plain(json.dumps(value, ensure_ascii=False))))


def quoted(text: str, limit: int = _LONGEST) -> str:
    r"""`text` in quotes, cut to `limit`, with newlines and control characters as \escapes."""
    cut = text[:limit]
    return f'"{plain(json.dumps(cut, ensure_ascii=False)[1:-1])}"' + ("…" if len(text) > limit else "")


def brief(text: str) -> str:
    """`text`, safe to print, with ids cut to twelve digits and digests cut in the middle."""
    return plain(_cut_ids(text))


def _cut_ids(text: str) -> str:
    return _ID.sub(lambda match: match[1] or match[2], _DIGEST.sub(r"\1…\2", text))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}" if path else name)
    elif is_set(path, value):
        yield path, value


def is_set(path: str, value: Any) -> bool:
    """Whether the value of a body's field at `path` differs from leaving the field out."""
    if path in _SENT_ONLY_IF_GIVEN:
        return value is not None
    if path in _DEFAULTS:
        return value not in (_DEFAULTS[path], None, "")
    return _says(value)


def pruned(value: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """A JSON object without the fields that were not set. Objects with keys of the user (labels, ports) stay whole."""
    found: dict[str, Any] = {}
    if not path and "Image" not in value:  # of an exec: what a create attaches without a word, it has to name
        found = {name: True for name in ("AttachStdout", "AttachStderr") if value.get(name) is True}
    for name, item in value.items():
        here = f"{path}.{name}" if path else name
        if here in _NETWORKS:
            item = {network: pruned(settings, f"{here}.*") for network, settings in item.items()}
            if item and item != {"default": {}}:
                found[name] = item
        elif isinstance(item, dict) and name not in _MAPS:
            if inner := pruned(item, here):
                found[name] = inner
        elif is_set(here, item):
            found[name] = item
    return found


def _says(value: Any) -> bool:
    return value not in (None, False, "", 0, [], {})


def _at(value: Any, path: str) -> Any:
    # An exit code of 0 is worth showing.
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return str(value) if value == 0 and value is not False else value
