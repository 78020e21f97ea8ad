"""Write the configs and secrets that are not files of the host into a container."""

from __future__ import annotations

import time
from collections.abc import Iterable

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose.mounts import PutFile
from engineclient.wire import tar


def put_all(id: str, files: Iterable[PutFile]) -> Steps[None]:
    """Write files into a container, one request each.

    Raises:
        APIError: the engine cannot write one.

    """
    for file in files:
        yield from put(id, file)


def put(id: str, file: PutFile) -> Steps[None]:
    """Write a file into a container, running or not.

    Raises:
        APIError: the engine cannot write it.

    """
    content = file.content.encode("utf-8", "surrogateescape")
    entry = tar.Entry(
        name=file.path,
        kind="file",
        mode=file.mode,
        size=len(content),
        mtime=time.time_ns(),
        uid=file.uid,
        gid=file.gid,
    )
    archive = tar.header(entry) + content + tar.padding(len(content)) + tar.END
    yield from containers.put_archive(id, "/", archive, copy_uid_gid=file.has_owner)
