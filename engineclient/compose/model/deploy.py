"""How many containers of a service there are, what they may use, and how they are replaced."""

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
    """Devices such as GPUs."""

    extensible = False
    capabilities: tuple[str, ...] = key(TEXTS)
    driver: str = key(TEXT)
    count: int = key(COUNT)
    device_ids: tuple[str, ...] = key(TEXTS)
    options: Mapping[str, str] = key(PAIRS)


class DiscreteResource(Record):
    """A number of something that a node has."""

    kind: str = key(TEXT, always=True)
    value: int = key(INT64, always=True)


class GenericResource(Record):
    """Something that a node has."""

    discrete_resource_spec: DiscreteResource | None = key(One(DiscreteResource))


class Resource(Record):
    """Limits or reservations."""

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
    """How a service of a cluster is updated or rolled back."""

    parallelism: int | None = key(MAYBE_UNSIGNED)
    delay: int = key(DURATION)
    failure_action: str = key(TEXT)
    monitor: int = key(DURATION)
    max_failure_ratio: float = key(FLOAT)
    order: str = key(TEXT)


class RestartPolicy(Record):
    """When containers are started again."""

    condition: str = key(TEXT)
    delay: int | None = key(MAYBE_DURATION)
    max_attempts: int | None = key(MAYBE_UNSIGNED)
    window: int | None = key(MAYBE_DURATION)


class Preference(Record):
    """A label of nodes over whose values containers are spread."""

    spread: str = key(TEXT)


class Placement(Record):
    """Where containers of a cluster may be."""

    constraints: tuple[str, ...] = key(TEXTS)
    preferences: tuple[Preference, ...] = key(Many(Preference))
    max_replicas_per_node: int = key(UNSIGNED)


class Deploy(Record):
    """How many containers, with what limits."""

    mode: str = key(TEXT)
    replicas: int | None = key(MAYBE_INT)
    labels: Mapping[str, str] = key(LABELS)
    update_config: UpdateConfig | None = key(One(UpdateConfig))
    rollback_config: UpdateConfig | None = key(One(UpdateConfig))
    resources: Resources = key(Inline(Resources))
    restart_policy: RestartPolicy | None = key(One(RestartPolicy))
    placement: Placement = key(Inline(Placement))
    endpoint_mode: str = key(TEXT)
