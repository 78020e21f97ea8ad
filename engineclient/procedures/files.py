"""Read and write one file of a container as bytes; see `copy` for directories."""

from __future__ import annotations

import posixpath
import time
from typing import TYPE_CHECKING, Final

from engineclient.api.containers import containers
from engineclient.archive.paths import CopyError, split
from engineclient.arguments import refuse_text
from engineclient.procedures.copy_places import container_place, followed_in
from engineclient.steps import Next
from engineclient.wire.tar import END, Entry, Reader, header, padding

if TYPE_CHECKING:
    from engineclient.calls import Steps

MOST: Final = 256 << 20
"""The default limit of the size of a file, in bytes."""


def read_file(container: str, path: str, *, limit: int = MOST) -> Steps[bytes]:
    """Read a file of a container, which need not run. `GET /containers/{id}/archive`.

        print(engine.read_file("web", "/etc/hostname").decode())

    Args:
        container: id or name.
        path: the path of the file; a link at its end is followed once.
        limit: the maximum size of the file in bytes.

    Raises:
        NotFound: there is no such container, or nothing at that path.
        CopyError: it is not a regular file, or is larger than `limit`.
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
                raise CopyError(f'"{container}:{path}" is a {item.kind}, not a file')
            elif item.size > limit:
                raise CopyError(f'"{container}:{path}" has {item.size} bytes, and {limit} is the limit')
    reader.end()
    return b"".join(content)


def write_file(
    container: str, path: str, content: bytes, *, mode: int = 0o644, uid: int = 0, gid: int = 0
) -> Steps[None]:
    """Create or replace a file in a container, which need not run. `PUT /containers/{id}/archive`.

        engine.write_file("web", "/etc/app.toml", b"debug = true", mode=0o600)

    Args:
        container: id or name.
        path: the path of the file, in an existing directory; a link at its end is followed once.
        content: the whole content.
        mode: the permissions.
        uid: the id of the owner.
        gid: the id of the group.

    Raises:
        NotFound: there is no such container or directory.
        CopyError: there is a directory at that path.
        Forbidden: the file system is read-only.
    """
    refuse_text("the content of a file", content)
    place = yield from container_place(container, path)
    if place.is_directory or path.endswith("/"):
        raise CopyError(f'"{container}:{path}" is a directory: the content needs the path of a file')
    directory, name = split(posixpath.join("/", place.path))
    entry = Entry(
        name=name, kind="file", mode=mode, size=len(content), mtime=time.time_ns(), uid=uid, gid=gid
    )
    archive = header(entry) + content + padding(len(content)) + END
    yield from containers.put_archive(container, directory, archive, no_overwrite_dir_non_dir=True)
