"""Swarms: the settings that the flags of `swarm init`, `swarm update` and `swarm ca` make."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engineclient.golang.quoting import quote
from engineclient.options.values.flag import OptionError, Stage
from engineclient.options.values.json_object import JsonObject

if TYPE_CHECKING:
    from collections.abc import Sequence

_AVAILABILITIES: Final = ("active", "pause", "drain")
_NEW: Final[JsonObject] = {
    "Labels": None,
    "Orchestration": {},
    "Raft": {"ElectionTick": 0, "HeartbeatTick": 0},
    "Dispatcher": {},
    "CAConfig": {},
    "TaskDefaults": {},
    "EncryptionConfig": {"AutoLockManagers": False},
}


@dataclass(frozen=True, kw_only=True)
class SwarmSettings:
    """The settings that were given; None is "not given". Times are nanoseconds.

    Attributes:
        external_cas: as `values.swarm.external_ca` reads them.
    """

    autolock: bool | None = None
    cert_expiry: int | None = None
    dispatcher_heartbeat: int | None = None
    external_cas: Sequence[JsonObject] | None = None
    max_snapshots: int | None = None
    snapshot_interval: int | None = None
    task_history_limit: int | None = None


def swarm_spec(given: SwarmSettings, now: JsonObject | None = None, *, ca_cert: str = "") -> JsonObject:
    """The settings `now`, or those of a new swarm, with what was given; `ca_cert` is that of external authorities."""
    spec: JsonObject = deepcopy(_NEW if now is None else now)
    if given.task_history_limit is not None:  # 0 is sent, unlike other zeros
        spec.setdefault("Orchestration", {})["TaskHistoryRetentionLimit"] = given.task_history_limit
    if given.max_snapshots is not None:
        spec["Raft"]["KeepOldSnapshots"] = given.max_snapshots
    _put(spec["Raft"], "SnapshotInterval", given.snapshot_interval)
    _put(spec.setdefault("Dispatcher", {}), "HeartbeatPeriod", given.dispatcher_heartbeat)
    _put(spec.setdefault("CAConfig", {}), "NodeCertExpiry", given.cert_expiry)
    if given.external_cas is not None:
        _put(spec["CAConfig"], "ExternalCAs", [{**each, "CACert": ca_cert} for each in given.external_cas])
    if given.autolock is not None:
        spec["EncryptionConfig"] = {"AutoLockManagers": given.autolock}
    return spec


def rotated_ca(spec: JsonObject, *, cert: str, key: str) -> JsonObject:
    """The settings that make the swarm change its certificate authority: to the one given, or to a new one."""
    authority: JsonObject = {**(spec.get("CAConfig") or {})}
    for name, value in (("SigningCACert", cert), ("SigningCAKey", key)):
        authority.pop(name, None)
        if value:
            authority[name] = value
    if not (cert or key):
        authority["ForceRotate"] = authority.get("ForceRotate", 0) + 1
    return {**spec, "CAConfig": authority}


def availability(text: str | None) -> str:
    """--availability of `swarm init` and `swarm join`, "" if it was not given. Raises OptionError."""
    if text is None:
        return ""
    if text.lower() not in _AVAILABILITIES:
        raise OptionError(
            f"invalid availability {quote(text)}, only active, pause and drain are supported", Stage.COMMAND
        )
    return text.lower()


def _put(body: JsonObject, name: str, value: Any) -> None:
    """Set a field that was given; empty, it is left out."""
    if value:
        body[name] = value
    elif value is not None:
        body.pop(name, None)
