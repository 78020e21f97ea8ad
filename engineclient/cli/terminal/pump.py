"""The event loop of a session: bytes both ways between our standard streams and a hijacked connection.

Nothing here may block one way while the other could move, so no descriptor is read or written before poll says so. Poll,
not epoll: it takes regular files and /dev/null too.
"""

from __future__ import annotations

import os
import select
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Failure
from engineclient.errors import ConnectionFailed

if TYPE_CHECKING:
    from engineclient.cli.output import Output
    from engineclient.streams import Duplex
    from engineclient.wire.detach import DetachKeys
    from engineclient.wire.frames import StreamName

_READ: Final = 64 * 1024
_PIECE: Final = select.PIPE_BUF  # what poll promises a pipe to take; more could block


class Detached(Failure):
    """The detach keys were typed: the container runs on without us."""

    def __init__(self) -> None:
        super().__init__("read escape sequence")


class Pump:
    """One conversation.

    Args:
        duplex: the hijacked connection.
        source: the descriptor of stdin, None if the container reads the end at once.
        sinks: where frames go.
        keys: what finds the detach keys in stdin.

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

    def run(self) -> None:
        """Pump until the output has ended and is written.

        Raises:
            Detached: the detach keys came.
            EngineError: the connection broke.
            OutputClosed, Failure: our output takes no more.

        """
        self._end_input()
        while not self._over or self._received:
            if not self._over and not self._received and self._pipe.pending():
                self._receive()
            else:
                self._act(_wait(self._wanted()))

    def end_input_after_next(self) -> None:
        """Read once more from stdin, and then tell the other side that it has ended. For signal handlers."""
        self._next_is_last = True

    def _wanted(self) -> dict[int, int]:
        """What to wait for. Who has something in hand does not read more: so memory stays flat."""
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
            data = b""  # a terminal that was closed
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
        except ConnectionFailed:  # the process does not read any more; how it went, its output says
            self._typed = b""
            self._source = None
        self._end_input()

    def _end_input(self) -> None:
        """Half-close, if stdin has ended and all of it is sent."""
        if self._source is None and not self._typed:
            self._pipe.close_write()

    def _receive(self) -> None:
        data = self._pipe.read()
        self._over = not data
        for stream, payload in self._duplex.decode(data):
            if stream in self._descriptors:
                self._received.append((stream, memoryview(payload)))
            else:
                self._sinks[stream].write(payload)

    def _write(self) -> None:
        """Write as much as fits, of all the frames that go to one place."""
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
    """The descriptor of `sink`; -1 if it has none, and so takes everything at once."""
    try:
        return sink.fileno()
    except OSError:
        return -1


def _wait(wanted: Mapping[int, int]) -> dict[int, int]:
    poll = select.poll()
    for descriptor, events in wanted.items():
        poll.register(descriptor, events)
    return dict(poll.poll())
