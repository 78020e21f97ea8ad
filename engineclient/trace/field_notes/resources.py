"""Notes on limits: below HostConfig in `POST /containers/create`, at the top in `POST /containers/{id}/update`."""

from __future__ import annotations

from typing import Final

from engineclient.trace.field_notes.model import FieldNote

__all__ = ["RESOURCES", "RESTART"]


def _cgroup(file: str, version_1: str) -> str:
    """A command that reads a file of the container's cgroup, which it sees as the root; version 1 if there is no 2."""
    return f"minidocker exec {{c}} sh -c 'cd /sys/fs/cgroup; cat {file} || cat {version_1}'"


def _inspect(field: str) -> str:
    return f"minidocker inspect -f '{{{{json .HostConfig.{field}}}}}' {{c}}"


RESTART: Final = {
    "RestartPolicy.Name": FieldNote(
        "--restart",
        "When the process ends, the engine starts the container again, after a pause that doubles from 100 ms. on-failure "
        "needs an exit code other than 0; always and unless-stopped also hold after a restart of the engine.",
        "minidocker inspect -f '{{.RestartCount}}' {c}",
    ),
    "RestartPolicy.MaximumRetryCount": FieldNote(
        "--restart",
        "on-failure:N gives up after this many restarts.",
        "minidocker inspect -f '{{.RestartCount}}' {c}",
    ),
}

