"""`compose ps`: list the containers of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import flag
from engineclient.cli.printing.container_table import container_formatter
from engineclient.cli.printing.listing import print_list
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.running import containers, named
from engineclient.compose import labels
from engineclient.models.container_summary import ContainerSummary
from engineclient.text.format import Column, Formatter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App
    from engineclient.compose.state import Container
    from engineclient.golang.structs import Value
    from engineclient.models.containers import ContainerInspect

_TABLE: Final = r"{{.Name}}\t{{.Image}}\t{{.Command}}\t{{.Service}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}"
_PUBLISHER: Final = "PortPublisher URL TargetPort:int PublishedPort:int Protocol"
_NO_TITLE: Final = "<no value>"  # the title in a table of columns for which docker compose has none
_STATES: Final = ("paused", "restarting", "removing", "running", "dead", "created", "exited")


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flag("-a, --all", BOOL, "Also show stopped containers and those of 'compose run'")
@flag("--filter", STRING, "Show only containers with this status (status=running)")
@flag("--format", STRING, "Format of the output (table, json, or a Go template)", default="table")
@flag("--no-trunc", BOOL, "Do not shorten long values")
@flag("--orphans", BOOL, "Also show containers of services that are not in the files", default=True)
@flag("-q, --quiet", BOOL, "Show only IDs")
@flag("--services", BOOL, "Show only names of services", dest="services_only")
@flag("--status", LIST, f"Show only containers with this status ({', '.join(_STATES)})")
def ps(
    app: App,
    *services: str,
    all: bool,
    filter: str,
    format: str,
    no_trunc: bool,
    orphans: bool,
    quiet: bool,
    services_only: bool,
    status: list[str],
) -> None:
    """List the containers of a project."""
    from engineclient.compose.selection import of_services

    statuses = [*status, *_filtered(filter)]
    target = named(app, services)
    everything = all or bool(statuses)
    found = containers(app, target.name, all=everything)
    known = None if target.project is None else target.project.all_services
    found = of_services(found, services, one_off=all)
    if known is not None and not orphans and not services:
        found = [each for each in found if each.service in known]
    found = sorted(
        (each for each in found if not statuses or each.state in statuses), key=lambda each: each.name
    )
    if quiet:
        for each in found:
            app.out.line(each.id)
    elif services_only:
        for name in dict.fromkeys(each.service for each in found):
            app.out.line(name)
    else:
        print_list(
            app, _formatter(app, found, truncate=not no_trunc), [_view(each) for each in found], format
        )


def _filtered(text: str) -> list[str]:
    """The status of `--filter status=running`."""
    if not text:
        return []
    name, equals, value = text.partition("=")
    if not equals:
        raise Failure("arguments to --filter should be in form KEY=VAL")
    if name == "source":
        raise Failure("--filter source=... is not supported")
    if name != "status":
        raise Failure(f"unknown filter {name}")
    return [value]


def _view(container: Container) -> ContainerSummary:
    return ContainerSummary(container.listed)


def _formatter(app: App, found: Sequence[Container], *, truncate: bool) -> Formatter[ContainerSummary]:
    """The columns of `docker ps`, and those of compose."""
    base = container_formatter(truncate=truncate)
    state_of = _states(app)
    columns: dict[str, Column[ContainerSummary]] = {
        **{name: each for name, each in base.columns.items() if name != "Platform"},
        "Name": Column("NAME", _name),
        "Service": Column("SERVICE", lambda each: each.labels.get(labels.SERVICE, "")),
        "Project": Column("PROJECT", lambda each: each.labels.get(labels.PROJECT, "")),
        "ExitCode": Column(_NO_TITLE, lambda each: state_of(each.id).exit_code),
        "Health": Column(_NO_TITLE, lambda each: _health(state_of(each.id))),
        "Publishers": Column(_NO_TITLE, _publishers),
        "Image": Column("IMAGE", lambda each: each.image),
    }
    return Formatter("*formatter.ContainerContext", columns, _TABLE)


def _states(app: App) -> Any:
    """A function that returns the state of a container, which is inspected when a format first shows it."""
    known: dict[str, Any] = {}

    def state(id: str) -> Any:
        if id not in known:
            found: ContainerInspect = app.engine().containers.inspect(id)
            known[id] = found.state
        return known[id]

    return state


def _health(state: Any) -> str:
    return "" if state.health is None else state.health.status


def _name(container: ContainerSummary) -> str:
    names = [each.removeprefix("/") for each in container.names]
    return next((each for each in names if "/" not in each), "")


def _publishers(container: ContainerSummary) -> list[Value]:
    from engineclient.golang.structs import Schema

    structs = Schema(_PUBLISHER, package="api")
    return [
        structs.struct(
            "PortPublisher",
            {
                "URL": each.ip or "",
                "TargetPort": each.private_port,
                "PublishedPort": each.public_port or 0,
                "Protocol": each.type,
            },
        )
        for each in sorted(container.ports, key=lambda port: port.private_port)
    ]
