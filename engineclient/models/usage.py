"""Computes the resource usage of a container from the engine's counters, as `docker stats` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engineclient.models.stats import BlkioStats, CpuStats, MemoryStats, Stats


@dataclass(frozen=True, slots=True)
class Usage:
    """The resource usage of a container at the time of a `Stats` record.

    Attributes:
        cpu_percent: the percentage of one CPU since the previous sample (two busy CPUs are 200); 0 without one.
        memory: bytes, without the inactive file cache.
        memory_limit: bytes; the limit of the container, or the memory of the machine.
        memory_percent: the percentage of that limit.
        received, sent: bytes over all networks since the start of the container.
        block_read, block_written: bytes from and to block devices since the start of the container.
        pids: the number of processes and threads.

    """

    cpu_percent: float = 0.0
    memory: int = 0
    memory_limit: int = 0
    memory_percent: float = 0.0
    received: int = 0
    sent: int = 0
    block_read: int = 0
    block_written: int = 0
    pids: int = 0


def usage_of(stats: Stats) -> Usage:
    """The usage according to a `Stats` record; zeros for a container that does not run."""
    memory, limit = _memory(stats.memory), stats.memory.limit or 0
    return Usage(
        cpu_percent=_cpu_percent(stats.precpu, stats.cpu),
        memory=memory,
        memory_limit=limit,
        memory_percent=memory / limit * 100 if limit else 0.0,
        received=sum(each.rx_bytes for each in stats.networks.values()),
        sent=sum(each.tx_bytes for each in stats.networks.values()),
        block_read=_block(stats.blkio, "r"),
        block_written=_block(stats.blkio, "w"),
        pids=(stats.pids and stats.pids.current) or 0,
    )


def _cpu_percent(before: CpuStats, now: CpuStats) -> float:
    own = now.usage.total - before.usage.total
    whole = (now.system or 0) - (before.system or 0)
    if own <= 0 or whole <= 0:
        return 0.0
    return own / whole * (now.online_cpus or len(now.usage.per_cpu)) * 100


def _memory(memory: MemoryStats) -> int:
    usage, counts = memory.usage or 0, memory.stats
    # cgroup v1 includes child cgroups in its total_ counters; v2 has only one counter
    cache = counts.get("total_inactive_file", usage)
    if cache >= usage:
        cache = counts.get("inactive_file", 0)
    return usage - cache if cache < usage else usage


def _block(blkio: BlkioStats | None, letter: str) -> int:
    entries = blkio.io_service_bytes if blkio else ()
    return sum(each.value for each in entries if each.op[:1].lower() == letter)
