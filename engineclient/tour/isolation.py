"""Chapters about the kernel: limits, and what of root's power a container has."""

from __future__ import annotations

from typing import Final

from engineclient.tour.chapter import Chapter, Step

__all__ = ["ISOLATION"]

_READ_LIMITS: Final = (
    "cd /sys/fs/cgroup; cat memory.max || cat memory/memory.limit_in_bytes; "
    "cat pids.max || cat pids/pids.max; cat cpu.max || cat cpu/cpu.cfs_quota_us"
)

_LIMITS: Final = Chapter(
    name="limits",
    title="Limits: memory, CPU, processes, and who enforces them",
    steps=(
        Step(
            say="Three limits at once.",
            predict="Who will enforce them: the engine, the container's process, or the kernel?",
            run=(
                *(
                    "run",
                    "-d",
                    "--name",
                    "tour-limits",
                    "--memory",
                    "64m",
                    "--cpus",
                    "0.5",
                    "--pids-limit",
                    "20",
                ),
                *("busybox", "sleep", "600"),
            ),
            answer="The engine only writes three numbers into files of the container's cgroup. The kernel does the "
            "rest.",
            show=(("exec", "tour-limits", "sh", "-c", f"({_READ_LIMITS}) 2>/dev/null"),),
            host=("cat /proc/{pid}/cgroup",),
            of="tour-limits",
        ),
        Step(
            say="They can be changed while it runs.",
            run=("update", "--memory", "96m", "--memory-swap", "96m", "tour-limits"),
            answer="The new number stands in the cgroup at once; the process was not restarted.",
            show=(("exec", "tour-limits", "sh", "-c", f"({_READ_LIMITS}) 2>/dev/null"),),
        ),
        Step(
            say="A process that wants 200 MB where 32 are allowed.",
            predict="Which exit code will it have?",
            run=(
                *("run", "--name", "tour-oom", "--memory", "32m", "--memory-swap", "32m", "busybox"),
                *("sh", "-c", "x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo survived"),
            ),
            answer="137 is 128 + 9: the kernel has killed it with SIGKILL. The engine saw why, and wrote it down.",
            show=(
                ("inspect", "-f", "OOMKilled={{.State.OOMKilled}} ExitCode={{.State.ExitCode}}", "tour-oom"),
            ),
        ),
    ),
    clean=(("rm", "-f", "tour-limits", "tour-oom"),),
)

_POWER: Final = Chapter(
    name="power",
    title="Root inside: capabilities, a read-only root, another user",
    steps=(
        Step(
            say="The process is root, and root may change the time, or so one thinks.",
            predict="What will the kernel answer?",
            run=("run", "--rm", "busybox", "date", "-s", "2030-01-01"),
            answer="Operation not permitted: a container has 14 of the kernel's capabilities, and SYS_TIME is none "
            "of them.",
            show=(("run", "--rm", "busybox", "grep", "CapEff", "/proc/1/status"),),
        ),
        Step(
            say="Every capability taken away.",
            run=("run", "--rm", "--cap-drop", "ALL", "busybox", "chown", "1000", "/tmp"),
            answer="Even chown fails now, for root.",
            show=(("run", "--rm", "--cap-drop", "ALL", "busybox", "grep", "CapEff", "/proc/1/status"),),
        ),
        Step(
            say="Another user, and a root file system that cannot be written.",
            run=("run", "--rm", "-u", "1000", "--read-only", "busybox", "sh", "-c", "id; touch /x"),
            answer="The kernel refuses with EROFS: the mount is read-only, for everybody.",
        ),
    ),
)

ISOLATION: Final = (_LIMITS, _POWER)
