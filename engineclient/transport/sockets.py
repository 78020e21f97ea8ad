"""Socket functions that both worlds use."""

from __future__ import annotations

import os
import select
import socket
from typing import Final

BACKLOG_PAUSE: Final = 0.01
"""Seconds before connecting again to a unix socket whose queue is full (a non-blocking connect fails at once)."""


class Connection(socket.socket):
    """A socket that a forked child can close but not shut down, because that would shut it down for the parent too."""

    def __init__(self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None) -> None:
        super().__init__(family, type, proto, fileno)
        self._process = os.getpid()

    def shutdown(self, how: int, /) -> None:
        """Shut down, but only in the process that opened the socket."""
        if self._process == os.getpid():
            super().shutdown(how)


def tuned(connection: socket.socket) -> Connection:
    """Disable Nagle's algorithm, and enable keep-alive so that a vanished peer is noticed."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return Connection(fileno=connection.detach())


def readable(connection: socket.socket) -> bool:
    """Whether reading returns at once: with data, the end, or an error."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def send_some(connection: socket.socket, data: bytes) -> int:
    """Send without waiting; returns the number of bytes that the kernel accepted."""
    try:
        return connection.send(data, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return 0


def shut_down(connection: socket.socket, how: int) -> None:
    """Shut down one direction or both; not an error if the other side has closed already."""
    try:
        connection.shutdown(how)
    except OSError:
        pass
