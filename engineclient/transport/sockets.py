"""What both worlds do with sockets in the same way."""

from __future__ import annotations

import os
import select
import socket
from typing import Final

BACKLOG_PAUSE: Final = 0.01
"""Seconds before connecting again to a unix socket whose queue is full (a non-blocking connect fails at once)."""


class SocketLine:
    """The part of a `Line` over a socket that never waits."""

    _socket: socket.socket

    async def shut(self) -> None:
        """Half-close."""
        shut_down(self._socket, socket.SHUT_WR)

    def readable(self) -> bool:
        """Whether reading returns at once: with data, the end, or an error."""
        return _polled(self._socket, select.POLLIN, 0)

    def buffered(self) -> bool:
        """False: nothing is buffered here."""
        return False

    def offer(self, data: bytes) -> int:
        """Send without waiting; returns the number of bytes that the kernel accepted."""
        try:
            return self._socket.send(data, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0

    def fileno(self) -> int:
        """The descriptor."""
        return self._socket.fileno()

    def socket(self) -> socket.socket | None:
        """The socket."""
        return self._socket


class Connection(socket.socket):
    """A socket that a forked child can close but not shut down, because that would shut it down for the parent too."""

    def __init__(self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None) -> None:
        super().__init__(family, type, proto, fileno)
        self._process = os.getpid()
        self._dropped = False

    def shutdown(self, how: int, /) -> None:
        """Shut down, but only in the process that opened the socket."""
        if self._process == os.getpid():
            super().shutdown(how)

    def drop(self) -> None:
        """Close as soon as nothing refers to this socket any more, so not while another thread is in a call of it.

        Closing at once would free the number of the descriptor: the other thread, about to enter the kernel with it, could
        read from a connection opened meanwhile.
        """
        self._dropped = True

    def __del__(self) -> None:
        if self._dropped:
            self.close()
        else:
            super().__del__()  # type: ignore[misc]  # warns of a socket that was forgotten


def tuned(connection: socket.socket) -> Connection:
    """Disable Nagle's algorithm, and enable keep-alive so that a vanished peer is noticed."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return Connection(fileno=connection.detach())


def writable(connection: socket.socket, timeout: float | None) -> bool:
    """Whether sending something succeeds, or fails, within `timeout` seconds; None waits without limit."""
    return _polled(connection, select.POLLOUT, timeout)


def _polled(connection: socket.socket, what: int, timeout: float | None) -> bool:
    if connection.fileno() < 0:
        return True  # it was closed: the next call says so
    poll = select.poll()
    poll.register(connection, what)
    return bool(poll.poll(None if timeout is None else timeout * 1000))


def shut_down(connection: socket.socket, how: int) -> None:
    """Shut down one direction or both; not an error if the other side has closed already."""
    try:
        connection.shutdown(how)
    except OSError:
        pass
