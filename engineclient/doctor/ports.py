"""Which process of this machine listens on a port, from /proc."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_LISTENING: Final = "0A"
_SOCKET = re.compile(r"socket:\[(\d+)\]")


def owner_of(port: int, proc: Path = Path("/proc")) -> str:
    """The process that listens on a TCP port, as `name (pid)`; "" if there is none, or none that may be seen."""
    inodes = {inode for table in ("tcp", "tcp6") for inode in _listening(proc / "net" / table, port)}
    if not inodes:
        return ""
    for process in sorted(proc.glob("[0-9]*"), key=lambda path: int(path.name)):
        if not inodes.isdisjoint(_sockets(process)):
            with contextlib.suppress(OSError):  # it is gone
                return f"{(process / 'comm').read_text().strip()} ({process.name})"
    return ""


def _sockets(process: Path) -> Iterator[str]:
    """The inodes of the sockets that a process has open; none of another user's."""
    with contextlib.suppress(OSError):
        for link in (process / "fd").iterdir():
            with contextlib.suppress(OSError):  # it was closed meanwhile
                if found := _SOCKET.match(str(link.readlink())):
                    yield found[1]


def _listening(table: Path, port: int) -> list[str]:
    """The inodes of the sockets in a table of /proc/net that listen on the port."""
    try:
        lines = table.read_text().splitlines()[1:]
    except OSError:
        return []
    rows = [line.split() for line in lines]
    return [row[9] for row in rows if row[3] == _LISTENING and int(row[1].rpartition(":")[2], 16) == port]
