"""The update, rollback, restart and resource settings of a service, which `create` and `update` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.options.values.json_object import JsonObject, present

if TYPE_CHECKING:
    from engineclient.options.service.flags import ServiceFlags

_SECOND: Final = 10**9
_ROLLOUT: Final = {
    "Parallelism": "parallelism",
    "Delay": "delay",
    "FailureAction": "failure_action",
    "Monitor": "monitor",
    "MaxFailureRatio": "max_failure_ratio",
    "Order": "order",
}
_ROLLOUT_DEFAULTS: Final[JsonObject] = {
    "Parallelism": 1,
    "FailureAction": "pause",
    "Monitor": 5 * _SECOND,
    "MaxFailureRatio": 0,
    "Order": "stop-first",
}
_RESTART: Final = {
    "Condition": "restart_condition",
    "Delay": "restart_delay",
    "MaxAttempts": "restart_max_attempts",
    "Window": "restart_window",
}
_RESTART_DEFAULTS: Final[JsonObject] = {"Condition": "any", "Delay": 5 * _SECOND, "MaxAttempts": 0}
_ALWAYS_SENT: Final = ("Parallelism", "MaxFailureRatio", "Order")


def rollout(kind: str, flags: ServiceFlags, now: JsonObject | None = None) -> JsonObject | None:
    """UpdateConfig or RollbackConfig (`kind` is `update` or `rollback`): `now`, or the defaults, changed by the flags.

    Without any such flag it is `now`.
    """
    wanted = _given(flags, {wire: f"{kind}_{name}" for wire, name in _ROLLOUT.items()})
    if not wanted:
        return now
    made = {**(_ROLLOUT_DEFAULTS if now is None else now), **wanted}
    if (ratio := made.get("MaxFailureRatio")) is not None and ratio == int(ratio):
        made["MaxFailureRatio"] = int(ratio)  # written as Go does: 1, not 1.0
    return {name: made[name] for name in _ROLLOUT if name in _ALWAYS_SENT or made.get(name)}


def restart_policy(flags: ServiceFlags, now: JsonObject | None = None) -> JsonObject | None:
    """TaskTemplate.RestartPolicy: `now`, or the defaults, changed by the flags; without any such flag it is `now`."""
    wanted = _given(flags, _RESTART)
    if not wanted:
        return now
    made = {**(_RESTART_DEFAULTS if now is None else now), **wanted}
    return {name: value for name, value in made.items() if value != ""}


def resources(flags: ServiceFlags, now: JsonObject | None = None) -> JsonObject:
    """Limits and reservations, without generic resources: `now`, changed by the flags."""
    now = now or {}
    limits = {"NanoCPUs": flags.limit_cpu, "MemoryBytes": flags.limit_memory, "Pids": flags.limit_pids}
    reserved = {"NanoCPUs": flags.reserve_cpu, "MemoryBytes": flags.reserve_memory}
    return {
        **now,
        "Limits": _changed(now, "Limits", limits),
        "Reservations": _changed(now, "Reservations", reserved),
    }


def _changed(now: JsonObject, kind: str, given: JsonObject) -> JsonObject:
    return present(
        {**(now.get(kind) or {}), **{key: value for key, value in given.items() if value is not None}}
    )


def _given(flags: ServiceFlags, names: dict[str, str]) -> dict[str, Any]:
    values = {wire: getattr(flags, name) for wire, name in names.items()}
    return {wire: value for wire, value in values.items() if value is not None}
