"""One client's connection through a proxy: the bytes not written yet in each direction, and when it is over."""

from __future__ import annotations

import contextlib
import select
import socket
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engineclient.proxy.guard import Guard
    from engineclient.proxy.observer import ObservedConnection

__all__ = ["Link"]

_PIECE: Final = 256 * 1024


class _Flow:
    """One direction of a connection: the bytes that were read and not written yet, and whether more will come."""

    __slots__ = ("ended", "pending", "source", "target")

    def __init__(self, source: socket.socket, target: socket.socket) -> None:
        self.source = source
        self.target = target
        self.pending = memoryview(b"")
        self.ended = False

    def take(self, data: bytes) -> None:
        """Write the pending bytes and then `data`, as far as the target accepts them."""
        self.pending = memoryview(bytes(self.pending) + data if self.pending else data)
        self.push()

    def end(self) -> None:
        """Note that no more bytes will come; half-close the target once all are written."""
        self.ended = True
        self.push()

    def push(self) -> None:
        """Write as much as the target accepts."""
        while self.pending:
            try:
                sent = self.target.send(self.pending)
            except BlockingIOError:
                return
            self.pending = self.pending[sent:]
        if self.ended:
            with contextlib.suppress(OSError):  # it may be closed already
                self.target.shutdown(socket.SHUT_WR)


class Link:
    """A client's connection and its connection to the engine; `guard` decides what is passed on to the engine."""

    def __init__(
        self,
        client: socket.socket,
        daemon: socket.socket,
        connection: ObservedConnection,
        guard: Guard | None = None,
    ) -> None:
        self.client = client
        self.daemon = daemon
        self._up = _Flow(client, daemon)
        self._down = _Flow(daemon, client)
        self._connection = connection
        self._guard = guard
        self._refused = False
        self._hung_up: set[socket.socket] = set()

    def _flow_from(self, sock: socket.socket) -> _Flow:
        return self._up if sock is self.client else self._down

    def _flow_to(self, sock: socket.socket) -> _Flow:
        return self._down if sock is self.client else self._up

    @property
    def over(self) -> bool:
        """Whether both sides have ended and all is passed on, or one has ended and hung up.

        A refused client is read until it ends: it may be sending a body, and would find the connection broken before
        it read our answer.
        """
        if self._refused:
            return self._up.ended
        done = {flow.source for flow in (self._up, self._down) if flow.ended and not flow.pending}
        return len(done) == 2 or not done.isdisjoint(self._hung_up)

    def interest(self, sock: socket.socket) -> int | None:
        """The events to poll `sock` for. It is not read while bytes from it are still to be passed on.

        With 0 poll still reports a hang-up; None leaves a socket out that has hung up.
        """
        read = select.POLLIN if self._reads(sock) else 0
        if sock in self._hung_up:
            return read or None
        return read | (select.POLLOUT if self._flow_to(sock).pending else 0)

    def _reads(self, sock: socket.socket) -> bool:
        flow = self._flow_from(sock)
        waits = sock is self.client and self._guard is not None and self._guard.waits
        return not (flow.ended or flow.pending or waits)

    def handle(self, sock: socket.socket, events: int) -> None:
        """Handle the poll events of `sock`.

        Raises:
            OSError: one side has closed the connection.

        """
        if events & (select.POLLHUP | select.POLLERR):
            self._hung_up.add(sock)
        if events & select.POLLOUT:
            self._flow_to(sock).push()
        if events & ~select.POLLOUT and self._reads(sock):
            self._read(sock)

    def _read(self, sock: socket.socket) -> None:
        """Pass on what can be read from `sock`, then emit events for it.

        Events come second, so that they delay nobody. An answer is only read later, so its events still come after
        those of its request.
        """
        try:
            data = sock.recv(_PIECE)
        except BlockingIOError:
            return
        guard = self._guard
        if sock is self.client and guard is not None and data:
            self._admit(guard, data)
            return
        flow = self._flow_from(sock)
        try:
            if data:
                flow.take(data)
            elif sock is self.client and guard is not None and guard.keeps_end:
                flow.ended = True
            else:
                flow.end()
        finally:
            if sock is self.daemon:
                self._connection.daemon(data)
            elif data or sock not in self._hung_up:
                self._connection.client(data)
        if guard is not None and guard.waits_no_more:
            self._admit(guard, b"")

    def _admit(self, guard: Guard, data: bytes) -> None:
        if passed := guard.admit(data):
            try:
                self._up.take(passed)
            finally:
                self._connection.client(passed)
        if guard.refusal and not self._refused:
            self._refused = True
            self._down.take(guard.refusal)
            self._down.end()
            with contextlib.suppress(OSError):
                self.daemon.shutdown(socket.SHUT_RDWR)

    def abort(self) -> None:
        """Close both connections, so that a remaining side sees the end, and emit events for it."""
        try:
            if self.client in self._hung_up or not self._down.ended:
                self._connection.hung_up()
            self._connection.daemon(b"")
        finally:
            self.close()

    def close(self) -> None:
        """Close both connections."""
        self.client.close()
        self.daemon.close()
