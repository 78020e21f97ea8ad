"""The table of services of `service ls` and `stack services`."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.cli.printing.listing import print_list, short_id
from engineclient.cli.printing.short_image import short_image
from engineclient.cli.settings import setting
from engineclient.golang.natural import natural_key
from engineclient.text.format import Column, Formatter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.models.cluster import PortView
    from engineclient.models.services import InspectedServiceMode, InspectedServiceSpec, Service

_TABLE: Final = r"{{.ID}}\t{{.Name}}\t{{.Mode}}\t{{.Replicas}}\t{{.Image}}\t{{.Ports}}"
_RAW: Final = (
    r"id: {{.ID}}\nname: {{.Name}}\nmode: {{.Mode}}\nreplicas: {{.Replicas}}\nimage: {{.Image}}\n"
    r"ports: {{.Ports}}\n"
)


class _Counted(NamedTuple):
    """The number of a service's tasks: running, desired, and for a job completed."""

    running: int = 0
    desired: int = 0
    completed: int = 0


class _Row(NamedTuple):
    """A service. Its parts are read once, as several columns need them."""

    service: Service
    spec: InspectedServiceSpec
    mode: InspectedServiceMode
    tasks: _Counted


def print_services(app: App, services: Iterable[Service], *, quiet: bool, source: str) -> None:
    """Print services sorted by name, in the format `source` or as a table.

    Raises:
        Failure: the format is not a template, or does not fit.

    """
    source = source or ("" if quiet else setting(app, "servicesFormat"))
    if quiet:
        source = {"": "{{.ID}}", "table": "{{.ID}}", "raw": "id: {{.ID}}"}.get(source, source)
    found = [*services]
    counted = repeat(_Counted()) if quiet else _counted(app.engine(), found)
    rows = [
        _Row(service, spec := service.spec, spec.mode, tasks)
        for service, tasks in zip(found, counted, strict=False)
    ]
    rows.sort(key=lambda row: natural_key(row.spec.name))
    print_list(app, _FORMATTER, rows, source)


def _counted(engine: Engine, services: list[Service]) -> Iterable[_Counted]:
    """The numbers of tasks of each service: the engine's, or before API 1.41 our own."""
    statuses = [status for service in services if (status := service.service_status) is not None]
    if len(statuses) < len(services):
        return _count(engine, services)
    return (
        _Counted(status.running_tasks or 0, status.desired_tasks or 0, status.completed_tasks or 0)
        for status in statuses
    )


def _count(engine: Engine, services: list[Service]) -> list[_Counted]:
    tasks = engine.tasks.list(filters={"service": [service.id for service in services]})
    nodes = engine.nodes.list() if tasks else []
    active = {node.id for node in nodes if node.status is None or node.status.state != "down"}
    running = dict.fromkeys((service.id for service in services), 0)
    wanted = dict(running)
    for task in tasks:
        id = task.service_id or ""
        wanted[id] = wanted.get(id, 0) + (task.desired_state != "shutdown")
        runs = task.node_id in active and task.status.state == "running"
        running[id] = running.get(id, 0) + runs
    return [_Counted(running[service.id], _desired(service, wanted[service.id])) for service in services]


def _desired(service: Service, tasks: int) -> int:
    replicated = service.spec.mode.replicated
    return tasks if replicated is None or replicated.replicas is None else replicated.replicas


def _mode(row: _Row) -> str:
    """The name of a service's mode."""
    mode = row.mode
    if mode.replicated is not None:
        return "replicated"
    if mode.global_ is not None:
        return "global"
    if mode.replicated_job is not None:
        return "replicated job"
    return "" if mode.global_job is None else "global job"


def _replicas(row: _Row) -> str:
    mode, tasks = row.mode, row.tasks
    text = f"{tasks.running}/{tasks.desired}"
    if mode.replicated is not None:
        placement = row.spec.task_template.placement
        most = placement.max_replicas if placement is not None else None
        return f"{text} (max {most} per node)" if most else text
    if mode.replicated_job is not None:
        return f"{text} ({tasks.completed}/{mode.replicated_job.total_completions or 0} completed)"
    if mode.global_job is not None:
        return f"{text} ({tasks.completed}/{tasks.desired + tasks.completed} completed)"
    return text


def _image(row: _Row) -> str:
    container = row.spec.task_template.container_spec
    return short_image((container and container.image) or "")


def _ports(row: _Row) -> str:
    endpoint = row.service.endpoint
    return ports_of(endpoint.ports) if endpoint is not None else ""


def ports_of(ports: Iterable[PortView]) -> str:
    """The ports that every node publishes, consecutive ports as ranges: `*:8080-8081->80-81/tcp`."""
    published = [port for port in ports if port.publish_mode == "ingress"]
    if not published:
        return ""
    published.sort(key=lambda port: (port.protocol or "", port.published_port or 0))
    ranges: list[list[tuple[int, int, str]]] = []
    for port in published:
        each = (port.published_port or 0, port.target_port or 0, port.protocol or "")
        if ranges and _continues(ranges[-1], each):
            ranges[-1].append(each)
        else:
            ranges.append([each])
    return ", ".join(map(_range, ranges))


def _continues(ports: list[tuple[int, int, str]], port: tuple[int, int, str]) -> bool:
    (published, target, protocol), (_, first, _) = ports[-1], ports[0]
    if first != target and port[1] <= target:
        return False
    return port[2] == protocol and port[0] - published in (0, 1) and port[1] - target in (0, 1)


def _range(ports: list[tuple[int, int, str]]) -> str:
    (published, target, protocol), (last_published, last_target, _) = ports[0], ports[-1]
    outer = f"{published}-{last_published}" if last_published > published else f"{published}"
    inside = f"{target}-{last_target}" if last_target > target else f"{target}"
    return f"*:{outer}->{inside}/{protocol}"


_FORMATTER: Final = Formatter[_Row](
    "*service.serviceContext",
    {
        "ID": Column("ID", lambda row: short_id(row.service.id)),
        "Name": Column("NAME", lambda row: row.spec.name),
        "Mode": Column("MODE", _mode),
        "Replicas": Column("REPLICAS", _replicas),
        "Image": Column("IMAGE", _image),
        "Ports": Column("PORTS", _ports),
    },
    _TABLE,
    _RAW,
)
