"""cp = stat + get or put of an archive: files between a container and this machine, by docker's rules."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack

from engineclient.api.containers import containers
from engineclient.archive.pack import Skipped, pack, source_place
from engineclient.archive.paths import (
    CopyError,
    Place,
    cleaned,
    followed,
    keep_ending,
    linked,
    plan,
    rebased,
    split,
)
from engineclient.archive.unpack import Unpacker
from engineclient.calls import Next, Steps
from engineclient.errors import APIError
from engineclient.golang.quoting import quote
from engineclient.wire.tar import Entry, Reader

Progress = Callable[[int], None]

_MOST_LINKS = 10  # in a row, at the destination
_DEVICE = 1 << 26  # Go's bit of a file's mode
_IRREGULAR = 1 << 19


def _no_progress(_: int) -> None:
    """Tell nobody."""


def _not_skipped(path: str, reason: str) -> None:
    raise CopyError(f"can't add file {path} to tar: {reason}")


def copy_from(
    container: str,
    path: str,
    destination: str,
    *,
    follow_link: bool = False,
    progress: Progress = _no_progress,
) -> Steps[None]:
    """Copy a file, or a directory with all in it, out of a container. Nothing is written outside of the destination.

    Args:
        container: id or name; it need not run.
        path: in the container; `dir/.` is what is in the directory.
        destination: a directory that is there gets the copy into it; else the copy is named so.
        follow_link: copy what a link at the end of `path` leads to, under the link's name.
        progress: is told the number of bytes of each piece that comes.

    Raises:
        NotFound: there is no such container, or nothing at that path.
        CopyError: the destination is not fit for it, or the archive is not to be trusted.
        OSError: a file cannot be written.

    """
    destination = local_path(destination)
    check_destination(destination)
    path, rename = (yield from followed_in(container, path)) if follow_link else (path, "")
    stream = yield from containers.get_archive(container, path)
    reader = Reader()
    with ExitStack() as closing:
        copy: _Copy | None = None
        while (data := (yield from Next(stream))) is not None:
            progress(len(data))
            for item in reader.feed(data):
                if copy is None:
                    assert isinstance(item, Entry)  # an archive begins with what was asked for
                    copy = _Copy(
                        Place(path, is_directory=item.kind == "directory", rename=rename), destination
                    )
                    closing.enter_context(copy.unpacker)
                copy.take(item)
        reader.end()


class _Copy:
    """A copy to this machine under way: where to is settled by the archive's first entry, which is its root."""

    def __init__(self, source: Place, destination: str) -> None:
        self._source = source
        self._plan = plan(source, destination_place(destination))
        self.unpacker = Unpacker(self._plan.directory)

    def take(self, item: Entry | bytes) -> None:
        if isinstance(item, Entry):
            if self._source.rename:
                item = rebased(item, split(self._source.path)[1], self._source.rename)
            item = self._plan.rename(item)
        self.unpacker.take(item)


def copy_to(
    container: str,
    source: str,
    path: str,
    *,
    follow_link: bool = False,
    copy_uid_gid: bool = False,
    progress: Progress = _no_progress,
    skipped: Skipped = _not_skipped,
) -> Steps[None]:
    """Copy a file, or a directory with all in it, into a container.

    Args:
        container: id or name; it need not run.
        source: on this machine; `dir/.` is what is in the directory.
        path: in the container: a directory that is there gets the copy into it; else the copy is named so.
        follow_link: copy what a link at the end of `source` leads to, under the link's name.
        copy_uid_gid: leave the files to the ids that own them here; else root has them.
        progress: is told the number of bytes of each piece that goes.
        skipped: is told the path and the reason of what cannot be copied (sockets); without it that is an error.

    Raises:
        NotFound: there is no such container or directory.
        CopyError: there is nothing to copy, or the destination is not fit for it.

    """
    destination = yield from container_place(container, path)
    found = source_place(local_path(source), follow_link=follow_link)
    planned = plan(found, destination)
    yield from containers.put_archive(
        container,
        planned.directory,
        _counted(pack(found, planned, skipped), progress),
        no_overwrite_dir_non_dir=True,
        copy_uid_gid=copy_uid_gid,
    )


def extract_to(
    container: str, path: str, content: Iterable[bytes], *, copy_uid_gid: bool = False
) -> Steps[None]:
    """Unpack a tar archive in a directory of a container.

    Args:
        container: id or name; it need not run.
        path: the directory, or a link to it.
        content: the archive.
        copy_uid_gid: leave the files to the ids that the archive names; else root has them.

    Raises:
        NotFound: there is no such container.
        CopyError: there is no such directory.

    """
    destination = yield from container_place(container, path)
    if not destination.is_directory:
        raise CopyError(f'destination "{container}:{path}" must be a directory')
    yield from containers.put_archive(
        container, destination.path, content, no_overwrite_dir_non_dir=True, copy_uid_gid=copy_uid_gid
    )


def followed_in(container: str, path: str) -> Steps[tuple[str, str]]:
    """Where a link in a container leads, and the name of the link if it is another; `path` if it is no link."""
    try:
        found = yield from containers.archive_info(container, path)
    except APIError:
        return path, ""  # what is wrong, getting it will say
    if not found.is_symlink:
        return path, ""
    return followed(path, linked(path, found.link_target or ""))


def container_place(container: str, path: str) -> Steps[Place]:
    """What there is at a path in a container, a link at its end followed once.

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
        return Place(at, exists=False)  # it is to be made, or else putting it there says what is wrong
    what = "a device" if mode & _DEVICE else "an irregular file" if mode & _IRREGULAR else ""
    if what:
        raise CopyError(f'destination "{container}:{path}" must be a directory or a regular file: got {what}')
    return Place(at, is_directory=found.is_directory)


def local_path(path: str) -> str:
    """The absolute form of a path, which ends as it did."""
    return keep_ending(cleaned(os.path.join(os.getcwd(), path)), path)  # noqa: PTH109, PTH118


def check_destination(path: str) -> None:
    """See that a copy could get to `path`.

    Raises:
        CopyError: its directory is not there, or it is a device.

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
    """What there is at an absolute path of this machine, links at its end followed.

    Raises:
        CopyError: there are too many links, or the directory is none.

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


def _counted(content: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    for piece in content:
        progress(len(piece))
        yield piece
