"""Settings of a service's containers: devices, health check, logging, dependencies, models and providers."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.compose.kinds import (
    BOOL,
    BYTES,
    HEALTH_TEST,
    INT,
    LISTS,
    MAYBE_DURATION,
    MAYBE_UNSIGNED,
    OPTIONS,
    TEXT,
    TEXTS,
    UNSIGNED,
    Many,
)
from engineclient.compose.record import Record, key


class WeightDevice(Record):
    """The relative weight of a block device, 10 to 1000."""

    path: str = key(TEXT, always=True, json="Path")
    weight: int = key(UNSIGNED, always=True, json="Weight")


class ThrottleDevice(Record):
    """The maximum rate of a block device, in bytes or operations per second."""

    path: str = key(TEXT, always=True, json="Path")
    rate: int = key(BYTES, always=True, json="Rate")


class Blkio(Record):
    """The limits of block devices."""

    weight: int = key(UNSIGNED)
    weight_device: tuple[WeightDevice, ...] = key(Many(WeightDevice))
    device_read_bps: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))
    device_read_iops: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))
    device_write_bps: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))
    device_write_iops: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))


class CredentialSpec(Record):
    """The credential spec of a managed service account (Windows): a config, a file or a key of the registry."""

    config: str = key(TEXT)
    file: str = key(TEXT)
    registry: str = key(TEXT)


class Dependency(Record):
    """A dependency of a service: the condition to start, and whether a restart of the dependency restarts it, too."""

    condition: str = key(TEXT)
    restart: bool = key(BOOL)
    required: bool = key(BOOL, always=True)


class Device(Record):
    """A device of the host that is mapped into a container."""

    source: str = key(TEXT)
    target: str = key(TEXT)
    permissions: str = key(TEXT)


class HealthCheck(Record):
    """How the health of a container is checked; durations in nanoseconds."""

    test: tuple[str, ...] = key(HEALTH_TEST)
    timeout: int | None = key(MAYBE_DURATION)
    interval: int | None = key(MAYBE_DURATION)
    retries: int | None = key(MAYBE_UNSIGNED)
    start_period: int | None = key(MAYBE_DURATION)
    start_interval: int | None = key(MAYBE_DURATION)
    disable: bool = key(BOOL)


class Logging(Record):
    """The log driver of a container and its options."""

    driver: str = key(TEXT)
    options: Mapping[str, str] = key(OPTIONS)


class ServiceModel(Record):
    """The use of a language model by a service: the names of the variables with its URL and its name."""

    endpoint_var: str = key(TEXT)
    model_var: str = key(TEXT)


class Provider(Record):
    """The program that runs in place of a service, and its options."""

    type: str = key(TEXT)
    options: Mapping[str, tuple[str, ...]] = key(LISTS)


class Model(Record):
    """A language model of a project; `context_size` in tokens."""

    name: str = key(TEXT)
    model: str = key(TEXT)
    context_size: int = key(INT)
    runtime_flags: tuple[str, ...] = key(TEXTS)
