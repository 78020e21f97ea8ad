"""Merge stack files record by record (compose merges the parsed files, before it converts them to records).

A zero, an empty text or `false` in the later file replaces nothing. Lists are concatenated, except those whose entries have
a key (ports, mounts, secrets, configs): there the later entry with the same key wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from engineclient.compose.record import Record
from engineclient.compose.stack.load import StackFile
from engineclient.compose.stack.model import Endpoint, Logging

_KEYS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "ports": lambda port: port.published,
    "volumes": lambda mount: mount.target,
    "secrets": lambda secret: secret.source,
    "configs": lambda config: config.source,
}
"""The lists of a service whose entries have a key; they are sorted by it."""
_COUNTS: Final = frozenset(("replicas", "parallelism", "max_attempts", "retries"))
"""Numbers for which 0 is a value like others, and replaces."""


def merged(base: StackFile, over: StackFile) -> StackFile:
    """`base` with `over` on top: services key by key, everything else as the later file has it."""
    services = {
        name: _record(base.services[name], each) if name in base.services else each
        for name, each in over.services.items()
    }
    every = {**base.services, **services}
    return base.replace(
        services={name: every[name] for name in sorted(every)},
        networks={**base.networks, **over.networks},
        volumes={**base.volumes, **over.volumes},
        secrets={**base.secrets, **over.secrets},
        configs={**base.configs, **over.configs},
    )


def _record(base: Any, over: Any) -> Any:
    changes = {
        name: _field(name, getattr(base, name), getattr(over, name)) for name in base.fields if name != "name"
    }
    return base.replace(**changes, extensions=_plain(base.extensions, over.extensions))


def _field(name: str, base: Any, over: Any) -> Any:
    match base:
        case tuple() if name in _KEYS and base:
            return _keyed(_KEYS[name], (*base, *over))
        case tuple() if name in ("command", "entrypoint") and base:
            return over or base
        case tuple():
            return base + (over or ())
        case Mapping():
            return _mapping(base, over, empty_counts=name != "environment")
        case Logging() if isinstance(over, Logging):
            return _logging(base, over)
        case Record() if over is not None:
            return _record(base, over)
        case _:
            is_given = over is not None and (bool(over) or base is None or name in _COUNTS)
            return over if is_given else base


def _keyed(key: Callable[[Any], Any], entries: Iterable[Any]) -> tuple[Any, ...]:
    by_key = {key(each): each for each in entries}
    return tuple(by_key[each] for each in sorted(by_key))


def _mapping(base: Mapping[str, Any], over: Mapping[str, Any], *, empty_counts: bool) -> Mapping[str, Any]:
    added = {
        name: _entry(base[name], each, empty_counts=empty_counts) if name in base else each
        for name, each in over.items()
    }
    return {**base, **added}


def _entry(base: Any, over: Any, *, empty_counts: bool) -> Any:
    """The value of a key that both have: a text, a network or a limit."""
    if over is None or (not over and base and not empty_counts):
        return base
    if base is None:
        return over
    if isinstance(over, Endpoint):
        return base.replace(
            aliases=over.aliases,
            ipv4_address=over.ipv4_address or base.ipv4_address,
            ipv6_address=over.ipv6_address or base.ipv6_address,
        )
    return over


def _logging(base: Logging, over: Logging) -> Logging:
    """Options are added to those of the same driver, but, as in docker, not where there were none."""
    if base.driver and over.driver and base.driver != over.driver:
        return over
    options = {**base.options, **over.options} if base.options else base.options
    made: Logging = base.replace(driver=base.driver or over.driver, options=options)
    return made


def _plain(base: Any, over: Any) -> Any:
    """Values without a type, of keys that begin with `x-`."""
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        return {
            **base,
            **{key: _plain(base[key], each) if key in base else each for key, each in over.items()},
        }
    if isinstance(base, list) and isinstance(over, list):
        return base + over
    return over
