"""What a container uses: views. Source: Engine API, `GET /containers/{id}/stats`.

Times in nanoseconds, sizes in bytes. A container that does not run uses nothing: most of it is left out then.
"""

from __future__ import annotations

from engineclient.models.view import View, mapping, optional, required, sequence


class CpuUsage(View):
    """CPU time since the container began."""

    total = required(int, "total_usage")
    per_cpu = sequence(int, "percpu_usage")  # cgroup v1
    kernel_mode = optional(int, "usage_in_kernelmode")
    user_mode = optional(int, "usage_in_usermode")


class Throttling(View):
    """How often its quota held it back."""

    periods = required(int, "periods")
    throttled_periods = required(int, "throttled_periods")
    throttled_time = required(int, "throttled_time")


class CpuStats(View):
    """CPU time of the container and of the whole system."""

    usage = required(CpuUsage, "cpu_usage")
    system = optional(int, "system_cpu_usage")
    online_cpus = optional(int, "online_cpus")
    throttling = optional(Throttling, "throttling_data")


class MemoryStats(View):
    """Memory. `stats` holds what the kernel counts, and differs between cgroup v1 and v2."""

    usage = optional(int, "usage")
    max_usage = optional(int, "max_usage")  # cgroup v1
    limit = optional(int, "limit")
    failcnt = optional(int, "failcnt")
    stats = mapping(int, "stats")


class NetworkStats(View):
    """Traffic of one interface."""

    rx_bytes = required(int, "rx_bytes")
    rx_packets = required(int, "rx_packets")
    rx_errors = required(int, "rx_errors")
    rx_dropped = required(int, "rx_dropped")
    tx_bytes = required(int, "tx_bytes")
    tx_packets = required(int, "tx_packets")
    tx_errors = required(int, "tx_errors")
    tx_dropped = required(int, "tx_dropped")


class BlkioEntry(View):
    """A count of one kind of operation on one device."""

    major = required(int, "major")
    minor = required(int, "minor")
    op = required(str, "op")
    value = required(int, "value")


class BlkioStats(View):
    """Traffic with block devices; under cgroup v2 only `io_service_bytes`."""

    io_service_bytes = sequence(BlkioEntry, "io_service_bytes_recursive")
    io_serviced = sequence(BlkioEntry, "io_serviced_recursive")
    io_queue = sequence(BlkioEntry, "io_queue_recursive")
    io_service_time = sequence(BlkioEntry, "io_service_time_recursive")
    io_wait_time = sequence(BlkioEntry, "io_wait_time_recursive")
    io_merged = sequence(BlkioEntry, "io_merged_recursive")
    io_time = sequence(BlkioEntry, "io_time_recursive")
    sectors = sequence(BlkioEntry, "sectors_recursive")


class PidsStats(View):
    """Processes and threads."""

    current = optional(int, "current")
    limit = optional(int, "limit")


class Stats(View):
    """One record of `GET /containers/{id}/stats`, with the sample before it (zero in the first record)."""

    id = optional(str, "id")
    name = optional(str, "name")  # with a leading "/"
    os_type = optional(str, "os_type")  # API 1.51
    read = required(str, "read")  # RFC 3339
    preread = required(str, "preread")
    cpu = required(CpuStats, "cpu_stats")
    precpu = required(CpuStats, "precpu_stats")
    memory = required(MemoryStats, "memory_stats")
    networks = mapping(NetworkStats, "networks")  # by interface
    blkio = optional(BlkioStats, "blkio_stats")
    pids = optional(PidsStats, "pids_stats")
