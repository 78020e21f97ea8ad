"""The key `deploy` of a service: replicas, resources, restarts, and keys that only a swarm uses."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.compose.kinds import (
    BYTES,
    COUNT,
    DURATION,
    FLOAT,
    INT64,
    LABELS,
    MAYBE_DURATION,
    MAYBE_INT,
    MAYBE_UNSIGNED,
    PAIRS,
    TEXT,
    TEXTS,
    UNSIGNED,
    Inline,
    Many,
    One,
)
from engineclient.compose.record import Record, key


class DeviceRequest(Record):
    """A request for devices such as GPUs: `count` of them, -1 for all, or those with `device_ids`."""

    extensible = False
    capabilities: tuple[str, ...] = key(TEXTS)
    driver: str = key(TEXT)
    count: int = key(COUNT)
    device_ids: tuple[str, ...] = key(TEXTS)
    options: Mapping[str, str] = key(PAIRS)


class DiscreteResource(Record):
    """A number of units of a user-defined resource."""

    kind: str = key(TEXT, always=True)
    value: int = key(INT64, always=True)


class GenericResource(Record):
    """A user-defined resource of a node."""

    discrete_resource_spec: DiscreteResource | None = key(One(DiscreteResource))


class Resource(Record):
    """Limits or reservations: CPUs as a number, memory in bytes, the number of processes, devices."""

    cpus: float = key(FLOAT)
    memory: int = key(BYTES)
    pids: int = key(INT64)
    devices: tuple[DeviceRequest, ...] = key(Many(DeviceRequest))
    generic_resources: tuple[GenericResource, ...] = key(Many(GenericResource))


class Resources(Record):
    """Limits and reservations."""

    limits: Resource | None = key(One(Resource))
    reservations: Resource | None = key(One(Resource))


class UpdateConfig(Record):
    """How the tasks of a swarm service are replaced in an update or a rollback; durations in nanoseconds."""

    parallelism: int | None = key(MAYBE_UNSIGNED)
    delay: int = key(DURATION)
    failure_action: str = key(TEXT)
    monitor: int = key(DURATION)
    max_failure_ratio: float = key(FLOAT)
    order: str = key(TEXT)


class RestartPolicy(Record):
    """When exited containers are restarted; durations in nanoseconds."""

    condition: str = key(TEXT)
    delay: int | None = key(MAYBE_DURATION)
    max_attempts: int | None = key(MAYBE_UNSIGNED)
    window: int | None = key(MAYBE_DURATION)


class Preference(Record):
    """A label of nodes over whose values the tasks of a service are spread."""

    spread: str = key(TEXT)


class Placement(Record):
    """The nodes of a swarm on which the tasks of a service may run."""

    constraints: tuple[str, ...] = key(TEXTS)
    preferences: tuple[Preference, ...] = key(Many(Preference))
    max_replicas_per_node: int = key(UNSIGNED)


class Deploy(Record):
    """The deployment of a service: replicas, resources, restarts, and keys that only a swarm uses."""

    mode: str = key(TEXT)
    replicas: int | None = key(MAYBE_INT)
    labels: Mapping[str, str] = key(LABELS)
    update_config: UpdateConfig | None = key(One(UpdateConfig))
    rollback_config: UpdateConfig | None = key(One(UpdateConfig))
    resources: Resources = key(Inline(Resources))
    restart_policy: RestartPolicy | None = key(One(RestartPolicy))
    placement: Placement = key(Inline(Placement))
    endpoint_mode: str = key(TEXT)
