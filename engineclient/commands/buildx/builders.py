"""`buildx ls`, `inspect`, `use` and `version`: the builders of the engines, one for each context."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.build.engine_versions import buildkit_of
from engineclient.build.workers import INFO, LIST_WORKERS, CacheRule, Worker, in_groups, version_of, workers
from engineclient.cli.app import App
from engineclient.cli.arity import at_most
from engineclient.cli.builder_flags import BUILDER, context_names, debuggable, why_unknown
from engineclient.cli.buildkit_control import UnknownCall, called
from engineclient.cli.buildx_errors import marked
from engineclient.cli.command import command
from engineclient.cli.connection import context_name
from engineclient.cli.failures import Failure, failure_of
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag, flags
from engineclient.cli.printing.listing import FORMAT, print_list
from engineclient.connect.builder_activity import last_activity
from engineclient.connect.contexts import ContextStore
from engineclient.connect.hosts import DEFAULT_CONTEXT
from engineclient.errors import EngineError
from engineclient.golang import json as gojson
from engineclient.golang.durations import format_duration
from engineclient.golang.times import format_rfc3339, format_time
from engineclient.golang.units import binary_size
from engineclient.text.format import Column, Formatter
from engineclient.text.table import align
from engineclient.versions import BUILDX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_DRIVER: Final = "docker"
_RUNNING: Final = "running"
_AT_ONCE: Final = 8
_NEVER: Final = "0001-01-01T00:00:00Z"


class _Builder(NamedTuple):
    """A builder; its only node has the same name."""

    name: str
    is_current: bool
    used: int | None
    """The time of its last build in nanoseconds since 1970, if known."""
    worker: Worker | None
    error: str = ""
    """The error of its engine, if `worker` is None."""


class _Row(NamedTuple):
    """A builder, or its node."""

    builder: _Builder
    is_node: bool


@command()
@debuggable
def version(app: App) -> None:
    """Print the version of buildx that these commands follow."""
    app.out.line(f"github.com/docker/buildx {BUILDX}")


@command()
@debuggable
@FORMAT
@flag("--no-trunc", BOOL, "Show all platforms")
def ls(app: App, *, format: str, no_trunc: bool) -> None:
    """List the builders, one for each context."""
    with marked():
        names = context_names(app)
        if (current := context_name(app.options)) not in names:
            raise Failure(why_unknown(app, current))
        with ThreadPoolExecutor(min(len(names), _AT_ONCE)) as pool:
            builders = [*pool.map(partial(_builder, app), names)]
    builders.sort(key=lambda builder: builder.worker is None)
    if format == "json":
        app.out.write("".join(f"{gojson.escape_html(gojson.encode(_to_json(each)))}\n" for each in builders))
        return
    is_table = not format or format.startswith("table")
    rows = [_Row(each, is_node) for each in builders for is_node in (False, True)[: 2 if each.worker else 1]]
    print_list(app, _formatter(is_table=is_table, truncate=not no_trunc), rows, format)
    failed = [each for each in builders if each.worker is None]
    if failed and is_table:
        app.err.write("\n" + "".join(f"Cannot load builder {each.name}: {each.error}\n" for each in failed))


@command("[NAME]", at_most(1))
@flags(BUILDER)
@debuggable
@flag("--bootstrap", BOOL, "Start the builder first (the engine's own always runs)")
def inspect(app: App, name: str = "", *, bootstrap: bool, builder: str) -> None:
    """Show the details of a builder."""
    with marked():
        name = name or builder or context_name(app.options)
        if name not in context_names(app):
            raise Failure(why_unknown(app, name))
        lines = "".join(f"{line}\n" for line in _lines(_builder(app, name)))
        app.out.write(align(lines, min_width=0, padding=1))


@command("[OPTIONS] NAME", at_most(1))
@flags(BUILDER)
@debuggable
@flag("--default", BOOL, "Choose it for this context (always so for the engine's own builder)")
@flag(
    "--global", BOOL, "For all contexts, each of which always has its engine's own builder", dest="everywhere"
)
def use(app: App, name: str = "", *, builder: str, default: bool, everywhere: bool) -> None:
    """Choose a builder. Only the engine's own builder is supported, which is always in use."""
    with marked():
        name = name or builder
        if name != context_name(app.options):
            raise Failure(_why_not(app, name))


