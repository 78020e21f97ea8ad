"""docker's arithmetic over the engine's counters."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.models.stats import Stats
from engineclient.models.usage import Usage, usage_of


def cpu(total: int, system: int | None = None, **more: Any) -> dict[str, Any]:
    usage = {"total_usage": total, **({"percpu_usage": more.pop("per_cpu")} if "per_cpu" in more else {})}
    return {"cpu_usage": usage, **({} if system is None else {"system_cpu_usage": system}), **more}


def usage(**fields: Any) -> Usage:
    raw = {
        "read": "2026-11-24T00:00:01Z",
        "preread": "2026-11-24T00:00:00Z",
        "cpu_stats": cpu(0),
        "precpu_stats": cpu(0),
        "memory_stats": {},
        **fields,
    }
    return usage_of(Stats(raw))


def test_a_container_that_does_not_run_uses_nothing() -> None:
    assert usage() == Usage()


@pytest.mark.parametrize(
    ("before", "now", "percent"),
    [
        (cpu(0, 0), cpu(50, 200, online_cpus=2), 50.0),
        (cpu(100, 1000), cpu(200, 1200, online_cpus=4), 200.0),
        (cpu(0, 0), cpu(50, 200, per_cpu=[1, 2, 3]), 75.0),
        (cpu(0), cpu(50), 0.0),
        (cpu(50, 100), cpu(50, 200, online_cpus=2), 0.0),
        (cpu(90, 100), cpu(50, 200, online_cpus=2), 0.0),
    ],
)
def test_cpu(before: dict[str, Any], now: dict[str, Any], percent: float) -> None:
    assert usage(precpu_stats=before, cpu_stats=now).cpu_percent == percent


@pytest.mark.parametrize(
    ("stats", "memory"),
    [
        ({}, 1000),
        ({"inactive_file": 300}, 700),
        ({"total_inactive_file": 400, "inactive_file": 300}, 600),
        ({"total_inactive_file": 2000, "inactive_file": 300}, 700),
        ({"inactive_file": 1000}, 1000),
    ],
)
def test_memory(stats: dict[str, int], memory: int) -> None:
    found = usage(memory_stats={"usage": 1000, "limit": 2000, "stats": stats})
    assert (found.memory, found.memory_limit, found.memory_percent) == (memory, 2000, memory / 20)


def test_traffic_is_summed_up() -> None:
    network = {f"{way}_{what}": 0 for way in ("rx", "tx") for what in ("packets", "errors", "dropped")}
    found = usage(
        networks={name: network | {"rx_bytes": 1, "tx_bytes": 2} for name in ("eth0", "eth1")},
        blkio_stats={
            "io_service_bytes_recursive": [
                {"major": 8, "minor": 0, "op": op, "value": value}
                for op, value in (("Read", 5), ("read", 6), ("Write", 7), ("Total", 99), ("", 1))
            ]
        },
        pids_stats={"current": 9},
    )
    assert found == Usage(received=2, sent=4, block_read=11, block_written=7, pids=9)
