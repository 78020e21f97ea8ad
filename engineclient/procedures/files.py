"""The content of one file of a container, as bytes; `copy` has whole trees of files."""

from __future__ import annotations

import posixpath
import time
from typing import TYPE_CHECKING, Final

from engineclient.api.containers import containers
from engineclient.archive.paths import CopyError, split
from engineclient.calls import Next
from engineclient.procedures.copy_places import container_place, followed_in
from engineclient.wire.tar import END, Entry, Reader, header, padding

if TYPE_CHECKING:
    from engineclient.calls import Steps

MOST: Final = 256 << 20
"""Bytes of a file that are read at most, unless another limit is given."""


def read_file(container: str, path: str, *, limit: int = MOST) -> Steps[bytes]:
    """The content of a file in a container, which need not run. `GET /containers/{id}/archive`.

        print(engine.read_file("web", "/etc/hostname").decode())

    Args:
        container: id or name.
        path: of the file; a link at its end is followed once.
        limit: bytes that are read at most.

    Raises:
        NotFound: there is no such container, or nothing at that path.
        CopyError: it is no file, or larger than `limit`.
    """
    path, _ = yield from followed_in(container, path)
    stream = yield from containers.get_archive(container, path)
    reader = Reader()
    content: list[bytes] = []
    while (data := (yield from Next(stream))) is not None:
        for item in reader.feed(data):
            if isinstance(item, bytes):
                content.append(item)
            elif item.kind != "file":
                raise CopyError(f'"{container}:{path}" is a {item.kind}, and no file')
            elif item.size > limit:
                raise CopyError(f'"{container}:{path}" has {item.size} bytes, and {limit} is the limit')
    reader.end()
    return b"".join(content)


def write_file(
    container: str, path: str, content: bytes, *, mode: int = 0o644, uid: int = 0, gid: int = 0
) -> Steps[None]:
    """Make a file in a container, or replace it. The container need not run. `PUT /containers/{id}/archive`.

        engine.write_file("web", "/etc/app.toml", b"debug = true", mode=0o600)

    Args:
        container: id or name.
        path: of the file, in a directory that is there; a link at its end is followed once.
        content: all of it.
        mode: its permissions.
        uid: who owns it.
        gid: the group that owns it.

    Raises:
        NotFound: there is no such container or directory.
        CopyError: there is a directory at that path.
        Forbidden: the file system is read-only.
    """
    place = yield from container_place(container, path)
    if place.is_directory or path.endswith("/"):
        raise CopyError(f'"{container}:{path}" is a directory: the content needs the path of a file')
    directory, name = split(posixpath.join("/", place.path))
    entry = Entry(
        name=name, kind="file", mode=mode, size=len(content), mtime=time.time_ns(), uid=uid, gid=gid
    )
    archive = header(entry) + content + padding(len(content)) + END
    yield from containers.put_archive(container, directory, archive, no_overwrite_dir_non_dir=True)
