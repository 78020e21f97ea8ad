"""A proxy in front of an engine's socket that passes every byte through untouched and tells what passed.

One thread and one selector: so the events have one order, and a call costs no switch between threads.
"""

from __future__ import annotations

import contextlib
import os
import selectors
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

    @property
    def over(self) -> bool:
        """Both sides said all, and all was passed on."""
        return self.up.ended and self.down.ended and not self.up.pending and not self.down.pending

    def interest(self, sock: socket.socket) -> int:
        """What to wait for at `sock`: nothing is read from it before what it sent last was passed on."""
        out, back = (self.up, self.down) if sock is self.client else (self.down, self.up)
        read = 0 if out.ended or out.pending else selectors.EVENT_READ
        return read | (selectors.EVENT_WRITE if back.pending else 0)

    def read(self, sock: socket.socket) -> None:
        """Pass on what can be read from `sock`, and tell it first, or an answer could precede its request."""
        flow = self.up if sock is self.client else self.down
        tell = self.conversation.client if sock is self.client else self.conversation.daemon
        try:
            data = sock.recv(_PIECE)
        except BlockingIOError:
            return
        tell(data)
        flow.pending = memoryview(data)
        flow.ended = not data
        flow.push()

    def write(self, sock: socket.socket) -> None:
        """`sock` takes bytes again."""
        (self.down if sock is self.client else self.up).push()

    def abort(self) -> None:
        """One side is gone: the other shall see it."""
        if not self.up.ended:
            self.conversation.client(b"")
        if not self.down.ended:
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
        self.path = Path(listen)
        self._connect = connect
        self._observer = Observer(emit)
        self._selector = selectors.DefaultSelector()
        self._listener = socket.socket(socket.AF_UNIX)
        self._wake, self._woken = socket.socketpair()
        self._links: dict[socket.socket, _Link] = {}
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
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
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
        self._selector.close()

    def _serve(self) -> None:
        try:
            while self._step(None):
                pass
            while self._step(0):  # what a client that has just ended left behind
                pass
        finally:
            for link in set(self._links.values()):
                self._end(link)

    def _step(self, timeout: float | None) -> bool:
        """Handle what is ready; False when told to stop, or when with timeout 0 nothing is ready."""
        ready = self._selector.select(timeout)
        going = bool(ready)
        for key, events in ready:
            sock = key.fileobj
            assert isinstance(sock, socket.socket)
            if sock is self._woken:
                self._selector.unregister(self._woken)
                going = False
            elif sock is self._listener:
                self._accept()
            elif sock in self._links:  # it may have ended earlier in this round
                self._pass_on(self._links[sock], sock, events)
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
            self._links[sock] = link
            self._selector.register(sock, selectors.EVENT_READ)

    def _pass_on(self, link: _Link, sock: socket.socket, events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                link.write(sock)
            if events & selectors.EVENT_READ:
                link.read(sock)
        except OSError:  # reset, broken pipe: one side is gone
            self._end(link)
            return
        if link.over:
            self._end(link)
            return
        for one in (link.client, link.daemon):
            self._watch(one, link.interest(one))

    def _watch(self, sock: socket.socket, interest: int) -> None:
        known = self._selector.get_map().get(sock)
        if known is None:
            if interest:
                self._selector.register(sock, interest)
        elif not interest:
            self._selector.unregister(sock)
        elif known.events != interest:
            self._selector.modify(sock, interest)

    def _end(self, link: _Link) -> None:
        for sock in (link.client, link.daemon):
            self._links.pop(sock, None)
            self._watch(sock, 0)
        link.abort()
