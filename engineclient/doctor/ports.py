"""Finds the local process that listens on a port, in /proc."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_LISTENING: Final = "0A"
_SOCKET = re.compile(r"socket:\[(\d+)\]")


def owner_of(port: int, proc: Path = Path("/proc")) -> str:
    """The process that listens on a TCP port, as `name (pid)`; "" if there is none, or if it is not visible."""
    inodes = {inode for table in ("tcp", "tcp6") for inode in _listening(proc / "net" / table, port)}
    if not inodes:
        return ""
    for process in sorted(proc.glob("[0-9]*"), key=lambda path: int(path.name)):
        if not inodes.isdisjoint(_sockets(process)):
            with contextlib.suppress(OSError):  # the process has ended
                return f"{(process / 'comm').read_text().strip()} ({process.name})"
    return ""


def _sockets(process: Path) -> Iterator[str]:
    """The inodes of the open sockets of a process; none if it belongs to another user."""
    with contextlib.suppress(OSError):
        for link in (process / "fd").iterdir():
            with contextlib.suppress(OSError):  # it was closed meanwhile
                if found := _SOCKET.match(str(link.readlink())):
                    yield found[1]


def _listening(table: Path, port: int) -> list[str]:
    """The inodes of the sockets that listen on a port, from a table of /proc/net."""
    try:
        lines = table.read_text().splitlines()[1:]
    except OSError:
        return []
    rows = [line.split() for line in lines]
    return [row[9] for row in rows if row[3] == _LISTENING and int(row[1].rpartition(":")[2], 16) == port]
