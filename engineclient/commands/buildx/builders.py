"""buildx ls, buildx inspect and buildx version: the engine's own builder, the only one that there is here."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.build.workers import LIST_WORKERS, CacheRule, Worker, in_groups, workers
from engineclient.cli.arity import at_most
from engineclient.cli.buildkit_control import called
from engineclient.cli.command import command
from engineclient.cli.connection import context_name
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.cli.printing.listing import FORMAT, print_list
from engineclient.commands.buildx.errors import marked
from engineclient.connect.builder_activity import last_activity
from engineclient.connect.contexts import ContextStore
from engineclient.connect.hosts import DEFAULT_CONTEXT
from engineclient.golang import json as gojson
from engineclient.golang.durations import format_duration
from engineclient.golang.times import format_rfc3339, format_time
from engineclient.golang.units import binary_size
from engineclient.text.format import Column, Formatter
from engineclient.text.table import align
from engineclient.versions import BUILDX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engineclient.cli.app import App

_DRIVER: Final = "docker"
_RUNNING: Final = "running"
_NEVER: Final = "0001-01-01T00:00:00Z"


class _Builder(NamedTuple):
    """The builder, whose one node has the same name."""

    name: str
    worker: Worker
    used: int | None
    """When it last built, in nanoseconds since 1970, if that is known."""


class _Row(NamedTuple):
    """The builder, or its node."""

    builder: _Builder
    is_node: bool


@command()
def version(app: App) -> None:
    """Print the version of buildx whose output this is."""
    app.out.line(f"github.com/docker/buildx {BUILDX}")


@command()
@FORMAT
@flag("--no-trunc", BOOL, "Show all platforms")
def ls(app: App, *, format: str, no_trunc: bool) -> None:
    """List the builder."""
    with marked():
        builder = _builder(app)
        if format == "json":
            app.out.line(gojson.escape_html(gojson.encode(_to_json(builder))))
            return
        is_table = not format or format.startswith("table")
        formatter = _formatter(is_table=is_table, truncate=not no_trunc)
        print_list(app, formatter, [_Row(builder, is_node) for is_node in (False, True)], format)


@command("[NAME]", at_most(1))
@flag("--bootstrap", BOOL, "Wait until the builder runs, which the engine's own always does")
def inspect(app: App, name: str = "", *, bootstrap: bool) -> None:
    """Show the details of the builder."""
    with marked():
        if name not in ("", context_name(app.options)):
            raise Failure(f'no builder "{name}" found')
        lines = "".join(f"{line}\n" for line in _lines(_builder(app)))
        app.out.write(align(lines, min_width=0, padding=1))


@command("NAME", at_most(1))
@flag("--default", BOOL, "For this context, as the engine's own builder always is")
@flag(
    "--global", BOOL, "For all contexts, each of which always has its engine's own builder", dest="everywhere"
)
def use(app: App, name: str = "", *, default: bool, everywhere: bool) -> None:
    """Choose a builder. The engine's own one is the only one here, and always in use."""
    with marked():
        if name != context_name(app.options):
            raise Failure(_why_not(app, name))


def _why_not(app: App, name: str) -> str:
    """Why the builder `name` cannot be used, as buildx puts it where it has it neither."""
    if name == DEFAULT_CONTEXT:
        return f"run `docker context use {name}` to switch to default context"
    if name in (context.name for context in ContextStore(app.config_dir).all()):
        return f"run `docker context use {name}` to switch to context {name}"
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9._-]*", name):
        rule = "name needs to start with a letter and may not contain symbols, except ._-"
        return f'failed to find instance "{name}": invalid name {name}, {rule}'
    file = app.config_dir / "buildx" / "instances" / name
    if file.exists():
        return f"the builder {name} is one of buildx's own: the engine's own builder is the only one here"
    return f'failed to find instance "{name}": open {file}: no such file or directory'


def _builder(app: App) -> _Builder:
    found = [worker for message in called(app, LIST_WORKERS) for worker in workers(message)]
    if not found:
        raise Failure("the engine has no builder")
    name = context_name(app.options)
    return _Builder(name, found[0], last_activity(app.config_dir, name))


