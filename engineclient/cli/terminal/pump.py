"""The event loop of a session: copies bytes both ways between our standard streams and a hijacked connection.

One direction must never block the other, so descriptors are read and written only when poll reports them ready.
Poll rather than epoll, which does not accept regular files and /dev/null.
"""

from __future__ import annotations

import os
import select
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Detached
from engineclient.errors import ConnectionFailed

if TYPE_CHECKING:
    from engineclient.cli.output import Output
    from engineclient.streams import Duplex
    from engineclient.wire.detach import DetachKeys
    from engineclient.wire.frames import StreamName

_READ: Final = 64 * 1024
# Bytes that a pipe takes for certain once poll reports it ready; more could block
_PIECE: Final = select.PIPE_BUF


class Pump:
    """Copies the streams of one session.

    Args:
        duplex: the hijacked connection.
        source: the descriptor of stdin, None for an input that is empty.
        sinks: the output for the frames of each stream.
        keys: finds the detach keys in stdin.

    """

    def __init__(
        self,
        duplex: Duplex,
        source: int | None,
        sinks: Mapping[StreamName, Output],
        keys: DetachKeys | None = None,
    ) -> None:
        self._duplex = duplex
        self._pipe = duplex.pollable()
        self._source = source
        self._sinks = sinks
        self._descriptors = {
            stream: number for stream, sink in sinks.items() if (number := _descriptor(sink)) >= 0
        }
        self._keys = keys
        self._typed = b""  # read from stdin, not sent yet
        self._next_is_last = False
        self._received: deque[tuple[StreamName, memoryview]] = deque()  # not written yet
        self._over = False
        self.first: bytes = b""  # the first piece of the output

    def run(self) -> None:
        """Copy until the container's output has ended and is written.

        Raises:
            Detached: the detach keys were typed.
            EngineError: the connection broke.
            OutputClosed, Failure: our output cannot be written.

        """
        self._end_input()
        while not self._over or self._received:
            if not self._over and not self._received and self._pipe.pending():
                self._receive()
            else:
                self._act(_wait(self._wanted()))

    def end_input_after_next(self) -> None:
        """Read once more from stdin, then half-close the connection. May be called in a signal handler."""
        self._next_is_last = True

    def _wanted(self) -> dict[int, int]:
        """The poll events to wait for. A direction with unwritten bytes does not read more, which bounds memory."""
        connection = self._pipe.fileno()
        wanted = {connection: 0}
        if self._received:
            wanted[self._descriptors[self._received[0][0]]] = select.POLLOUT
        elif not self._over:
            wanted[connection] |= select.POLLIN
        if self._typed:
            wanted[connection] |= select.POLLOUT
        elif self._source is not None and not self._over:
            wanted[self._source] = select.POLLIN
        return {descriptor: events for descriptor, events in wanted.items() if events}

    def _act(self, happened: Mapping[int, int]) -> None:
        connection = self._pipe.fileno()
        events = happened.get(connection, 0)
        if self._typed and events & ~select.POLLIN:
            self._send()
        elif self._source is not None and self._source in happened:
            self._read()
        if self._received:
            if self._descriptors[self._received[0][0]] in happened:
                self._write()
        elif events & ~select.POLLOUT:
            self._receive()

    def _read(self) -> None:
        assert self._source is not None
        try:
            data = os.read(self._source, _READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""  # the terminal was closed
        if not data or self._next_is_last:
            self._source = None
        self._typed = self._keys.feed(data) if self._keys is not None else data
        if self._keys is not None and self._keys.detached:
            self._duplex.write(self._typed)
            raise Detached
        self._end_input()

    def _send(self) -> None:
        try:
            self._typed = self._typed[self._pipe.write_some(self._typed) :]
        except ConnectionFailed:  # the process has closed its input; the output side reports how it ended
            self._typed = b""
            self._source = None
        self._end_input()

    def _end_input(self) -> None:
        """Half-close the connection, if stdin has ended and all of it is sent."""
        if self._source is None and not self._typed:
            self._pipe.close_write()

    def _receive(self) -> None:
        data = self._pipe.read()
        self._over = not data
        for stream, payload in self._duplex.decode(data):
            self.first = self.first or bytes(payload)
            if stream in self._descriptors:
                self._received.append((stream, memoryview(payload)))
            else:
                self._sinks[stream].write(payload)

    def _write(self) -> None:
        """Write as much as fits of the frames for one output."""
        stream = self._received[0][0]
        pieces: list[memoryview] = []
        room = _PIECE
        while room and self._received and self._received[0][0] == stream:
            _, payload = self._received.popleft()
            if len(payload) > room:
                self._received.appendleft((stream, payload[room:]))
            pieces.append(payload[:room])
            room -= len(pieces[-1])
        self._sinks[stream].write(b"".join(pieces))


def _descriptor(sink: Output) -> int:
    """The descriptor of `sink`; -1 if it has none, so that writing never waits."""
    try:
        return sink.fileno()
    except OSError:
        return -1


def _wait(wanted: Mapping[int, int]) -> dict[int, int]:
    poll = select.poll()
    for descriptor, events in wanted.items():
        poll.register(descriptor, events)
    return dict(poll.poll())