def _why_not(app: App, name: str) -> str:
    """Why the builder `name` cannot be used, with buildx's message for an unknown builder."""
    if name == DEFAULT_CONTEXT:
        return f"run `docker context use {name}` to switch to default context"
    if name in (context.name for context in ContextStore(app.config_dir).all()):
        return f"run `docker context use {name}` to switch to context {name}"
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9._-]*", name):
        rule = "name needs to start with a letter and may not contain symbols, except ._-"
        return f'failed to find instance "{name}": invalid name {name}, {rule}'
    file = app.config_dir / "buildx" / "instances" / name
    if file.exists():
        return (
            f"the builder {name} was created with docker buildx and cannot be used here: "
            "only the engine's own builder is supported"
        )
    return f'failed to find instance "{name}": open {file}: no such file or directory'


def _builder(app: App, name: str) -> _Builder:
    """The builder of a context, with the error if its engine does not answer."""
    is_current = name == context_name(app.options)
    used = last_activity(app.config_dir, name)
    try:
        if is_current:
            return _Builder(name, is_current, used, _worker(app))
        with App(app.opener) as other:
            other.options = app.options.replace(context=name, hosts=())
            return _Builder(name, is_current, used, _worker(other))
    except (EngineError, Failure) as error:
        return _Builder(name, is_current, used, None, failure_of(error).text)


def _worker(app: App) -> Worker:
    found = [worker for message in called(app, LIST_WORKERS) for worker in workers(message)]
    if not found:
        raise Failure("the engine's BuildKit has no worker: check the log of the daemon")
    if found[0].version:
        return found[0]
    try:
        version = next(map(version_of, called(app, INFO)), "")
    except UnknownCall:
        version = buildkit_of(app.engine().version().version)
    return found[0]._replace(version=version)


def _formatter(*, is_table: bool, truncate: bool) -> Formatter[_Row]:
    def name(row: _Row) -> str:
        if not is_table:
            return row.builder.name
        if row.is_node:
            return f" \\_ {row.builder.name}"
        return f"{row.builder.name}{'*' * row.builder.is_current}"

    def driver(row: _Row) -> str:
        if not row.is_node:
            return _DRIVER if row.builder.worker else ""
        return f" \\_ {row.builder.name}" if is_table else row.builder.name

    def platforms(row: _Row) -> str:
        known = row.builder.worker.platforms if row.builder.worker else ()
        return ", ".join(in_groups(known) if truncate and is_table else known)

    def status(row: _Row) -> str:
        if row.builder.worker is None:
            return "error"
        return _RUNNING if row.is_node else ""

    def of_builder(value: Callable[[_Row], str]) -> Callable[[_Row], str]:
        return lambda row: "" if row.is_node else value(row)

    def of_node(value: Callable[[_Row], str]) -> Callable[[_Row], str]:
        return lambda row: value(row) if row.is_node else ""

    columns: dict[str, Column[_Row]] = {
        "Name": Column("NAME/NODE", name),
        "DriverEndpoint": Column("DRIVER/ENDPOINT", driver),
        "LastActivity": Column("LAST ACTIVITY", of_builder(lambda row: _last(row.builder, ""))),
        "Status": Column("STATUS", status),
        "Buildkit": Column(
            "BUILDKIT", of_node(lambda row: row.builder.worker.version if row.builder.worker else "")
        ),
        "Error": Column("Error", lambda row: row.builder.error),
        "Platforms": Column("PLATFORMS", of_node(platforms)),
    }
    table = r"{{.Name}}\t{{.DriverEndpoint}}\t{{.Status}}\t{{.Buildkit}}\t{{.Platforms}}"
    return Formatter("*commands.lsContext", columns, table, whole=lambda row: _to_json(row.builder))


def _last(builder: _Builder, never: str) -> str:
    return never if builder.used is None else format_rfc3339(builder.used, UTC)


def _to_json(builder: _Builder) -> dict[str, Any]:
    """The builder as JSON, in buildx's format."""
    name, is_current, _used, worker, error = builder
    about = {"Current": is_current, "Dynamic": False, "LastActivity": _last(builder, _NEVER), "Name": name}
    if worker is None:
        return {**about, "Driver": "", "Err": error, "Nodes": [{"Endpoint": "", "Name": ""}]}
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
    # buildx omits these two for old engines, which do not report them
    shown = {name: value for name, value in node.items() if value or name not in ("GCPolicy", "Labels")}
    return {**about, "Driver": _DRIVER, "Nodes": [shown]}


def _lines(builder: _Builder) -> Iterator[str]:
    name, _is_current, used, worker, error = builder
    yield f"Name:\t{name}"
    yield f"Driver:\t{_DRIVER if worker else ''}"
    if used is not None:
        yield f"Last Activity:\t{format_time(used, UTC)}"
    if worker is None:
        yield f"Error:\t{error}"
        return
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