RESOURCES: Final = {
    "Memory": FieldNote(
        "-m, --memory",
        "The cgroup's memory.max, in bytes: the most memory all processes of the container may use together. Beyond it the "
        "kernel first reclaims and then kills a process (exit code 137, OOMKilled).",
        _cgroup("memory.max", "memory/memory.limit_in_bytes"),
    ),
    "MemoryReservation": FieldNote(
        "--memory-reservation",
        "The cgroup's memory.low, in bytes: when the host is short of memory, the kernel takes from others first while the "
        "container stays below it.",
        _cgroup("memory.low", "memory/memory.soft_limit_in_bytes"),
    ),
    "MemorySwap": FieldNote(
        "--memory-swap",
        "Memory and swap together, in bytes; the difference to --memory becomes memory.swap.max. Equal values mean no swap, "
        "-1 means no limit.",
        _cgroup("memory.swap.max", "memory/memory.memsw.limit_in_bytes"),
    ),
    "MemorySwappiness": FieldNote(
        "--memory-swappiness",
        "How readily the kernel swaps the container's pages, 0 to 100. Only cgroup version 1 has it.",
        _inspect("MemorySwappiness"),
    ),
    "KernelMemory": FieldNote(
        "--kernel-memory",
        "A limit for kernel memory of cgroup version 1. Kernels since 5.4 and engines since API 1.42 ignore it.",
        _inspect("KernelMemory"),
    ),
    "OomKillDisable": FieldNote(
        "--oom-kill-disable",
        "At the memory limit processes wait instead of being killed. Only cgroup version 1 has it.",
        _inspect("OomKillDisable"),
    ),
    "NanoCpus": FieldNote(
        "--cpus",
        "CPUs in billionths. The cgroup's cpu.max becomes QUOTA PERIOD in microseconds: with 0.5 the processes together run "
        "50000 of every 100000 and are then throttled.",
        _cgroup("cpu.max", "cpu/cpu.cfs_quota_us"),
    ),
    "CpuPeriod": FieldNote(
        "--cpu-period",
        "The second number of cpu.max: the length of one period of the scheduler, in microseconds.",
        _cgroup("cpu.max", "cpu/cpu.cfs_period_us"),
    ),
    "CpuQuota": FieldNote(
        "--cpu-quota",
        "The first number of cpu.max: microseconds of CPU time in each period, all processes together.",
        _cgroup("cpu.max", "cpu/cpu.cfs_quota_us"),
    ),
    "CpuShares": FieldNote(
        "-c, --cpu-shares",
        "A weight against other containers, 1024 being normal. It counts only while they compete for CPUs; an idle host "
        "gives everything. In cgroup version 2 it is converted to cpu.weight.",
        _cgroup("cpu.weight", "cpu/cpu.shares"),
    ),
    "CpuRealtimePeriod": FieldNote(
        "--cpu-rt-period",
        "The period of the real-time scheduler, in microseconds. It needs cgroup version 1 and a kernel built for it.",
        _inspect("CpuRealtimePeriod"),
    ),
    "CpuRealtimeRuntime": FieldNote(
        "--cpu-rt-runtime",
        "Microseconds that real-time processes may run in each period. It needs cgroup version 1 and a kernel built for it.",
        _inspect("CpuRealtimeRuntime"),
    ),
    "CpusetCpus": FieldNote(
        "--cpuset-cpus",
        "The processes run on these CPUs only.",
        _cgroup("cpuset.cpus.effective", "cpuset/cpuset.cpus"),
    ),
    "CpusetMems": FieldNote(
        "--cpuset-mems",
        "The processes get memory from these NUMA nodes only.",
        _cgroup("cpuset.mems.effective", "cpuset/cpuset.mems"),
    ),
    "PidsLimit": FieldNote(
        "--pids-limit",
        "The cgroup's pids.max: with that many processes and threads the next fork fails, which stops a fork bomb. -1 means "
        "no limit.",
        _cgroup("pids.max", "pids/pids.max"),
    ),
    "BlkioWeight": FieldNote(
        "--blkio-weight",
        "A weight for block I/O, 10 to 1000, against other containers. It needs a scheduler such as bfq.",
        _cgroup("io.bfq.weight", "blkio/blkio.bfq.weight"),
    ),
    "BlkioWeightDevice": FieldNote(
        "--blkio-weight-device",
        "The same weight for one device.",
        _cgroup("io.bfq.weight", "blkio/blkio.bfq.weight"),
    ),
    "BlkioDeviceReadBps": FieldNote(
        "--device-read-bps",
        "rbps in the cgroup's io.max: reads of this device wait beyond so many bytes a second.",
        _cgroup("io.max", "blkio/blkio.throttle.read_bps_device"),
    ),
    "BlkioDeviceWriteBps": FieldNote(
        "--device-write-bps",
        "wbps in the cgroup's io.max: writes to this device wait beyond so many bytes a second.",
        _cgroup("io.max", "blkio/blkio.throttle.write_bps_device"),
    ),
    "BlkioDeviceReadIOps": FieldNote(
        "--device-read-iops",
        "riops in the cgroup's io.max: reads of this device wait beyond so many a second.",
        _cgroup("io.max", "blkio/blkio.throttle.read_iops_device"),
    ),
    "BlkioDeviceWriteIOps": FieldNote(
        "--device-write-iops",
        "wiops in the cgroup's io.max: writes to this device wait beyond so many a second.",
        _cgroup("io.max", "blkio/blkio.throttle.write_iops_device"),
    ),
    "CgroupParent": FieldNote(
        "--cgroup-parent",
        "The container's cgroup is created below this one, and the parent's limits hold for all children together.",
        "cat /proc/$(minidocker inspect -f '{{.State.Pid}}' {c})/cgroup",
    ),
    "Devices": FieldNote(
        "--device",
        "The device's node appears in the container's /dev, and the cgroup's device filter lets its processes use it.",
        "minidocker exec {c} ls -l /dev",
    ),
    "DeviceCgroupRules": FieldNote(
        "--device-cgroup-rule",
        "A rule of the cgroup's device filter (kind, major:minor, rwm). It creates no node in /dev.",
        _inspect("DeviceCgroupRules"),
    ),
    "DeviceRequests": FieldNote(
        "--gpus, --device",
        "A driver such as NVIDIA's adds the devices and libraries through a hook of the runtime or by CDI.",
        _inspect("DeviceRequests"),
    ),
    "Ulimits": FieldNote(
        "--ulimit",
        "Limits of each single process (setrlimit), not of the container: nofile, for one, is the most open files.",
        "minidocker exec {c} cat /proc/1/limits",
    ),
    "CpuCount": FieldNote("--cpu-count", "The number of CPUs of a Windows container.", _inspect("CpuCount")),
    "CpuPercent": FieldNote(
        "--cpu-percent", "The share of CPU of a Windows container, in percent.", _inspect("CpuPercent")
    ),
    "IOMaximumIOps": FieldNote(
        "--io-maxiops",
        "Operations a second on the system drive of a Windows container.",
        _inspect("IOMaximumIOps"),
    ),
    "IOMaximumBandwidth": FieldNote(
        "--io-maxbandwidth",
        "Bytes a second on the system drive of a Windows container.",
        _inspect("IOMaximumBandwidth"),
    ),
}
