"""Configs and secrets that are no files of the host, written into a container."""

from __future__ import annotations

import time
from collections.abc import Iterable

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose.mounts import PutFile
from engineclient.wire import tar


def put_all(id: str, files: Iterable[PutFile]) -> Steps[None]:
    """Write all of them into a container, one after the other."""
    for file in files:
        yield from put(id, file)


def put(id: str, file: PutFile) -> Steps[None]:
    """Write one into a container, running or not."""
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
    yield from containers.put_archive(id, "/", archive, copy_uid_gid=bool(file.uid or file.gid))
