"""A proxy in front of an engine's socket that passes every byte through untouched and tells what passed.

One thread and one selector: so the events have one order, and a call costs no switch between threads.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from engineclient.recording.observer import Conversation, Observer

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from engineclient.events import Emit

__all__ = ["Proxy", "unix_connector"]

_PIECE: Final = 256 * 1024
_BACKLOG: Final = 128


def unix_connector(path: str) -> Callable[[], socket.socket]:
    """A function that connects to the engine's unix socket at `path`."""

    def connect() -> socket.socket:
        sock = socket.socket(socket.AF_UNIX)
        try:
            sock.connect(path)
        except OSError:
            sock.close()
            raise
        return sock

    return connect


class _Flow:
    """Bytes going one way: what was read and could not be written yet, and whether more will come."""

    __slots__ = ("ended", "pending", "source", "target")

    def __init__(self, source: socket.socket, target: socket.socket) -> None:
        self.source = source
        self.target = target
        self.pending = memoryview(b"")
        self.ended = False

    def push(self) -> None:
        """Write as much as the target takes; pass the end on once all is written."""
        while self.pending:
            try:
                sent = self.target.send(self.pending)
            except BlockingIOError:
                return
            self.pending = self.pending[sent:]
        if self.ended:
            with contextlib.suppress(OSError):  # it may be gone already
                self.target.shutdown(socket.SHUT_WR)


class _Link:
    """A client's connection and the one to the engine that serves it."""

    def __init__(self, client: socket.socket, daemon: socket.socket, conversation: Conversation) -> None:
        self.client = client
        self.daemon = daemon
        self.up = _Flow(client, daemon)
        self.down = _Flow(daemon, client)
        self.conversation = conversation
        self.hung_up: set[socket.socket] = set()

    def flow_from(self, sock: socket.socket) -> _Flow:
        """The way of the bytes that are read from `sock`."""
        return self.up if sock is self.client else self.down

    def flow_to(self, sock: socket.socket) -> _Flow:
        """The way of the bytes that are written to `sock`."""
        return self.down if sock is self.client else self.up

    @property
    def over(self) -> bool:
        """Both sides said all and all was passed on, or one said all and is gone."""
        done = {flow.source for flow in (self.up, self.down) if flow.ended and not flow.pending}
        return len(done) == 2 or not done.isdisjoint(self.hung_up)

    def interest(self, sock: socket.socket) -> int | None:
        """What to poll `sock` for: nothing is read from it before what it sent last was passed on.

        With 0 the poll still says when it hangs up; None leaves it out, because it has and that is known.
        """
        out = self.flow_from(sock)
        read = 0 if out.ended or out.pending else select.POLLIN
        if sock in self.hung_up:
            return read or None
        return read | (select.POLLOUT if self.flow_to(sock).pending else 0)

    def read(self, sock: socket.socket) -> None:
        """Pass on what can be read from `sock`, and tell it first, or an answer could precede its request."""
        flow = self.flow_from(sock)
        try:
            data = sock.recv(_PIECE)
        except BlockingIOError:
            return
        if sock is self.daemon:
            self.conversation.daemon(data)
        elif data or sock not in self.hung_up:
            self.conversation.client(data)
        flow.pending = memoryview(data)
        flow.ended = not data
        flow.push()

    def abort(self) -> None:
        """End both connections; whoever is still there shall see it."""
        if self.client in self.hung_up or not self.down.ended:
            self.conversation.hung_up()
        self.conversation.daemon(b"")
        self.client.close()
        self.daemon.close()


class Proxy:
    """Serves the unix socket `listen` by connections from `connect`, in a thread of its own.

    Any client may use it. `emit` is called in that thread with every event; what it raises ends the proxy, so
    it should only keep or queue. A context manager: leaving it ends all connections and removes the socket.
    """

    def __init__(
        self, listen: str | os.PathLike[str], connect: Callable[[], socket.socket], emit: Emit
    ) -> None:
        self.path: Path = Path(listen)
        self._connect = connect
        self._observer = Observer(emit)
        self._poll = select.poll()
        self._listener = socket.socket(socket.AF_UNIX)
        self._wake, self._woken = socket.socketpair()
        self._links: dict[int, tuple[_Link, socket.socket]] = {}  # by file descriptor
        self._thread = threading.Thread(target=self._serve, name="engineclient-proxy", daemon=True)

    def __enter__(self) -> Self:
        try:
            self._listener.bind(os.fspath(self.path))
            self.path.chmod(0o600)
            self._listener.listen(_BACKLOG)
        except OSError:
            self._release()
            raise
        self._listener.setblocking(False)
        self._poll.register(self._listener, select.POLLIN)
        self._poll.register(self._woken, select.POLLIN)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wake.send(b"!")
        self._thread.join()
        self._release()
        self.path.unlink(missing_ok=True)

    def _release(self) -> None:
        for sock in (self._listener, self._wake, self._woken):
            sock.close()

    def _serve(self) -> None:
        try:
            while self._step(None):
                pass
            while self._step(0):  # what a client that has just ended left behind
                pass
        finally:
            for link in {link for link, _ in self._links.values()}:
                self._end(link)

    def _step(self, timeout: float | None) -> bool:
        """Handle what is ready; False when told to stop, or when with timeout 0 nothing is ready."""
        ready = self._poll.poll(timeout)
        going = bool(ready)
        for number, events in ready:
            if number == self._woken.fileno():
                self._poll.unregister(number)
                going = False
            elif number == self._listener.fileno():
                self._accept()
            elif number in self._links:  # it may have ended earlier in this round
                self._pass_on(*self._links[number], events)
        return going

    def _accept(self) -> None:
        try:
            client, _ = self._listener.accept()
        except OSError:  # it hung up before we came, or descriptors ran out: those connected go on
            return
        try:
            daemon = self._connect()
        except OSError:
            client.close()  # the client sees the engine's absence as it would without us
            return
        link = _Link(client, daemon, self._observer.conversation())
        for sock in (client, daemon):
            sock.setblocking(False)
            self._links[sock.fileno()] = link, sock
            self._poll.register(sock, select.POLLIN)

    def _pass_on(self, link: _Link, sock: socket.socket, events: int) -> None:
        if events & (select.POLLHUP | select.POLLERR):
            link.hung_up.add(sock)
        try:
            if events & select.POLLOUT:
                link.flow_to(sock).push()
            out = link.flow_from(sock)
            if events & ~select.POLLOUT and not out.ended and not out.pending:
                link.read(sock)
        except OSError:  # reset, broken pipe: one side is gone
            self._end(link)
            return
        if link.over:
            self._end(link)
            return
        for one in (link.client, link.daemon):
            interest = link.interest(one)
            if interest is not None:
                self._poll.register(one, interest)
            else:
                with contextlib.suppress(KeyError):  # left out before
                    self._poll.unregister(one)

    def _end(self, link: _Link) -> None:
        for sock in (link.client, link.daemon):
            del self._links[sock.fileno()]
            with contextlib.suppress(KeyError):  # left out before
                self._poll.unregister(sock)
        link.abort()
