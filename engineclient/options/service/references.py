"""Replaces the names of secrets and configs in a service by the ids that the request needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engineclient.options.values.flag import OptionError, Stage
from engineclient.options.values.json_object import JsonObject

Ids = Callable[[list[str]], Mapping[str, str]]

_RUNTIME: Final = "Runtime"


@dataclass(frozen=True, kw_only=True)
class Lookups:
    """Functions that look up ids in the engine, and raise its errors."""

    network: Callable[[str], str]
    """The id of a network by name or id."""
    secrets: Ids
    """The ids of secrets, by name; unknown names are missing."""
    configs: Ids
    """The ids of configs, by name; unknown names are missing."""


def secrets_with_ids(wanted: Iterable[JsonObject], ids: Ids) -> list[JsonObject]:
    """References to secrets, as parsed by `values.service.secret`, with their ids. Raises OptionError."""
    return _with_ids("secret", list(wanted), ids)


def configs_with_ids(wanted: Iterable[JsonObject], ids: Ids) -> list[JsonObject]:
    """References to configs, with their ids; those for the engine itself, which are not files, come last."""
    every = list(wanted)
    return _with_ids(
        "config",
        [each for each in every if _RUNTIME not in each] + [each for each in every if _RUNTIME in each],
        ids,
    )


def check_targets(kind: str, wanted: Iterable[JsonObject]) -> None:
    """Raise OptionError if two secrets, or two configs (see `kind`), have the same file in the container."""
    targets: set[str] = set()
    for each in wanted:
        if _RUNTIME in each:
            continue
        target = each["File"]["Name"]
        if target in targets:
            name = each[f"{kind.title()}Name"]
            raise OptionError(f"duplicate {kind} target for {name} not allowed", Stage.COMMAND)
        targets.add(target)


def runtime_config(name: str) -> JsonObject:
    """A reference to a config that the engine itself reads, not a container: a credential spec."""
    return {_RUNTIME: {}, "ConfigName": name}


def _with_ids(kind: str, wanted: list[JsonObject], ids: Ids) -> list[JsonObject]:
    if not wanted:
        return []
    name = f"{kind.title()}Name"
    check_targets(kind, wanted)
    found = ids([each[name] for each in wanted])
    for each in wanted:
        if each[name] not in found:
            raise OptionError(f"{kind} not found: {each[name]}", Stage.COMMAND)
    return [
        {key: value for key, value in each.items() if key != name}
        | {f"{kind.title()}ID": found[each[name]], name: each[name]}
        for each in wanted
    ]
