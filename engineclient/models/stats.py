"""The resource usage of containers: views. Source: Engine API, `GET /containers/{id}/stats`.

Times are in nanoseconds, sizes in bytes. For a container that does not run, most fields are left out.
"""

from __future__ import annotations

from engineclient.models.view import Field, View, mapping, optional, required, sequence


class CpuUsage(View):
    """CPU time since the start of the container."""

    total: Field[int] = required(int, "total_usage")
    per_cpu: Field[list[int]] = sequence(int, "percpu_usage")  # cgroup v1
    kernel_mode: Field[int | None] = optional(int, "usage_in_kernelmode")
    user_mode: Field[int | None] = optional(int, "usage_in_usermode")


class Throttling(View):
    """How often and for how long the CPU quota has throttled the container."""

    periods: Field[int] = required(int, "periods")
    throttled_periods: Field[int] = required(int, "throttled_periods")
    throttled_time: Field[int] = required(int, "throttled_time")


class CpuStats(View):
    """CPU time of the container and of the whole system."""

    usage: Field[CpuUsage] = required(CpuUsage, "cpu_usage")
    system: Field[int | None] = optional(int, "system_cpu_usage")
    online_cpus: Field[int | None] = optional(int, "online_cpus")
    throttling: Field[Throttling | None] = optional(Throttling, "throttling_data")


class MemoryStats(View):
    """Memory usage. `stats` are the kernel's counters, which differ between cgroup v1 and v2."""

    usage: Field[int | None] = optional(int, "usage")
    max_usage: Field[int | None] = optional(int, "max_usage")  # cgroup v1
    limit: Field[int | None] = optional(int, "limit")
    failcnt: Field[int | None] = optional(int, "failcnt")
    stats: Field[dict[str, int]] = mapping(int, "stats")
    commit: Field[int | None] = optional(int, "commitbytes")  # this and those below: Windows
    commit_peak: Field[int | None] = optional(int, "commitpeakbytes")
    private_working_set: Field[int | None] = optional(int, "privateworkingset")


class NetworkStats(View):
    """Traffic of one network interface."""

    rx_bytes: Field[int] = required(int, "rx_bytes")
    rx_packets: Field[int] = required(int, "rx_packets")
    rx_errors: Field[int] = required(int, "rx_errors")
    rx_dropped: Field[int] = required(int, "rx_dropped")
    tx_bytes: Field[int] = required(int, "tx_bytes")
    tx_packets: Field[int] = required(int, "tx_packets")
    tx_errors: Field[int] = required(int, "tx_errors")
    tx_dropped: Field[int] = required(int, "tx_dropped")
    endpoint_id: Field[str | None] = optional(str, "endpoint_id")  # this and the next: Windows
    instance_id: Field[str | None] = optional(str, "instance_id")


class BlkioEntry(View):
    """The number of operations of one kind on one device, or their bytes."""

    major: Field[int] = required(int, "major")
    minor: Field[int] = required(int, "minor")
    op: Field[str] = required(str, "op")
    value: Field[int] = required(int, "value")


class BlkioStats(View):
    """Traffic with block devices; with cgroup v2 only `io_service_bytes`."""

    io_service_bytes: Field[list[BlkioEntry]] = sequence(BlkioEntry, "io_service_bytes_recursive")
    io_serviced: Field[list[BlkioEntry]] = sequence(BlkioEntry, "io_serviced_recursive")
    io_queue: Field[list[BlkioEntry]] = sequence(BlkioEntry, "io_queue_recursive")
    io_service_time: Field[list[BlkioEntry]] = sequence(BlkioEntry, "io_service_time_recursive")
    io_wait_time: Field[list[BlkioEntry]] = sequence(BlkioEntry, "io_wait_time_recursive")
    io_merged: Field[list[BlkioEntry]] = sequence(BlkioEntry, "io_merged_recursive")
    io_time: Field[list[BlkioEntry]] = sequence(BlkioEntry, "io_time_recursive")
    sectors: Field[list[BlkioEntry]] = sequence(BlkioEntry, "sectors_recursive")


class StorageStats(View):
    """Reads and writes of files (Windows)."""

    read_count: Field[int | None] = optional(int, "read_count_normalized")
    read_size: Field[int | None] = optional(int, "read_size_bytes")
    write_count: Field[int | None] = optional(int, "write_count_normalized")
    write_size: Field[int | None] = optional(int, "write_size_bytes")


class PidsStats(View):
    """Processes and threads."""

    current: Field[int | None] = optional(int, "current")
    limit: Field[int | None] = optional(int, "limit")


class Stats(View):
    """One record of `GET /containers/{id}/stats`, with the previous sample (zero in the first record)."""

    id: Field[str | None] = optional(str, "id")
    name: Field[str | None] = optional(str, "name")  # with a leading "/"
    os_type: Field[str | None] = optional(str, "os_type")  # API 1.52
    read: Field[str] = required(str, "read")  # RFC 3339
    preread: Field[str] = required(str, "preread")
    cpu: Field[CpuStats] = required(CpuStats, "cpu_stats")
    precpu: Field[CpuStats] = required(CpuStats, "precpu_stats")
    memory: Field[MemoryStats] = required(MemoryStats, "memory_stats")
    networks: Field[dict[str, NetworkStats]] = mapping(NetworkStats, "networks")  # by interface
    blkio: Field[BlkioStats | None] = optional(BlkioStats, "blkio_stats")
    pids: Field[PidsStats | None] = optional(PidsStats, "pids_stats")
    num_procs: Field[int | None] = optional(int, "num_procs")  # this and the next: Windows
    storage: Field[StorageStats | None] = optional(StorageStats, "storage_stats")