def _formatter(*, is_table: bool, truncate: bool) -> Formatter[_Row]:
    def name(row: _Row) -> str:
        if not is_table:
            return row.builder.name
        return f" \\_ {row.builder.name}" if row.is_node else f"{row.builder.name}*"

    def driver(row: _Row) -> str:
        if not row.is_node:
            return _DRIVER
        return f" \\_ {row.builder.name}" if is_table else row.builder.name

    def platforms(row: _Row) -> str:
        known = row.builder.worker.platforms
        return ", ".join(in_groups(known) if truncate and is_table else known)

    def of_builder(value: Callable[[_Row], str]) -> Callable[[_Row], str]:
        return lambda row: "" if row.is_node else value(row)

    def of_node(value: Callable[[_Row], str]) -> Callable[[_Row], str]:
        return lambda row: value(row) if row.is_node else ""

    columns: dict[str, Column[_Row]] = {
        "Name": Column("NAME/NODE", name),
        "DriverEndpoint": Column("DRIVER/ENDPOINT", driver),
        "LastActivity": Column("LAST ACTIVITY", of_builder(lambda row: _last(row.builder, ""))),
        "Status": Column("STATUS", of_node(lambda _: _RUNNING)),
        "Buildkit": Column("BUILDKIT", of_node(lambda row: row.builder.worker.version)),
        "Platforms": Column("PLATFORMS", of_node(platforms)),
    }
    table = r"{{.Name}}\t{{.DriverEndpoint}}\t{{.Status}}\t{{.Buildkit}}\t{{.Platforms}}"
    return Formatter("*commands.lsContext", columns, table, whole=lambda row: _to_json(row.builder))


def _last(builder: _Builder, never: str) -> str:
    return never if builder.used is None else format_rfc3339(builder.used, UTC)


def _to_json(builder: _Builder) -> dict[str, Any]:
    """The builder in JSON, as buildx has it."""
    name, worker, _used = builder
    node = {
        "Endpoint": name,
        "GCPolicy": [
            {
                "all": rule.all,
                "filter": list(rule.filters) or None,
                "keepDuration": rule.keep_duration,
                "maxUsedSpace": rule.max_used_space,
                "minFreeSpace": rule.min_free_space,
                "reservedSpace": rule.reserved_space,
            }
            for rule in worker.rules
        ],
        "IDs": [worker.id],
        "Labels": worker.labels,
        "Name": name,
        "Platforms": worker.platforms,
        "Status": _RUNNING,
        "Version": worker.version,
    }
    about = {"Current": True, "Driver": _DRIVER, "Dynamic": False, "LastActivity": _last(builder, _NEVER)}
    return {**about, "Name": name, "Nodes": [node]}


def _lines(builder: _Builder) -> Iterator[str]:
    name, worker, used = builder
    yield f"Name:\t{name}"
    yield f"Driver:\t{_DRIVER}"
    if used is not None:
        yield f"Last Activity:\t{format_time(used, UTC)}"
    yield ""
    yield "Nodes:"
    yield f"Name:\t{name}"
    yield f"Endpoint:\t{name}"
    yield f"Status:\t{_RUNNING}"
    yield f"BuildKit version:\t{worker.version}"
    yield f"Platforms:\t{', '.join(worker.platforms)}"
    if worker.labels:
        yield "Labels:"
        yield from (f" {key}:\t{value}" for key, value in worker.labels.items())
    for number, rule in enumerate(worker.rules):
        yield f"GC Policy rule#{number}:"
        yield from _rule(rule)


def _rule(rule: CacheRule) -> Iterator[str]:
    yield f" All:\t{str(rule.all).lower()}"
    if rule.filters:
        yield f" Filters:\t{' '.join(rule.filters)}"
    if rule.keep_duration:
        yield f" Keep Duration:\t{format_duration(rule.keep_duration)}"
    for title, size in (
        ("Reserved Space", rule.reserved_space),
        ("Max Used Space", rule.max_used_space),
        ("Min Free Space", rule.min_free_space),
    ):
        if size:
            yield f" {title}:\t{binary_size(size)}"
