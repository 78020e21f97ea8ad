"""cp = stat + get or put of an archive: copy files between a container and this machine, by docker's rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack

from engineclient.api.containers import containers
from engineclient.archive.pack import Skipped, pack, source_place
from engineclient.archive.paths import CopyError, Place, plan, rebased, split
from engineclient.archive.unpack import Unpacker
from engineclient.calls import Steps
from engineclient.procedures.copy_places import (
    check_destination,
    container_place,
    destination_place,
    followed_in,
    local_path,
)
from engineclient.procedures.files import write_file
from engineclient.steps import Next
from engineclient.wire.tar import Entry, Reader

Progress = Callable[[int], None]


def _no_progress(_: int) -> None:
    """Ignore the progress."""


def _not_skipped(path: str, reason: str) -> None:
    raise CopyError(f"can't add file {path} to tar: {reason}")


def copy_from(
    container: str,
    path: str,
    destination: str | os.PathLike[str],
    *,
    follow_link: bool = False,
    progress: Progress = _no_progress,
) -> Steps[None]:
    """Copy a file, or a directory with its contents, out of a container. Nothing is written outside the destination.

        engine.copy_from("web", "/var/log/nginx", "logs")

    `GET /containers/{id}/archive`. `read_file` returns the content of one file as bytes.

    Args:
        container: id or name; it need not run.
        path: the path in the container; `dir/.` is the contents of the directory.
        destination: an existing directory, into which the copy is put, or the new path of the copy.
        follow_link: copy the target of a symbolic link at the end of `path`, under the link's name.
        progress: called with the number of bytes of each piece received.

    Raises:
        NotFound: there is no such container, or nothing at that path.
        CopyError: the destination is unsuitable, or the archive is malicious.
        OSError: a file cannot be written.

    """
    destination = local_path(os.fspath(destination))
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
                    assert isinstance(item, Entry)  # an archive begins with the requested file or directory
                    copy = _Copy(
                        Place(path, is_directory=item.kind == "directory", rename=rename), destination
                    )
                    closing.enter_context(copy.unpacker)
                copy.take(item)
        reader.end()


class _Copy:
    """Writes a copy to this machine; the archive's first entry, its root, determines where to."""

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
    source: str | os.PathLike[str] | bytes,
    path: str,
    *,
    follow_link: bool = False,
    copy_uid_gid: bool = False,
    progress: Progress = _no_progress,
    skipped: Skipped = _not_skipped,
) -> Steps[None]:
    """Copy a file, or a directory with its contents, into a container. `PUT /containers/{id}/archive`.

        engine.copy_to("web", "site/.", "/usr/share/nginx/html")
        engine.copy_to("web", b"debug = true", "/etc/app.toml")

    Args:
        container: id or name; it need not run.
        source: a path on this machine; `dir/.` is the contents of the directory. Bytes are the content of a file (see
            `write_file` for its permissions and its owner).
        path: an existing directory in the container, into which the copy is put, or the new path of the copy.
        follow_link: copy the target of a symbolic link at the end of `source`, under the link's name.
        copy_uid_gid: preserve the owners' user and group ids; by default root owns the copies.
        progress: called with the number of bytes of each piece sent.
        skipped: called with the path of a file that cannot be copied (a socket) and the reason; by default that is an
            error.

    Raises:
        NotFound: there is no such container or directory.
        CopyError: the source does not exist, or the destination is unsuitable.

    """
    if isinstance(source, bytes):
        yield from write_file(container, path, source)
        progress(len(source))
        return
    destination = yield from container_place(container, path)
    found = source_place(local_path(os.fspath(source)), follow_link=follow_link)
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
    """Unpack a tar archive into a directory of a container. `PUT /containers/{id}/archive`.

    Args:
        container: id or name; it need not run.
        path: the directory, or a link to it.
        content: the archive, in pieces.
        copy_uid_gid: preserve the user and group ids in the archive; by default root owns the files.

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


def _counted(content: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    for piece in content:
        progress(len(piece))
        yield piece
