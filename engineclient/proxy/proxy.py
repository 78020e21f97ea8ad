"""A proxy in front of an engine's socket that passes the bytes through unchanged and emits events.

It has one thread and one poll loop, so that events have one order and a call costs no switch between threads.
"""

from __future__ import annotations

import contextlib
import errno
import select
import socket
import threading
from typing import TYPE_CHECKING, Final, Self

from engineclient.proxy.guard import Guard
from engineclient.proxy.link import Link
from engineclient.proxy.listener import Listener
from engineclient.proxy.observer import Observer

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from engineclient.events import Emit
    from engineclient.proxy.guard import Judge

__all__ = ["Proxy", "connector"]

_NO_DESCRIPTORS: Final = (errno.EMFILE, errno.ENFILE)


def connector(path: str) -> Callable[[], socket.socket]:
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


class Proxy:
    """Serves the unix socket `listen` on a thread of its own, with connections to the engine from `connect`.

    A context manager: leaving it closes all connections and removes the socket.
    """

    def __init__(
        self,
        listen: str | os.PathLike[str],
        connect: Callable[[], socket.socket],
        emit: Emit,
        *,
        judge: Judge | None = None,
        read_only: bool = False,
        digests: bool = True,
    ) -> None:
        """Prepare to serve.

        Args:
            listen: the path of the socket.
            connect: opens a connection to the engine.
            emit: called on the proxy's thread with each event. An exception of it ends the proxy, so it should only
                store or queue the event.
            judge: refuses requests, see `guard.judge`; by default all are allowed.
            read_only: discard what clients send on hijacked connections, such as an attach.
            digests: compute the digest of content that is too long to keep.

        """
        self._listen = listen
        self._connect = connect
        self._observer = Observer(emit, digests=digests)
        self._judge = judge
        self._read_only = read_only
        self._poll = select.poll()
        self._polled: dict[int, int | None] = {}  # by file descriptor
        self._links: dict[int, tuple[Link, socket.socket]] = {}
        self._failure: BaseException | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="engineclient-proxy", daemon=True)

    @property
    def path(self) -> Path:
        """The path of the socket."""
        return self._listener.path

    def __enter__(self) -> Self:
        self._listener = Listener(self._listen)
        self._wake, self._woken = socket.socketpair()
        self._listener.socket.setblocking(False)
        for sock in (self._listener.socket, self._woken):
            self._watch(sock, select.POLLIN)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):  # the thread has failed, and no longer reads
            self._wake.send(b"!")
        self._thread.join()
        self._wake.close()
        if self._failure is not None and error is None:
            raise self._failure

    def wait(self) -> None:
        """Wait until the proxy fails, or a signal interrupts the wait. Leaving the block raises the proxy's error."""
        self._ended.wait()  # not join, which after an interrupting signal takes the thread for ended

    def _run(self) -> None:
        try:
            self._serve()
        except BaseException as error:
            self._failure = error
        finally:
            for link, _ in self._links.values():
                link.close()
            self._listener.close()
            self._woken.close()
            self._ended.set()

    def _serve(self) -> None:
        while self._step(None):
            pass
        while self._step(0):  # what clients sent right before they ended
            pass
        for link in {link for link, _ in self._links.values()}:
            self._end(link)

    def _step(self, timeout: float | None) -> bool:
        """Handle what is ready; False on a request to stop, or if nothing is ready with timeout 0."""
        ready = self._poll.poll(timeout)
        going = bool(ready)
        for number, events in ready:
            if number == self._woken.fileno():
                self._poll.unregister(number)
                going = False
            elif number == self._listener.socket.fileno():
                self._accept()
            elif number in self._links:  # the link may have ended earlier in this round
                self._pass_on(*self._links[number], events)
        return going

    def _accept(self) -> None:
        try:
            client, _ = self._listener.socket.accept()
        except OSError as error:
            # The client has hung up, or descriptors ran out: existing connections continue
            if error.errno in _NO_DESCRIPTORS and self._links:
                self._watch(self._listener.socket, None)  # until a connection has ended
            return
        try:
            daemon = self._connect()
        except OSError:
            client.close()  # the client sees a missing engine as it would without the proxy
            return
        connection = self._observer.connection()
        guard = Guard(self._judge, connection, read_only=self._read_only) if self._judge else None
        link = Link(client, daemon, connection, guard)
        for sock in (client, daemon):
            sock.setblocking(False)
            self._links[sock.fileno()] = link, sock
            self._watch(sock, select.POLLIN)

    def _pass_on(self, link: Link, sock: socket.socket, events: int) -> None:
        try:
            link.handle(sock, events)
        except OSError:  # reset or broken pipe: one side has closed the connection
            self._end(link)
            return
        if link.over:
            self._end(link)
            return
        for one in (link.client, link.daemon):
            self._watch(one, link.interest(one))

    def _watch(self, sock: socket.socket, interest: int | None) -> None:
        """Poll `sock` for `interest`, or stop polling it if that is None."""
        number = sock.fileno()
        before = self._polled.get(number)
        if interest == before:
            return
        self._polled[number] = interest
        if interest is None:
            self._poll.unregister(number)
        else:
            self._poll.register(number, interest)

    def _end(self, link: Link) -> None:
        for sock in (link.client, link.daemon):
            del self._links[sock.fileno()]
            self._watch(sock, None)
            del self._polled[sock.fileno()]
        self._watch(self._listener.socket, select.POLLIN)
        link.abort()
