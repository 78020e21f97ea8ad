"""How a container of a service runs: devices, health, logs, and what it depends on."""

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
    """The weight of a block device."""

    path: str = key(TEXT, always=True, json="Path")
    weight: int = key(UNSIGNED, always=True, json="Weight")


class ThrottleDevice(Record):
    """The most of something on a block device in a second."""

    path: str = key(TEXT, always=True, json="Path")
    rate: int = key(BYTES, always=True, json="Rate")


class Blkio(Record):
    """Limits of block devices."""

    weight: int = key(UNSIGNED)
    weight_device: tuple[WeightDevice, ...] = key(Many(WeightDevice))
    device_read_bps: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))
    device_read_iops: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))
    device_write_bps: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))
    device_write_iops: tuple[ThrottleDevice, ...] = key(Many(ThrottleDevice))


class CredentialSpec(Record):
    """Credentials of a managed service account: the name of a config, a file or a key of the registry."""

    config: str = key(TEXT)
    file: str = key(TEXT)
    registry: str = key(TEXT)


class Dependency(Record):
    """What a service waits for before it starts."""

    condition: str = key(TEXT)
    restart: bool = key(BOOL)
    required: bool = key(BOOL, always=True)


class Device(Record):
    """A device of the host in a container."""

    source: str = key(TEXT)
    target: str = key(TEXT)
    permissions: str = key(TEXT)


class HealthCheck(Record):
    """How it is found out whether a container is well."""

    test: tuple[str, ...] = key(HEALTH_TEST)
    timeout: int | None = key(MAYBE_DURATION)
    interval: int | None = key(MAYBE_DURATION)
    retries: int | None = key(MAYBE_UNSIGNED)
    start_period: int | None = key(MAYBE_DURATION)
    start_interval: int | None = key(MAYBE_DURATION)
    disable: bool = key(BOOL)


class Logging(Record):
    """Where output goes."""

    driver: str = key(TEXT)
    options: Mapping[str, str] = key(OPTIONS)


class ServiceModel(Record):
    """A language model as a service uses it."""

    endpoint_var: str = key(TEXT)
    model_var: str = key(TEXT)


class Provider(Record):
    """A program that stands for a service."""

    type: str = key(TEXT)
    options: Mapping[str, tuple[str, ...]] = key(LISTS)


class Model(Record):
    """A language model of a project."""

    name: str = key(TEXT)
    model: str = key(TEXT)
    context_size: int = key(INT)
    runtime_flags: tuple[str, ...] = key(TEXTS)
