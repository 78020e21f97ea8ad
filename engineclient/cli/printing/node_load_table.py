"""The table of `node ps --all`: nodes with their tasks and reservations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.printing.listing import print_list
from engineclient.cli.printing.task_table import capitalized
from engineclient.golang.natural import natural_key
from engineclient.golang.units import binary_size
from engineclient.procedures.cluster_view import NodeLoad
from engineclient.text.format import Column, Formatter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.cli.app import App
    from engineclient.cli.printing.cluster_names import ClusterNames
    from engineclient.models.tasks import Task

_TABLE: Final = r"{{.Node}}\t{{.Status}}\t{{.Availability}}\t{{.Running}}\t{{.Starting}}\t{{.CPUs}}\t{{.Memory}}\t{{.Tasks}}"
_NANO: Final = 10**9


def print_loads(app: App, loads: Iterable[NodeLoad], names: ClusterNames, source: str) -> None:
    """Print nodes by name, in the format `source` or as a table.

    Raises:
        Failure: the format is no template, or does not fit.

    """
    columns: dict[str, Column[NodeLoad]] = {
        "ID": Column("ID", lambda load: load.node.id),
        "Node": Column("NODE", _hostname),
        "Status": Column(
            "STATUS", lambda load: capitalized((load.node.status and load.node.status.state) or "")
        ),
        "Availability": Column("AVAILABILITY", lambda load: capitalized(load.node.spec.availability or "")),
        "Running": Column("RUNNING", lambda load: str(len(load.running))),
        "Starting": Column("STARTING", lambda load: str(len(load.starting))),
        "CPUs": Column("CPUS", lambda load: f"{load.reserved_cpus / _NANO:g} / {load.cpus / _NANO:g}"),
        "Memory": Column(
            "MEMORY", lambda load: f"{binary_size(load.reserved_memory)} / {binary_size(load.memory)}"
        ),
        "Tasks": Column("TASKS", lambda load: ", ".join(_tasks(load, names))),
    }
    found = sorted(loads, key=lambda load: natural_key(_hostname(load)))
    print_list(app, Formatter("*node.loadContext", columns, _TABLE), found, source)


def _hostname(load: NodeLoad) -> str:
    return (load.node.description and load.node.description.hostname) or load.node.id


def _tasks(load: NodeLoad, names: ClusterNames) -> list[str]:
    return sorted((_name(task, names) for task in load.running), key=natural_key)


def _name(task: Task, names: ClusterNames) -> str:
    service = names.service(task.service_id or "")
    return f"{service}.{task.slot}" if task.slot else service
