"""`buildx history ls` and `rm`: the builds in the engine's history, those of all clients."""

from __future__ import annotations

import time
from datetime import UTC
from typing import TYPE_CHECKING, Final

from engineclient.build.build_names import build_name
from engineclient.build.history import (
    LISTEN_BUILD_HISTORY,
    UPDATE_BUILD_HISTORY,
    BuildRecord,
    build_record,
    forget,
    history_request,
)
from engineclient.build.history_filters import history_filters
from engineclient.build.inspection_text import build_duration
from engineclient.cli.arity import ANY
from engineclient.cli.builder_flags import on_builder
from engineclient.cli.buildkit_control import called
from engineclient.cli.buildx_errors import marked
from engineclient.cli.command import command
from engineclient.cli.connection import context_name
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, LIST
from engineclient.cli.flags import Flag, flag
from engineclient.cli.printing.listing import FORMAT, print_list
from engineclient.connect.build_refs import build_place
from engineclient.golang import json as gojson
from engineclient.golang.durations import ago
from engineclient.golang.quoting import quote
from engineclient.golang.strconv import parse_atoi
from engineclient.golang.times import format_rfc3339_nano
from engineclient.text.format import Column, Formatter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App

MOST: Final = 50
"""The maximum number of builds that are listed, or can be named by their position."""
_WIDTH: Final = 36  # the maximum length of a name in a table; of longer names, the end is shown


@command("[OPTIONS]")
@on_builder
@flag("--filter", LIST, 'Show only builds that meet a condition (such as "status=error", "duration>10s")')
@FORMAT
@Flag("--local", unsupported="name the repository with --filter repository=URL")
@flag("--no-trunc", BOOL, "Show names in full")
def ls(app: App, *, filter: list[str], format: str, no_trunc: bool) -> None:
    """List the builds, the last one first."""
    with marked():
        try:
            filters = history_filters(filter, time.time_ns())
        except ValueError as error:
            raise Failure(str(error)) from error
        builds = [build for build in past_builds(app, condition=filters.condition) if filters.meets(build)]
        if format == "json":
            app.out.write(
                "".join(f"{gojson.escape_html(gojson.encode(_json(app, build)))}\n" for build in builds)
            )
        else:
            is_table = not format or format.startswith("table")
            print_list(app, _formatter(app, is_table=is_table, truncate=not no_trunc), builds, format)


@command("[OPTIONS] [REF...]", ANY)
@on_builder
@flag("--all", BOOL, "Forget all builds")
def rm(app: App, *refs: str, all: bool) -> None:
    """Remove builds from the engine's history. Images and cache stay."""
    with marked():
        if not refs and not all:
            raise Failure("rm requires at least one argument")
        if refs and all:
            raise Failure("rm requires either --all or at least one argument")
        for ref in [build.ref for build in past_builds(app, limit=0)] if all else refs:
            for _ in called(app, UPDATE_BUILD_HISTORY, forget(ref.rpartition("/")[2])):
                pass


def past_builds(app: App, ref: str = "", *, limit: int = MOST, condition: str = "") -> list[BuildRecord]:
    """The builds in the engine's history, the latest first.

    Args:
        app: the program, for its engine.
        ref: the id of a build; "" or `^N` for all builds.
        limit: the maximum number of builds, 0 for no limit.
        condition: the condition that they must meet, in BuildKit's syntax; "" for none.

    """
    request = history_request("" if ref.startswith("^") else ref, limit, condition)
    messages = called(app, LISTEN_BUILD_HISTORY, request)
    builds = [build for build in map(build_record, messages) if build is not None and build.ref]
    return sorted(builds, key=lambda build: -(build.created or 0))


def named_build(app: App, ref: str) -> BuildRecord:
    """The build that a reference names: an id, `^N`, or "" for the latest. Raises Failure if it does not exist."""
    return find_build(past_builds(app, ref), ref)


def find_build(builds: Sequence[BuildRecord], ref: str) -> BuildRecord:
    """The build that a reference names: an id, `^N` for the N-th completed build before the latest, or "" for the latest.

    Args:
        builds: the builds, the latest first.
        ref: the reference.

    Raises:
        Failure: it does not exist; with buildx's message.

    """
    if ref.startswith("^"):
        try:
            offset = parse_atoi(ref[1:])
        except ValueError as error:
            number = f"strconv.Atoi: parsing {quote(ref[1:])}"
            raise Failure(f"invalid offset {quote(ref)}: {number}: {error}") from error
        completed = [build for build in builds if build.completed is not None][:MOST]
        if offset > len(completed):
            raise Failure(f"no completed build found with offset {offset - len(completed)}")
        if offset < len(completed):
            return completed[max(0, offset)]
    found = next((build for build in builds if ref in ("", build.ref)), None)
    if found is None:
        raise Failure(f"no record found for ref {quote(ref)}" if ref else "no records found")
    return found


def _formatter(app: App, *, is_table: bool, truncate: bool) -> Formatter[BuildRecord]:
    now = time.time_ns()

    def name(build: BuildRecord) -> str:
        whole = _name(app, build)
        return f"..{whole[2 - _WIDTH :]}" if is_table and truncate and len(whole) > _WIDTH else whole

    columns: dict[str, Column[BuildRecord]] = {
        "Ref": Column("BUILD ID", lambda build: build.ref),
        "Name": Column("NAME", name),
        "Status": Column("STATUS", lambda build: build.status),
        "CreatedAt": Column("CREATED AT", lambda build: ago(build.created or now, now)),
        "Duration": Column("DURATION", lambda build: _duration(build, now)),
        "Link": Column("", lambda build: "" if is_table else desktop_url(app, build)),
    }
    table = r"{{.Ref}}\t{{.Name}}\t{{.Status}}\t{{.CreatedAt}}\t{{.Duration}}\t{{.Link}}"
    return Formatter("*history.lsContext", columns, table)


def desktop_url(app: App, build: BuildRecord) -> str:
    """The URL of a build in Docker Desktop."""
    return f"docker-desktop://dashboard/build/{_full_ref(app, build)}"


def _full_ref(app: App, build: BuildRecord) -> str:
    """The id of a build with the names of the builder and of its node, which are the same: BUILDER/NODE/ID."""
    builder = context_name(app.options)
    return f"{builder}/{builder}/{build.ref}"


def _name(app: App, build: BuildRecord) -> str:
    place = build_place(app.config_dir, context_name(app.options), build.ref)
    return build_name(build.attributes, place)


def _duration(build: BuildRecord, now: int) -> str:
    if build.created is None:
        return ""
    if build.completed is None:
        return f"{build_duration(now - build.created)}+"
    return build_duration(build.completed - build.created)


def _json(app: App, build: BuildRecord) -> dict[str, object]:
    """A build as JSON, in buildx's format."""
    times = {"created_at": build.created, "completed_at": build.completed}
    return {
        "cached_steps": build.cached_steps,
        "completed_steps": build.completed_steps,
        "name": _name(app, build),
        "ref": _full_ref(app, build),
        "status": build.status,
        "total_steps": build.total_steps,
        **{name: format_rfc3339_nano(moment, UTC) for name, moment in times.items() if moment is not None},
    }
