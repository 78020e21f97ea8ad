"""The settings of a swarm, from the flags of `swarm init`, `swarm update` and `swarm ca`."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engineclient.golang.quoting import quote
from engineclient.options.values.flag import OptionError, Stage
from engineclient.options.values.json_object import JsonObject, part, put

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
    """The settings given by flags; None means "not given". Times are in nanoseconds.

    Attributes:
        external_cas: as returned by `values.swarm.external_ca`.
    """

    autolock: bool | None = None
    cert_expiry: int | None = None
    dispatcher_heartbeat: int | None = None
    external_cas: Sequence[JsonObject] | None = None
    max_snapshots: int | None = None
    snapshot_interval: int | None = None
    task_history_limit: int | None = None


def swarm_spec(given: SwarmSettings, now: JsonObject | None = None, *, ca_cert: str = "") -> JsonObject:
    """The spec of a swarm: `now` (None for a new swarm) changed by `given`. `ca_cert` belongs to external authorities."""
    spec: JsonObject = deepcopy(_NEW if now is None else now)
    if given.task_history_limit is not None:  # unlike other zeros, this one is sent
        part(spec, "Orchestration")["TaskHistoryRetentionLimit"] = given.task_history_limit
    if given.max_snapshots is not None:
        part(spec, "Raft")["KeepOldSnapshots"] = given.max_snapshots
    _put_given(part(spec, "Raft"), "SnapshotInterval", given.snapshot_interval)
    _put_given(part(spec, "Dispatcher"), "HeartbeatPeriod", given.dispatcher_heartbeat)
    _put_given(part(spec, "CAConfig"), "NodeCertExpiry", given.cert_expiry)
    if given.external_cas is not None:
        put(spec["CAConfig"], "ExternalCAs", [{**each, "CACert": ca_cert} for each in given.external_cas])
    if given.autolock is not None:
        spec["EncryptionConfig"] = {"AutoLockManagers": given.autolock}
    return spec


def rotated_ca(spec: JsonObject, *, cert: str, key: str) -> JsonObject:
    """The spec that makes the swarm change its certificate authority, to the given one or to a new one."""
    authority: JsonObject = {**(spec.get("CAConfig") or {})}
    for name, value in (("SigningCACert", cert), ("SigningCAKey", key)):
        put(authority, name, value)
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


def _put_given(body: JsonObject, name: str, value: Any) -> None:
    """Set a field, or remove it by an empty value; None, for a flag that was not given, leaves it."""
    if value is not None:
        put(body, name, value)
