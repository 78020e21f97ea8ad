"""service inspect: show the details of services, as JSON, through a template, or in a human-readable form."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from engineclient.api.services import services
from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import service_names
from engineclient.cli.failures import Failure
from engineclient.cli.flags import flags
from engineclient.cli.printing.inspection import BAD_SWARM_FORMAT, INSPECT_FORMAT, Found, json_of, show
from engineclient.cli.printing.pretty import PRETTY, is_pretty, label_lines, print_pretty
from engineclient.cli.settings import setting
from engineclient.errors import EngineError, NotFound
from engineclient.golang.durations import ago, format_duration
from engineclient.golang.json import escape_html
from engineclient.golang.numbers import format_float
from engineclient.golang.times import engine_time
from engineclient.golang.units import binary_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.models.cluster import PortView, ResourcesView
    from engineclient.models.inspected import InspectedHealthcheck
    from engineclient.models.inspected_task import InspectedContainerSpec, InspectedTaskSpec
    from engineclient.models.services import InspectedRollout, Service

_NANO: Final = 10**9
_MORE_THAN_PRETTY: Final = "Cannot supply extra formatting options to the pretty template"
# docker's own template fails for a config that is a credential specification, and so in no file
_NO_FILE: Final = (
    'template parsing error: template: :110:18: executing "" at <$config.File.Name>: '
    "nil pointer evaluating *swarm.ConfigReferenceFileTarget.Name"
)


@command("[OPTIONS] SERVICE [SERVICE...]", at_least(1), complete=service_names)
@flags(INSPECT_FORMAT, PRETTY)
def inspect(app: App, *names: str, format: str, pretty: bool) -> None:
    """Show services, including the defaults of settings that were not given when they were created."""
    if pretty and format:
        raise Failure("--format is incompatible with human friendly format")
    format = format or setting(app, "serviceInspectFormat")
    if is_pretty(format, pretty=pretty, error=_MORE_THAN_PRETTY):
        print_pretty(app, names, lambda name: _pretty(app.engine(), _service(app.engine(), name)))
        return
    show(
        app,
        names,
        format.removeprefix("raw"),
        lambda name: _found(app, name),
        bad_format=BAD_SWARM_FORMAT,
    )


def _found(app: App, name: str) -> Found:
    try:
        text = json_of(app, services.inspect(name, insert_defaults=True))
    except NotFound:
        raise _missing(name) from None
    return Found("service", escape_html(text), templates_see_json=False)


def _service(engine: Engine, name: str) -> Service:
    try:
        return engine.services.inspect(name, insert_defaults=True)
    except NotFound:
        raise _missing(name) from None


def _missing(name: str) -> Failure:
    return Failure(f"Error: no such service: {name}")


def _pretty(engine: Engine, service: Service) -> str:
    return "\n".join(["", *_lines(engine, service)]) + "\n"


def _lines(engine: Engine, service: Service) -> Iterator[str]:
    spec = service.spec
    task = spec.task_template
    container = task.container_spec
    yield f"ID:\t\t{service.id}"
    yield f"Name:\t\t{spec.name}"
    if spec.labels:
        yield from ["Labels:", *label_lines(spec.labels, " ")]
    yield from _mode(service)
    yield from _update_status(service)
    yield from _placement(task)
    yield from _rollout("Update", spec.update_config, "Update order:      ")
    yield from _rollout("Rollback", spec.rollback_config, "Rollback order:    ")
    yield "ContainerSpec:"
    if container is not None:
        yield from _container(container)
    yield from _log_driver(task)
    yield from _resources(task)
    networks = [_network(engine, each.target or "") for each in task.networks]
    if networks:
        yield f"Networks: {' '.join(networks)} "
    endpoint = spec.endpoint_spec
    yield f"Endpoint Mode:\t{(endpoint and endpoint.mode) or ''}"
    ports = [*_ports(service.endpoint.ports if service.endpoint else [])]
    health = [*_health(container.healthcheck if container is not None else None)]
    yield from ports[:-1]
    if ports:
        yield f"{ports[-1]} "
    yield from health


def _mode(service: Service) -> Iterator[str]:
    mode = service.spec.mode
    if mode.global_ is not None:
        yield "Service Mode:\tGlobal"
    elif mode.replicated is not None:
        yield "Service Mode:\tReplicated"
        if mode.replicated.replicas is not None:
            yield f" Replicas:\t{mode.replicated.replicas}"
    else:
        yield "Service Mode:"


def _update_status(service: Service) -> Iterator[str]:
    status = service.update_status
    if status is None or not status.state:
        return
    now = time.time_ns()
    yield "UpdateStatus:"
    yield f" State:\t\t{status.state}"
    if status.started_at:
        yield f" Started:\t{ago(engine_time(status.started_at), now)}"
    if status.state == "completed" and status.completed_at:
        yield f" Completed:\t{ago(engine_time(status.completed_at), now)}"
    yield f" Message:\t{status.message or ''}"


def _placement(task: InspectedTaskSpec) -> Iterator[str]:
    yield "Placement:"
    placement = task.placement
    if placement is None:
        return
    if placement.constraints:
        yield f" Constraints:\t[{' '.join(placement.constraints)}]"
    spread = [each.spread.spread_descriptor for each in placement.preferences if each.spread is not None]
    if spread:
        yield f" Preferences:   [{' '.join(f'spread={each}' for each in spread)}]"
    if placement.max_replicas:
        yield f" Max Replicas Per Node:   {placement.max_replicas}"


def _rollout(kind: str, config: InspectedRollout | None, order: str) -> Iterator[str]:
    if config is None:
        return
    yield f"{kind}Config:"
    yield f" Parallelism:\t{config.parallelism or 0}"
    if config.delay:
        yield f" Delay:\t\t{format_duration(config.delay)}"
    yield f" On failure:\t{config.failure_action or ''}"
    if config.monitor:
        yield f" Monitoring Period: {format_duration(config.monitor)}"
    yield f" Max failure ratio: {format_float(config.max_failure_ratio or 0)}"
    yield f" {order}{config.order or ''}"


def _container(container: InspectedContainerSpec) -> Iterator[str]:
    yield f" Image:\t\t{container.image or ''}"
    for name, values in (("Args", container.args), ("Env", container.env)):
        if values:
            yield f" {name}:\t\t{''.join(f'{value} ' for value in values)}"
    if container.dir:
        yield f" Dir:\t\t{container.dir}"
    if container.init is not None:
        yield f" Init:\t\t{'true' if container.init else 'false'}"
    if container.user:
        yield f" User: {container.user}"
    if container.capability_add or container.capability_drop:
        yield "Capabilities:"
        for name, names in (("Add", container.capability_add), ("Drop", container.capability_drop)):
            if names:
                yield f" {name}: {', '.join(names)}"
    if container.sysctls:
        yield from ["SysCtls:", *label_lines(container.sysctls, " ", ": ")]
    if container.ulimits:
        yield "Ulimits:"
        yield from (f" {each.name}: {each.soft}:{each.hard}" for each in container.ulimits)
    yield from _files(container)


def _files(container: InspectedContainerSpec) -> Iterator[str]:
    if container.mounts:
        yield "Mounts:"
    for mount in container.mounts:
        yield f" Target:\t{mount.target or ''}"
        yield f"  Source:\t{mount.source or ''}"
        yield f"  ReadOnly:\t{'true' if mount.read_only else 'false'}"
        yield f"  Type:\t\t{mount.type or ''}"
    if any(each.file is None for each in container.configs):
        raise Failure(_NO_FILE)
    configs = [(each.file, each.config_name) for each in container.configs if each.file is not None]
    secrets = [(each.file, each.secret_name) for each in container.secrets if each.file is not None]
    for title, found in (("Configs:", configs), ("Secrets:", secrets)):
        if found:
            yield title
        for file, source in found:
            yield f" Target:\t{file.name or ''}"
            yield f"  Source:\t{source or ''}"


def _log_driver(task: InspectedTaskSpec) -> Iterator[str]:
    driver = task.log_driver
    if driver is None:
        return
    yield "Log Driver:"
    if driver.name:
        yield f" Name:\t\t{driver.name}"
    if driver.options:
        yield from [" LogOpts:", *label_lines(driver.options, "  ", ":       ")]
    yield ""


def _resources(task: InspectedTaskSpec) -> Iterator[str]:
    if task.resources is None:
        return
    yield "Resources:"
    reserved, limits = task.resources.reservations, task.resources.limits
    if reserved is not None and (reserved.nano_cpus or reserved.memory_bytes):
        yield from [" Reservations:", *_amounts(reserved)]
    if limits is not None and (limits.nano_cpus or limits.memory_bytes or limits.pids):
        yield from [" Limits:", *_amounts(limits)]
        if limits.pids:
            yield f"  PIDs:\t\t{limits.pids}"


def _amounts(resources: ResourcesView) -> Iterator[str]:
    if (resources.nano_cpus or 0) > 0:
        yield f"  CPU:\t\t{format_float((resources.nano_cpus or 0) / _NANO)}"
    if resources.memory_bytes:
        yield f"  Memory:\t{binary_size(resources.memory_bytes)}"


def _network(engine: Engine, id: str) -> str:
    try:
        return engine.networks.inspect(id, scope="swarm").name
    except EngineError:
        return id


def _ports(ports: list[PortView]) -> Iterator[str]:
    if ports:
        yield "Ports:"
    for port in ports:
        yield f" PublishedPort = {port.published_port or 0}"
        yield f"  Protocol = {port.protocol or ''}"
        yield f"  TargetPort = {port.target_port or 0}"
        yield f"  PublishMode = {port.publish_mode or ''}"


def _health(check: InspectedHealthcheck | None) -> Iterator[str]:
    if check is None:
        return
    yield " Healthcheck:"
    yield f"  Interval = {format_duration(check.interval or 0)}"
    yield f"  Retries = {check.retries or 0}"
    yield f"  StartPeriod =\t{format_duration(check.start_period or 0)}"
    yield f"  Timeout =\t{format_duration(check.timeout or 0)}"
    if check.test:
        yield "  Tests:"
        yield from (f"\t Test = {test}" for test in check.test[:-1])
        yield f"\t Test = {check.test[-1]} "
