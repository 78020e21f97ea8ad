"""builder du and builder history: what BuildKit keeps in its cache, and which builds it remembers."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from engineclient.build.control import (
    DISK_USAGE,
    HISTORY_REQUEST,
    LISTEN_BUILD_HISTORY,
    CacheRecord,
    PastBuild,
    disk_usage,
    past_build,
)
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.errors import NotFound, StreamError
from engineclient.golang.durations import ago
from engineclient.golang.units import human_size
from engineclient.text.table import align
from engineclient.wire.grpc_client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.cli.app import App

_BILLION: Final = 1_000_000_000
_UNIMPLEMENTED: Final = 12  # a status of gRPC


def _called(app: App, path: str, request: bytes = b"") -> Iterator[bytes]:
    """The messages of BuildKit's answer to one call."""
    client = Client()
    call = client.call(path, request)
    try:
        with app.engine().images.grpc() as duplex:
            while not call.over:
                if data := client.to_send():
                    duplex.write(data)
                frame = next(iter(duplex), None)
                client.feed(frame.data if frame is not None else b"")
                if not call.over:
                    yield from call.messages()
            yield from call.messages()
    except NotFound as error:
        raise Failure("this engine has no BuildKit that could be asked") from error
    except StreamError as error:
        if error.code == _UNIMPLEMENTED:
            raise Failure("the BuildKit of this engine is too old to tell that") from error
        raise


@command()
@flag("--verbose", BOOL, "Show all that is known of each record")
def du(app: App, *, verbose: bool) -> None:
    """Show what the build cache takes of the disk, record by record.

    A star behind an ID marks a record that is not finished, such as the files of a build context; one behind a size,
    files that an image has too.
    """
    records = [record for message in _called(app, DISK_USAGE) for record in disk_usage(message)]
    records.sort(key=lambda record: (record.size, record.id))
    if verbose:
        app.out.write("".join(map(_paragraph, records)))
    else:
        rows = ["ID\tRECLAIMABLE\tSIZE\tLAST ACCESSED", *map(_row, records)]
        app.out.write(align("\n".join(rows)) + "\n")
    app.out.write(_totals(records))


def _row(record: CacheRecord) -> str:
    name = f"{record.id}{'*' * record.mutable}"
    size = f"{human_size(record.size)}{'*' * record.shared}"
    return f"{name}\t{_bool(not record.in_use)}\t{size}\t{_since(record.last_used)}"


def _paragraph(record: CacheRecord) -> str:
    parents = "".join(f" - {parent}\n" for parent in record.parents)
    return (
        f"ID:           {record.id}\n"
        + (f"Parents:\n{parents}" if parents else "")
        + f"Created at:   {_date(record.created)}\n"
        f"Mutable:      {_bool(record.mutable)}\n"
        f"Reclaimable:  {_bool(not record.in_use)}\n"
        f"Shared:       {_bool(record.shared)}\n"
        f"Size:         {human_size(record.size)}\n"
        + (f"Description:  {record.description}\n" if record.description else "")
        + f"Usage count:  {record.usage_count}\n"
        + (f"Last used:    {_since(record.last_used)}\n" if record.last_used is not None else "")
        + (f"Type:         {record.type}\n" if record.type else "")
        + "\n"
    )


def _totals(records: list[CacheRecord]) -> str:
    total = sum(record.size for record in records)
    shared = sum(record.size for record in records if record.shared)
    reclaimable = sum(record.size for record in records if not record.in_use)
    parts = f"Shared:\t\t{human_size(shared)}\nPrivate:\t{human_size(total - shared)}\n" if shared else ""
    return f"{parts}Reclaimable:\t{human_size(reclaimable)}\nTotal:\t\t{human_size(total)}\n"


@command()
def history(app: App) -> None:
    """List the builds that BuildKit remembers, of any client, the last one first."""
    messages = _called(app, LISTEN_BUILD_HISTORY, HISTORY_REQUEST)
    builds = [build for build in map(past_build, messages) if build.ref]
    builds.sort(key=lambda build: -(build.created or 0))
    rows = ["BUILD ID\tTARGET\tSTATUS\tCACHED STEPS\tCREATED\tDURATION", *map(_build_row, builds)]
    app.out.write(align("\n".join(rows)) + "\n")


def _build_row(build: PastBuild) -> str:
    status, seconds = "Running", ""
    if build.completed is not None:
        status = "Error" if build.error else "Completed"
        seconds = f"{(build.completed - (build.created or build.completed)) / _BILLION:.1f}s"
    if "context canceled" in build.error:
        status = "Canceled"
    steps = f"{build.cached_steps}/{build.total_steps}"
    return f"{build.ref}\t{build.target}\t{status}\t{steps}\t{_since(build.created)}\t{seconds}"


def _since(moment: int | None) -> str:
    return "" if moment is None else ago(moment, time.time_ns())


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _date(moment: int | None) -> str:
    """As Go prints a time: with as many digits behind the point as it takes."""
    seconds, nanoseconds = divmod(moment or 0, _BILLION)
    fraction = f".{nanoseconds:09d}".rstrip("0").rstrip(".")
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S}{fraction} +0000 UTC"
