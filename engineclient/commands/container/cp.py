"""cp: copy files between a container and this machine."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.golang.log_lines import error_line
from engineclient.golang.units import human_size
from engineclient.procedures.copy import copy_from, copy_to, extract_to
from engineclient.procedures.copy_places import container_place, followed_in, local_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engineclient.cli.app import App

_PIECE: Final = 1 << 16
_REDRAW: Final = 0.5  # seconds
_SAVE, _RESTORE, _CLEAR_LINE, _HIDE, _SHOW = "\x1b7", "\x1b8", "\x1b[2K", "\x1b[?25l", "\x1b[?25h"


@command(
    "[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tminidocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH",
    exactly(2),
    description="Copy files between a container and this machine\n\n"
    "With '-' for the source, a tar archive is read from stdin and unpacked\n"
    "in a directory of the container. With '-' for the destination, a tar\n"
    "archive of the container's files is written to stdout.",
)
@flag("-a, --archive", BOOL, "Preserve the owners' user and group ids")
@flag("-L, --follow-link", BOOL, "Copy the target of a symbolic link, not the link")
@flag("-q, --quiet", BOOL, "Show no progress (default if stderr is not a terminal)", default=None)
def cp(
    app: App, source: str, destination: str, *, archive: bool, follow_link: bool, quiet: bool | None
) -> None:
    """Copy files out of a container or into one."""
    if not source:
        raise Failure("source can not be empty")
    if not destination:
        raise Failure("destination can not be empty")
    from_container, source = _parted(source)
    container, destination = _parted(destination)
    if from_container and container:
        raise Failure("copying between containers is not supported")
    quiet = not app.out.is_terminal() if quiet is None else quiet
    engine = app.engine()
    if from_container:
        if destination == "-":
            _write_archive(app, from_container, source, follow_link=follow_link)
            return
        to = local_path(destination)
        with _progress(app, "Copying from container - ", to, quiet=quiet) as progress:
            engine.perform(
                copy_from(from_container, source, destination, follow_link=follow_link, progress=progress)
            )
    elif not container:
        raise Failure("must specify at least one container source")
    elif source == "-":
        pieces = iter(lambda: os.read(0, _PIECE), b"")
        engine.perform(extract_to(container, destination, pieces, copy_uid_gid=archive))
    else:
        to = destination if quiet else engine.perform(container_place(container, destination)).path
        with _progress(app, "Copying to container - ", f"{container}:{to}", quiet=quiet) as progress:
            engine.perform(
                copy_to(
                    container,
                    source,
                    destination,
                    follow_link=follow_link,
                    copy_uid_gid=archive,
                    progress=progress,
                    skipped=lambda path, reason: _skipped(app, path, reason),
                )
            )


def _parted(argument: str) -> tuple[str, str]:
    """The container and the path of an argument; "" for the container if it is a local path."""
    container, colon, path = argument.partition(":")
    if argument.startswith(("/", ".")) or not colon:
        return "", argument
    return container, path


def _write_archive(app: App, container: str, path: str, *, follow_link: bool) -> None:
    engine = app.engine()
    if follow_link:
        path, _ = engine.perform(followed_in(container, path))
    with engine.containers.get_archive(container, path) as pieces:
        for piece in pieces:
            app.out.write(piece)


def _skipped(app: App, path: str, reason: str) -> None:
    """Log a file that is not copied, as docker does."""
    app.err.line(error_line(f"Can't add file {path} to tar: {reason}"))


@contextmanager
def _progress(app: App, header: str, destination: str, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A function to call with each number of bytes copied; on a terminal it shows the sum if copying takes long."""
    copied, drawn, began = 0, time.monotonic(), False
    shown = not quiet and app.err.is_terminal()

    def tell(count: int) -> None:
        nonlocal copied, drawn, began
        copied += count
        if shown and time.monotonic() - drawn >= _REDRAW:
            app.err.write(_RESTORE if began else _SAVE + _HIDE)
            app.err.write(f"{_CLEAR_LINE}{header}{human_size(copied, 3)}")
            drawn, began = time.monotonic(), True

    try:
        yield tell
    finally:
        if began:
            app.err.write(f"{_SHOW}{_RESTORE}{_CLEAR_LINE}")
    if not quiet:
        app.err.line(f"Successfully copied {human_size(copied, 3)} to {destination}")
