"""The flags of `update`, and the body of its request: new limits for a container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.golang.strconv import int64, uint16
from engineclient.golang.units import parse_size
from engineclient.options.values.flag import Flags, OptionError, Stage, number, text
from engineclient.options.values.limits import nano_cpus, resources, swap
from engineclient.options.values.restart import restart_policy

if TYPE_CHECKING:
    from engineclient.options.values.json_object import JsonObject


class UpdateFlags(Flags):
    """The flags of `update`, parsed; None means "not given"."""

    blkio_weight: int | None = number("--blkio-weight", uint16)
    cpu_period: int | None = number("--cpu-period", int64)
    cpu_quota: int | None = number("--cpu-quota", int64)
    cpu_rt_period: int | None = number("--cpu-rt-period", int64)
    cpu_rt_runtime: int | None = number("--cpu-rt-runtime", int64)
    cpu_shares: int | None = number("-c, --cpu-shares", int64)
    cpus: int | None = text("--cpus", nano_cpus)
    cpuset_cpus: str | None = text("--cpuset-cpus")
    cpuset_mems: str | None = text("--cpuset-mems")
    kernel_memory: int | None = text("--kernel-memory", parse_size)
    memory: int | None = text("-m, --memory", parse_size)
    memory_reservation: int | None = text("--memory-reservation", parse_size)
    memory_swap: int | None = text("--memory-swap", swap)
    pids_limit: int | None = number("--pids-limit", int64)
    restart: str | None = text("--restart")


def container_update(flags: UpdateFlags) -> JsonObject:
    """The body of POST /containers/{id}/update; empty fields do not change the container.

    Raises OptionError, also if no flag was given.
    """
    if all(value is None for value in vars(flags).values()):
        raise OptionError("you must provide one or more flags when using this command", Stage.COMMAND)
    try:
        policy = restart_policy(flags.restart or "")
    except OptionError as error:
        raise OptionError(str(error), Stage.COMMAND) from None
    return {
        **resources(
            CpuShares=flags.cpu_shares or 0,
            Memory=flags.memory or 0,
            NanoCpus=flags.cpus or 0,
            BlkioWeight=flags.blkio_weight or 0,
            CpuPeriod=flags.cpu_period or 0,
            CpuQuota=flags.cpu_quota or 0,
            CpuRealtimePeriod=flags.cpu_rt_period or 0,
            CpuRealtimeRuntime=flags.cpu_rt_runtime or 0,
            CpusetCpus=flags.cpuset_cpus or "",
            CpusetMems=flags.cpuset_mems or "",
            KernelMemory=flags.kernel_memory or 0,
            MemoryReservation=flags.memory_reservation or 0,
            MemorySwap=flags.memory_swap or 0,
            PidsLimit=flags.pids_limit or None,
        ),
        "RestartPolicy": policy,
    }
