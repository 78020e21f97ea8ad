"""The help of the limits that run and create set, and that update changes."""

from __future__ import annotations

from typing import Final

from engineclient.cli.option_flags import Words

LIMITS: Final = {
    "blkio_weight": Words("uint16", "Relative weight of block IO (10 to 1000, 0 to inherit it)", "0"),
    "cpu_period": Words("int", "Period of the CPU scheduler in microseconds"),
    "cpu_quota": Words("int", "CPU time in each period, in microseconds"),
    "cpu_rt_period": Words("int", "Period of the real-time scheduler in microseconds"),
    "cpu_rt_runtime": Words("int", "Real-time CPU in each period, in microseconds"),
    "cpu_shares": Words("int", "CPU shares, relative to other containers"),
    "cpus": Words("decimal", "Number of CPUs"),
    "cpuset_cpus": Words("string", "CPUs to run on (0-3, 0,1)"),
    "cpuset_mems": Words("string", "Memory nodes to use (0-3, 0,1)"),
    "memory": Words("bytes", "Limit of memory"),
    "memory_reservation": Words("bytes", "Soft limit of memory, which applies when the host is short of it"),
    "memory_swap": Words("bytes", "Limit of memory and swap together (-1 for unlimited swap)"),
    "pids_limit": Words("int", "Limit of processes and threads (-1 for unlimited)"),
}
"""By field of RunFlags and UpdateFlags."""
