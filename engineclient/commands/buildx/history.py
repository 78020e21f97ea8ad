"""buildx history: the builds that the engine remembers, of any client."""

from __future__ import annotations

import time
from datetime import UTC
from typing import TYPE_CHECKING, Final

from engineclient.build.control import (
    HISTORY_REQUEST,
    LISTEN_BUILD_HISTORY,
    UPDATE_BUILD_HISTORY,
    PastBuild,
    forget,
    past_build,
)
from engineclient.cli.arity import ANY
from engineclient.cli.buildkit_control import called
from engineclient.cli.command import command
from engineclient.cli.connection import context_name
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST
from engineclient.cli.flags import flag
from engineclient.cli.printing.listing import FORMAT, print_list
from engineclient.commands.buildx.errors import marked
from engineclient.golang import json as gojson
from engineclient.golang.durations import ago
from engineclient.golang.times import format_rfc3339
from engineclient.text.format import Column, Formatter
from engineclient.text.table import ellipsis

if TYPE_CHECKING:
    from engineclient.cli.app import App

_BILLION: Final = 1_000_000_000
_MINUTE: Final = 60
_WIDTH: Final = 36  # longer names are cut


@command("[OPTIONS]")
@flag("--filter", LIST, 'Show only builds that meet a condition (such as "status=error")')
@FORMAT
@flag("--no-trunc", BOOL, "Show names in full")
def ls(app: App, *, filter: list[str], format: str, no_trunc: bool) -> None:
    """List the builds, the last one first."""
    with marked():
        wanted = [_condition(each) for each in filter]
        name = context_name(app.options)
        builds = [
            build for build in past_builds(app) if all(build.status.lower() == status for status in wanted)
        ]
        if format == "json":
            app.out.write(
                "".join(f"{gojson.escape_html(gojson.encode(_json(build, name)))}\n" for build in builds)
            )
        else:
            print_list(app, _formatter(truncate=not no_trunc), builds, format)


@command("[OPTIONS] [REF...]", ANY)
@flag("--all", BOOL, "Forget all builds")
def rm(app: App, *refs: str, all: bool) -> None:
    """Let the engine forget builds. Images and cache stay."""
    with marked():
        if not refs and not all:
            raise Failure("rm requires at least one argument")
        if refs and all:
            raise Failure("rm requires either --all or at least one argument")
        for ref in [build.ref for build in past_builds(app)] if all else refs:
            for _ in called(app, UPDATE_BUILD_HISTORY, forget(ref.rpartition("/")[2])):
                pass


def past_builds(app: App) -> list[PastBuild]:
    """The builds that the engine remembers, the last one first."""
    messages = called(app, LISTEN_BUILD_HISTORY, HISTORY_REQUEST)
    builds = [build for build in map(past_build, messages) if build.ref]
    return sorted(builds, key=lambda build: -(build.created or 0))


def _condition(text: str) -> str:
    """The status that builds must have."""
    key, equal, value = text.partition("=")
    if not equal:
        raise Failure(f'invalid filter "{text}"')
    if key != "status":
        raise Failure(f'unsupported filter "{text}"')
    return value.lower()


def _formatter(*, truncate: bool) -> Formatter[PastBuild]:
    now = time.time_ns()
    columns: dict[str, Column[PastBuild]] = {
        "Ref": Column("BUILD ID", lambda build: build.ref),
        "Name": Column("NAME", lambda build: ellipsis(build.name, _WIDTH) if truncate else build.name),
        "Status": Column("STATUS", lambda build: build.status),
        "CreatedAt": Column("CREATED AT", lambda build: ago(build.created or now, now)),
        "Duration": Column("DURATION", _duration),
    }
    table = r"{{.Ref}}\t{{.Name}}\t{{.Status}}\t{{.CreatedAt}}\t{{.Duration}}\t"
    return Formatter("*history.lsContext", columns, table)


def _duration(build: PastBuild) -> str:
    if build.created is None or build.completed is None:
        return ""
    minutes, seconds = divmod((build.completed - build.created) / _BILLION, _MINUTE)
    return f"{minutes:.0f}m {seconds:2.0f}s" if minutes else f"{seconds:.1f}s"


def _json(build: PastBuild, builder: str) -> dict[str, object]:
    """A build in JSON, as buildx has it: its `ref` begins with the builder and its node, which has the same name."""
    times = {"created_at": build.created, "completed_at": build.completed}
    return {
        "cached_steps": build.cached_steps,
        "completed_steps": build.completed_steps,
        "name": build.name,
        "ref": f"{builder}/{builder}/{build.ref}",
        "status": build.status,
        "total_steps": build.total_steps,
        **{name: _moment(moment) for name, moment in times.items() if moment is not None},
    }


def _moment(nanoseconds: int) -> str:
    """A time as Go's JSON has it: without zeros at the end of the fraction."""
    text = format_rfc3339(nanoseconds, UTC, nanoseconds=True).removesuffix("Z")
    return f"{text.rstrip('0').rstrip('.')}Z"
