"""Sockets as both worlds use them."""

from __future__ import annotations

import os
import select
import socket
from typing import Final

BACKLOG_PAUSE: Final = 0.01
"""Seconds until a unix socket whose queue is full is tried again, where connecting does not wait by itself."""


class Connection(socket.socket):
    """A socket that a forked child, which has a copy of it, can close but not shut down: that would end its parent's."""

    def __init__(self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None) -> None:
        super().__init__(family, type, proto, fileno)
        self._process = os.getpid()

    def shutdown(self, how: int, /) -> None:
        """Shut down, in the process that opened it."""
        if self._process == os.getpid():
            super().shutdown(how)


def tuned(connection: socket.socket) -> Connection:
    """A TCP connection that sends what it has at once, and notices in time that the other side is gone."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return Connection(fileno=connection.detach())


def readable(connection: socket.socket) -> bool:
    """There is something to read, be it the end or an error."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def send_some(connection: socket.socket, data: bytes) -> int:
    """Send what the kernel takes without waiting; how many bytes that is."""
    try:
        return connection.send(data, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return 0


def shut_down(connection: socket.socket, how: int) -> None:
    """End one direction or both; that the other side was quicker is no error."""
    try:
        connection.shutdown(how)
    except OSError:
        pass
