"""Which process of this machine listens on a port, as /proc tells."""

from __future__ import annotations

import re
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
        try:
            links = [str(link.readlink()) for link in (process / "fd").iterdir()]
            if any((found := _SOCKET.match(link)) and found[1] in inodes for link in links):
                return f"{(process / 'comm').read_text().strip()} ({process.name})"
        except OSError:
            continue  # another user's, or gone
    return ""


def _listening(table: Path, port: int) -> list[str]:
    """The inodes of the sockets in a table of /proc/net that listen on the port."""
    try:
        lines = table.read_text().splitlines()[1:]
    except OSError:
        return []
    rows = [line.split() for line in lines]
    return [row[9] for row in rows if row[3] == _LISTENING and int(row[1].rpartition(":")[2], 16) == port]
