"""update: change the limits of containers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import container_names
from engineclient.cli.flag_types import BYTES
from engineclient.cli.flags import Flag, flags
from engineclient.cli.option_flags import Words, flags_of
from engineclient.cli.printing.batch import print_one_by_one
from engineclient.options.update import UpdateFlags, container_update

if TYPE_CHECKING:
    from engineclient.cli.app import App

_WORDS: Final = {
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
    "restart": Words("string", "Restart policy, for when the container exits"),
}


@command("[OPTIONS] CONTAINER [CONTAINER...]", at_least(1), complete=container_names())
@flags(
    *flags_of(UpdateFlags, _WORDS),
    # current kernels no longer have this limit
    Flag("--kernel-memory", BYTES, default=None, hidden=True),
)
def update(app: App, *names: str, **given: Any) -> None:
    """`minidocker update`: update containers one after the other; print the engine's warnings at the end."""
    body = container_update(UpdateFlags(**given))
    engine = app.engine()
    warnings: list[str] = []

    def act(name: str) -> None:
        warnings.extend(engine.containers.update(name, body).warnings)

    try:
        print_one_by_one(app, names, act)
    finally:
        if warnings:
            app.out.line("\n".join(warnings))
