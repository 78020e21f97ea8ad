"""The two ends of a copy: inspect a path in a container, and one on this machine."""

from __future__ import annotations

import os
import stat
from typing import Final

from engineclient.api.containers import containers
from engineclient.archive.paths import CopyError, Place, cleaned, followed, keep_ending, linked, split
from engineclient.calls import Steps
from engineclient.errors import APIError
from engineclient.golang.quoting import quote

_MOST_LINKS: Final = 10  # links in a row that are followed at the destination
_DEVICE: Final = 1 << 26  # a bit of Go's file mode
_IRREGULAR: Final = 1 << 19


def followed_in(container: str, path: str) -> Steps[tuple[str, str]]:
    """The target of a link in a container, and the link's name if that differs; `path` if it is not a link."""
    try:
        found = yield from containers.archive_info(container, path)
    except APIError:
        return path, ""  # getting it will raise the error
    if not found.is_symlink:
        return path, ""
    return followed(path, linked(path, found.link_target or ""))


def container_place(container: str, path: str) -> Steps[Place]:
    """The `Place` at a path in a container; a link at its end is followed once.

    Raises:
        CopyError: it is a device.

    """
    at, mode = path, None
    try:
        found = yield from containers.archive_info(container, path)
        if found.is_symlink:
            at = linked(path, found.link_target or "")
            found = yield from containers.archive_info(container, at)
        mode = found.mode
    except APIError:
        return Place(at, exists=False)  # it will be created, or putting it there will raise the error
    what = "a device" if mode & _DEVICE else "an irregular file" if mode & _IRREGULAR else ""
    if what:
        raise CopyError(f'destination "{container}:{path}" must be a directory or a regular file: got {what}')
    return Place(at, is_directory=found.is_directory)


def local_path(path: str) -> str:
    """The absolute form of a path, with its ending (`/` or `/.`) kept.

    Raises:
        CopyError: it is relative, and the working directory was removed.

    """
    if path.startswith("/"):
        return keep_ending(cleaned(path), path)
    try:
        here = os.getcwd()  # noqa: PTH109
    except OSError as error:
        raise CopyError(f"getwd: {(error.strerror or str(error)).lower()}") from error
    return keep_ending(cleaned(os.path.join(here, path)), path)  # noqa: PTH118


def check_destination(path: str) -> None:
    """Check that a copy can be written to `path`.

    Raises:
        CopyError: its directory does not exist, or it is a device.

    """
    directory = os.path.dirname(cleaned(path))  # noqa: PTH120
    if not os.path.exists(directory):  # noqa: PTH110
        raise CopyError(f"invalid output path: directory {quote(directory)} does not exist")
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except FileNotFoundError:
        return
    except OSError as error:
        raise CopyError(f"stat {path}: {(error.strerror or str(error)).lower()}") from error
    if stat.S_ISBLK(mode) or stat.S_ISCHR(mode):
        raise CopyError(
            f"invalid output path: {quote(path)} must be a directory or a regular file: got a device"
        )


def destination_place(path: str) -> Place:
    """The `Place` at an absolute path of this machine; links at its end are followed.

    Raises:
        CopyError: there are too many links, or its parent is not a directory.

    """
    original = path
    for _ in range(_MOST_LINKS + 2):
        try:
            mode = os.lstat(path).st_mode
        except FileNotFoundError:
            break
        except OSError as error:
            raise CopyError(f"lstat {path}: {(error.strerror or str(error)).lower()}") from error
        if not stat.S_ISLNK(mode):
            return Place(path, is_directory=stat.S_ISDIR(mode))
        path = linked(path, os.readlink(path))  # noqa: PTH115
    else:
        raise CopyError(f"too many symlinks in {original}")
    directory = split(path)[0]
    try:
        mode = os.stat(directory).st_mode  # noqa: PTH116
    except OSError as error:
        raise CopyError(f"stat {directory}: {(error.strerror or str(error)).lower()}") from error
    if not stat.S_ISDIR(mode):
        raise CopyError("not a directory")
    return Place(path, exists=False)
