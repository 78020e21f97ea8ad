"""The table of services of `service ls` and `stack services`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.printing.listing import print_list, short_id
from engineclient.cli.printing.task_table import short_image
from engineclient.cli.settings import setting
from engineclient.golang.natural import natural_key
from engineclient.models.services import Service
from engineclient.text.format import Column, Formatter
from engineclient.values import Data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.models.cluster import PortView

_TABLE: Final = r"{{.ID}}\t{{.Name}}\t{{.Mode}}\t{{.Replicas}}\t{{.Image}}\t{{.Ports}}"
_RAW: Final = (
    r"id: {{.ID}}\nname: {{.Name}}\nmode: {{.Mode}}\nreplicas: {{.Replicas}}\nimage: {{.Image}}\n"
    r"ports: {{.Ports}}\n"
)


class Counted(Data):
    """The number of a service's tasks: running, desired, and for a job completed."""

    running: int = 0
    desired: int = 0
    completed: int = 0


def print_services(app: App, services: Iterable[Service], *, quiet: bool, source: str) -> None:
    """Print services sorted by name, in the format `source` or as a table.

    Raises:
        Failure: the format is not a template, or does not fit.

    """
    found = sorted(services, key=lambda each: natural_key(each.spec.name))
    source = source or ("" if quiet else setting(app, "servicesFormat"))
    if quiet:
        source = {"": "{{.ID}}", "table": "{{.ID}}", "raw": "id: {{.ID}}"}.get(source, source)
    counted = {} if quiet else _counted(app.engine(), found)
    print_list(app, _formatter(counted), found, source)


def _counted(engine: Engine, services: list[Service]) -> dict[str, Counted]:
    """The task counts of the engine, or before API 1.41 our own."""
    if any(service.service_status is None for service in services):
        return _count(engine, services)
    statuses = {service.id: service.service_status for service in services}
    return {
        id: Counted(status.running_tasks or 0, status.desired_tasks or 0, status.completed_tasks or 0)
        for id, status in statuses.items()
        if status is not None
    }


def _count(engine: Engine, services: list[Service]) -> dict[str, Counted]:
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
    return {
        service.id: Counted(running[service.id], _desired(service, wanted[service.id]))
        for service in services
    }


def _desired(service: Service, tasks: int) -> int:
    replicated = service.spec.mode.replicated
    return tasks if replicated is None or replicated.replicas is None else replicated.replicas


def mode_of(service: Service) -> str:
    """The mode of a service as docker words it."""
    mode = service.spec.mode
    if mode.replicated is not None:
        return "replicated"
    if mode.global_ is not None:
        return "global"
    if mode.replicated_job is not None:
        return "replicated job"
    return "" if mode.global_job is None else "global job"


def _formatter(counted: dict[str, Counted]) -> Formatter[Service]:
    none = Counted()
    columns: dict[str, Column[Service]] = {
        "ID": Column("ID", lambda each: short_id(each.id)),
        "Name": Column("NAME", lambda each: each.spec.name),
        "Mode": Column("MODE", mode_of),
        "Replicas": Column("REPLICAS", lambda each: _replicas(each, counted.get(each.id, none))),
        "Image": Column("IMAGE", _image),
        "Ports": Column("PORTS", lambda each: ports_of(each.endpoint.ports if each.endpoint else [])),
    }
    return Formatter("*service.serviceContext", columns, _TABLE, _RAW)


def _replicas(service: Service, tasks: Counted) -> str:
    mode = service.spec.mode
    text = f"{tasks.running}/{tasks.desired}"
    placement = service.spec.task_template.placement
    if mode.replicated is not None and placement is not None and placement.max_replicas:
        return f"{text} (max {placement.max_replicas} per node)"
    if mode.replicated_job is not None:
        return f"{text} ({tasks.completed}/{mode.replicated_job.total_completions or 0} completed)"
    if mode.global_job is not None:
        return f"{text} ({tasks.completed}/{tasks.desired + tasks.completed} completed)"
    return text


def _image(service: Service) -> str:
    container = service.spec.task_template.container_spec
    return short_image((container and container.image) or "")


def ports_of(ports: Iterable[PortView]) -> str:
    """The ports that every node publishes, consecutive ports as ranges: `*:8080-8081->80-81/tcp`."""
    published = [port for port in ports if port.publish_mode == "ingress"]
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
    outside = f"{published}-{last_published}" if last_published > published else f"{published}"
    inside = f"{target}-{last_target}" if last_target > target else f"{target}"
    return f"*:{outside}->{inside}/{protocol}"
