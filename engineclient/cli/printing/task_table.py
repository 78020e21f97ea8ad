"""The table of tasks of `service ps`, `node ps` and `stack ps`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.cli.flag_types import BOOL, FILTER
from engineclient.cli.flags import Flag
from engineclient.cli.printing.cluster_names import ClusterNames, own_node
from engineclient.cli.printing.listing import FORMAT, print_list, short_id
from engineclient.cli.printing.short_image import short_image
from engineclient.cli.settings import setting
from engineclient.golang.durations import ago
from engineclient.golang.natural import natural_key
from engineclient.golang.times import engine_time
from engineclient.models.tasks import Task
from engineclient.text.format import Column, Formatter
from engineclient.text.table import ellipsis
from engineclient.values import Data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engineclient import Engine
    from engineclient.cli.app import App

_TABLE: Final = (
    r"{{.ID}}\t{{.Name}}\t{{.Image}}\t{{.Node}}\t{{.DesiredState}}\t{{.CurrentState}}\t{{.Error}}\t{{.Ports}}"
)
_RAW: Final = (
    r"id: {{.ID}}\nname: {{.Name}}\nimage: {{.Image}}\nnode: {{.Node}}\ndesired_state: {{.DesiredState}}\n"
    r"current_state: {{.CurrentState}}\nerror: {{.Error}}\nports: {{.Ports}}\n"
)
_ERROR_WIDTH: Final = 30

TASK_FLAGS: Final = (
    Flag("-f, --filter", FILTER, 'Show only tasks that meet a condition (such as "desired-state=running")'),
    FORMAT,
    Flag("--no-resolve", BOOL, "Show IDs of services and nodes instead of their names"),
    Flag("--no-trunc", BOOL, "Do not shorten IDs, images and errors"),
    Flag("-q, --quiet", BOOL, "Show only IDs"),
)
"""The flags of every command that lists tasks."""


class TaskOptions(Data):
    """The values of `TASK_FLAGS`."""

    filter: dict[str, list[str]]
    format: str
    no_resolve: bool
    no_trunc: bool
    quiet: bool

    def names(self, engine: Engine) -> ClusterNames:
        """The names of services and nodes as the table shows them."""
        return ClusterNames(engine, resolve=not self.no_resolve)


def with_own_node(engine: Engine, filters: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Filters with the node `self` replaced by the id of the engine's own node."""
    found = {name: [*values] for name, values in filters.items()}
    if "self" in found.get("node", ()):
        found["node"] = [own_node(engine) if each == "self" else each for each in found["node"]]
    return found


class _Row(NamedTuple):
    task: Task
    name: str
    node: str


def print_tasks(app: App, tasks: Iterable[Task], options: TaskOptions) -> None:
    """Print tasks sorted by name, the newest of a slot first.

    Raises:
        Failure: the format is not a template, or does not fit.

    """
    source = options.format or ("" if options.quiet else setting(app, "tasksFormat"))
    if options.quiet:
        source = {"": "{{.ID}}", "table": "{{.ID}}", "raw": "id: {{.ID}}"}.get(source, source)
    is_table = not source or source.startswith("table")
    rows = _rows(tasks, options.names(app.engine()), before=r" \_ " if is_table else "")
    print_list(app, _formatter(truncate=not options.no_trunc), rows, source)


def _rows(tasks: Iterable[Task], names: ClusterNames, *, before: str) -> list[_Row]:
    named = [(_name(task, names), task) for task in tasks]
    named.sort(key=lambda each: each[1].created_at or "", reverse=True)
    named.sort(key=lambda each: natural_key(each[0]))
    shown: dict[str, str] = {}  # names by id: a task that is listed twice has one name
    previous = ""
    for name, task in named:
        shown[task.id] = before + name if name == previous else name
        previous = name
    return [_Row(task, shown[task.id], names.node(task.node_id or "")) for _, task in named]


def _name(task: Task, names: ClusterNames) -> str:
    service = names.service(task.service_id or "")
    return f"{service}.{task.slot or task.node_id or ''}"


def _formatter(*, truncate: bool) -> Formatter[_Row]:
    now = time.time_ns()
    columns: dict[str, Column[_Row]] = {
        "ID": Column("ID", lambda row: short_id(row.task.id) if truncate else row.task.id),
        "Name": Column("NAME", lambda row: row.name),
        "Image": Column("IMAGE", lambda row: _image(row.task, truncate=truncate)),
        "Node": Column("NODE", lambda row: row.node),
        "DesiredState": Column("DESIRED STATE", lambda row: capitalized(row.task.desired_state or "")),
        "CurrentState": Column("CURRENT STATE", lambda row: _state(row.task, now)),
        "Error": Column("ERROR", lambda row: _error(row.task, truncate=truncate)),
        "Ports": Column("PORTS", lambda row: _ports(row.task)),
    }
    return Formatter("*task.taskContext", columns, _TABLE, _RAW)


def capitalized(word: str) -> str:
    """`word` with its first letter in upper case: `Running`."""
    return word[:1].upper() + word[1:]


def _image(task: Task, *, truncate: bool) -> str:
    container = task.spec.container_spec
    image = (container and container.image) or ""
    return short_image(image) if truncate else image


def _state(task: Task, now: int) -> str:
    since = engine_time(task.status.timestamp or "0001-01-01T00:00:00Z")
    return f"{capitalized(task.status.state or '')} {ago(since, now).lower()}"


def _error(task: Task, *, truncate: bool) -> str:
    error = task.status.err or ""
    if truncate:
        error = ellipsis(error, _ERROR_WIDTH)
    return f'"{error}"' if error else ""


def _ports(task: Task) -> str:
    ports = task.status.port_status.ports if task.status.port_status else []
    return ",".join(
        f"*:{port.published_port or 0}->{port.target_port or 0}/{port.protocol}" for port in ports
    )
