"""Play the engine's part of a recording to any client on a socket."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
import threading
import time
from typing import TYPE_CHECKING, Final, Self

from engineclient.errors import DecodeError, ReplayMismatch
from engineclient.events import Data, Elided, End, Request, Response
from engineclient.events.capture import KEEP, KeptBody, request_event
from engineclient.proxy.listener import Listener
from engineclient.recording.content import from_text
from engineclient.recording.faults import Faults, frames
from engineclient.recording.format import has_calls, is_client
from engineclient.recording.replay.answers import error, head, of_our_own
from engineclient.recording.replay.claims import Claims, Report, is_always_answered
from engineclient.recording.replay.expected_input import ExpectedInput
from engineclient.recording.replay.gate import Gate
from engineclient.wire.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from engineclient.recording.format import Line
    from engineclient.recording.recording import Recording

__all__ = ["PATIENCE", "ReplayServer", "Report"]

PATIENCE: Final = 30.0
"""Seconds to hold an answer for a recorded event of the client that does not occur, before the connection is closed."""

NO_FAULTS: Final = Faults()

_PIECE: Final = 64 * 1024
_NO_DESCRIPTORS: Final = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS)
_UNTIL_FREE: Final = 0.05  # seconds


class ReplayServer:
    """Serves one recording, once: over sockets from `connect`, and on a unix socket with `listen`.

    An answer is held until the client has done everything that it did before that answer in the recording. `/_ping`
    and `/version` are always answered.

    A context manager; `close` ends all connections and threads.
    """

    def __init__(
        self,
        recording: Recording,
        *,
        lenient: bool = False,
        speed: float = 0,
        home: str = "/root",
        patience: float = PATIENCE,
        faults: Faults = NO_FAULTS,
    ) -> None:
        """Prepare to serve `recording`.

        Args:
            recording: the recording.
            lenient: match by method and path alone, and answer a read request as often as it is sent.
            speed: 1 for the recorded pace, 2 for twice as fast; 0 for no pauses.
            home: the client's home directory, the value of {home}.
            patience: seconds to hold an answer for an event of the client that does not occur.
            faults: faults to inject.

        Raises:
            ReplayMismatch: `speed` is given, but the recording has no times; or a fault does not fit the recording.

        """
        if speed and recording.times is None:
            raise ReplayMismatch(
                f'recording "{recording.scenario}" has no times, which a pace needs: the recorder writes them to '
                f"NAME.times beside it, which is not distributed with it"
            )
        faults.check(recording.lines)
        self.recording = recording
        self._slow = faults.slow
        self._statuses = dict(faults.status)
        self._cut = frames(recording.lines)[faults.cut_after - 1] if faults.cut_after else -1
        self._lenient = lenient
        self._speed = speed
        self._values = recording.values(home=home)
        self._gate = Gate(recording.lines, patience)
        self._claims = Claims(recording.lines, self._values, lenient=lenient)
        self._unplayed = set(self._claims.needed)
        self._used_up = threading.Event()
        self._report = Report()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._sockets: set[socket.socket] = set()
        self._listener: Listener | None = None
        self._began = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def connect(self, timeout: float | None = None) -> socket.socket:
        """A connected socket; the engine's part is played on its other end."""
        ours, theirs = socket.socketpair()
        theirs.settimeout(timeout)
        self._serve(ours)
        return theirs

    def listen(self, path: str | os.PathLike[str]) -> None:
        """Serve a new unix socket at `path` as well, until `close`.

        Raises:
            OSError: the path cannot be used.

        """
        self._listener = Listener(path)
        self._start(self._accept, self._listener.socket)

    def wait(self) -> None:
        """Wait until the whole recording has been played, or a signal interrupts the wait."""
        self._used_up.wait()

    def close(self) -> None:
        """End all connections, and wait for the threads."""
        self._gate.close()
        if self._listener:
            with contextlib.suppress(OSError):
                self._listener.socket.shutdown(socket.SHUT_RDWR)  # wakes accept
        with self._lock:
            for sock in self._sockets:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        while True:
            with self._lock:
                if not self._threads:
                    break
                thread = self._threads.pop()
            thread.join()
        if self._listener:
            self._listener.close()
            self._listener = None

    def report(self) -> Report:
        """The deviations from the recording so far."""
        with self._lock:
            said, unused = self._report, self._claims.unused
            return Report(list(said.unexpected), unused, list(said.stalled), list(said.elided))

    def check(self) -> None:
        """Check that all went as recorded.

        Raises:
            ReplayMismatch: it did not; the message is the report.

        """
        report = self.report()
        if not report.good:
            raise ReplayMismatch(str(report))

    # Threads: one accepts, one serves each connection, and one sends on each hijacked connection.

    def _start(self, target: object, *args: object) -> threading.Thread:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        with self._lock:
            self._threads = [old for old in self._threads if old.is_alive()]
            self._threads.append(thread)
            thread.start()
        return thread

    def _accept(self, listener: socket.socket) -> None:
        while not self._gate.closed:
            try:
                sock, _ = listener.accept()
            except OSError as error:
                if error.errno in _NO_DESCRIPTORS:
                    self._gate.pause(_UNTIL_FREE)  # until a client has disconnected
                elif error.errno != errno.ECONNABORTED:
                    return
                continue
            try:
                self._serve(sock)
            except RuntimeError:  # no thread can be started for this client
                sock.close()

    def _serve(self, sock: socket.socket) -> None:
        with self._lock:
            self._sockets.add(sock)
        self._start(self._converse, sock)

    def _converse(self, sock: socket.socket) -> None:
        """Answer the requests of one connection."""
        rest = b""
        try:
            while not self._gate.closed:
                request, body, rest = _read_request(sock, rest)
                if request is None or not self._answer(sock, request, body, rest):
                    break
        except OSError:
            pass  # the client has disconnected
        except DecodeError as error:
            if not self._gate.closed:
                with self._lock:
                    self._report.unexpected.append(f"a client does not speak HTTP: {error}")
        finally:
            with self._lock:
                self._sockets.discard(sock)
            sock.close()

    def _answer(self, sock: socket.socket, message: Message, body: bytes, rest: bytes) -> bool:
        """Answer one request; False when the connection cannot carry another."""
        asked = request_event(0, 0.0, message.method, message.target, message.headers, body)
        self._began = self._began or time.monotonic()
        with self._lock:
            exchange = self._claims.claim(asked)
            unexpected = None if exchange or is_always_answered(asked) else self._claims.nearest(asked)
            if unexpected:
                self._report.unexpected.append(unexpected)
        if exchange is None:
            sock.sendall(of_our_own(self.recording, asked, unexpected))
            return True
        try:
            return self._answer_with(exchange, sock, asked.method, rest)
        finally:
            self._played(exchange)

    def _answer_with(self, exchange: int, sock: socket.socket, method: str, rest: bytes) -> bool:
        """Play an exchange; False when the connection cannot carry another request."""
        lines = self._claims.exchanges[exchange]
        hijacked = _hijacked(lines)
        if exchange in self._statuses:
            self._client_is_done(lines)
            message = f"this replay was started with status {self._statuses[exchange]} for this request"
            sock.sendall(error(self.recording.engine, self._statuses[exchange], message))
            return True
        for index, line in lines:
            if "ask" in line or (not hijacked and ("sent" in line or line.get("end") == "client complete")):
                self._gate.saw(index)
        if not hijacked:
            return self._play(sock, lines, method)
        if has_calls(lines[0][1]):
            self._play_calls(sock, lines, method, rest)
            return False
        speaker = self._start(self._speak, sock, lines, method)
        self._listen_raw(sock, lines, rest)
        speaker.join()
        return False

    def _play_calls(
        self, sock: socket.socket, lines: Sequence[tuple[int, Line]], method: str, rest: bytes
    ) -> None:
        """Replay a connection to BuildKit. A session makes no requests: only the sizes of their answers are recorded."""
        for index, line in lines:
            if "answer" in line and not self._hold(index):
                return
            for event in self.recording.line_events(line, self._values) if "answer" in line else ():
                if isinstance(event, Response):
                    sock.sendall(head(event, method, 0))
        if lines[0][1]["ask"].endswith("/session"):
            with contextlib.suppress(OSError):
                while sock.recv(_PIECE):
                    pass
        else:
            from engineclient.recording.replay.calls import RecordedCalls  # HTTP/2, which few recordings need

            calls = RecordedCalls(
                sock, lines, self._values, hold=self._hold, saw=self._gate.saw, lenient=self._lenient
            )
            speaker = self._start(calls.speak)
            calls.listen(rest)
            self._client_is_done(lines)
            speaker.join()
            if not self._gate.closed:
                with self._lock:
                    self._report.unexpected += calls.complaints
        self._client_is_done(lines)

    def _client_is_done(self, lines: Sequence[tuple[int, Line]]) -> None:
        """Note that all the client's events of an exchange have occurred, because it has left, say."""
        for index, line in lines:
            if is_client(line):
                self._gate.saw(index)

    def _played(self, exchange: int) -> None:
        with self._lock:
            self._unplayed.discard(exchange)
            if not self._unplayed:
                self._used_up.set()

    def _speak(self, sock: socket.socket, lines: Sequence[tuple[int, Line]], method: str) -> None:
        with contextlib.suppress(OSError):
            self._play(sock, lines, method)

    def _listen_raw(self, sock: socket.socket, lines: Sequence[tuple[int, Line]], rest: bytes) -> None:
        """Read the client's input on a hijacked connection until it ends."""
        said = [(index, line) for index, line in lines if is_client(line) and "ask" not in line]
        expected = ExpectedInput(
            (index, from_text(self._values.fill(line["sent"]))) for index, line in said if "sent" in line
        )
        data = rest
        with contextlib.suppress(OSError):
            while data or (data := sock.recv(_PIECE)):
                for index in expected.hear(data):
                    self._gate.saw(index)
                data = b""
        if expected.complaint and not self._lenient and not self._gate.closed:
            ask = self._values.fill_text(lines[0][1]["ask"])
            with self._lock:
                self._report.unexpected.append(f"to {ask}: {expected.complaint}")
        for index, _ in said:
            self._gate.saw(index)

    def _play(self, sock: socket.socket, lines: Sequence[tuple[int, Line]], method: str) -> bool:
        """Send the engine's part of an exchange; False when the connection cannot carry another request."""
        chunked = False
        goes_on = False
        for index, line in lines:
            if is_client(line):
                continue
            if not self._hold(index):
                return False
            with self._lock:
                events = self.recording.line_events(line, self._values)
            for event in events:
                match event:
                    case Response():
                        chunked = event.framing == "chunked"
                        sock.sendall(head(event, method, self._length(lines)))
                    case Data():
                        data = self._bytes(event, lines)
                        for piece in data:
                            sock.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
                        if index == self._cut:
                            sock.shutdown(socket.SHUT_RDWR)
                            return False
                    case End(how="complete"):
                        if chunked:
                            sock.sendall(b"0\r\n\r\n")
                        goes_on = True
                    case End():
                        sock.shutdown(socket.SHUT_WR)
                        return False
                    case Request():
                        pass
        if goes_on:
            return not any(
                line.get("stream") == "close" or line.get("framing") == "close" for _, line in lines
            )
        if not any("end" in line for _, line in lines):
            self._breaks_off(sock, lines)
            return False
        if not _hijacked(lines):
            with contextlib.suppress(OSError):
                while sock.recv(_PIECE):  # in the recording the answer had not ended when the client left
                    pass
            self._client_is_done(lines)
        return False

    def _breaks_off(self, sock: socket.socket, lines: Sequence[tuple[int, Line]]) -> None:
        """Close the connection of an exchange whose end is not in the recording, and report it."""
        with self._lock:
            ask = self._values.fill_text(lines[0][1]["ask"])
            self._report.stalled.append(f"the recording ends before the answer to {ask} does")
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    def _hold(self, index: int) -> bool:
        """Wait at the gate, then until the recorded time; False if the wait timed out."""
        missing = self._gate.wait(index)
        if missing is not None:
            with self._lock:
                held, cause = (self._values.fill(self.recording.lines[i]) for i in (index, missing))
                self._report.stalled.append(f"{_described(held)} waits for {_described(cause)}")
            return False
        self._gate.pause(self._slow)
        if self._speed and self.recording.times:
            due = self._began + self.recording.times.at[index] / 1000 / self._speed
            self._gate.pause(max(0.0, due - time.monotonic()))
        return not self._gate.closed

    def _bytes(self, event: Data, lines: Sequence[tuple[int, Line]]) -> Iterator[bytes]:
        if isinstance(event.data, bytes):
            yield event.data
            return
        with self._lock:
            ask = self._values.fill_text(lines[0][1]["ask"])
            self._report.elided.append(f"{event.data.size} bytes of the answer to {ask}")
        left = event.data.size
        while left:
            yield bytes(min(left, _PIECE))
            left -= min(left, _PIECE)

    def _length(self, lines: Iterable[tuple[int, Line]]) -> int:
        with self._lock:
            events = [e for _, line in lines for e in self.recording.line_events(line, self._values)]
        data = [e.data for e in events if isinstance(e, Data) and e.side == "daemon"]
        return sum(piece.size if isinstance(piece, Elided) else len(piece) for piece in data)


def _hijacked(lines: Sequence[tuple[int, Line]]) -> bool:
    return any(line.get("stream") == "hijack" for _, line in lines)


def _read_request(sock: socket.socket, rest: bytes) -> tuple[Message | None, bytes, bytes]:
    """The next request, the kept part of its body, and the bytes after it; None for the request at the end."""
    message, body = Message(), KeptBody(KEEP)
    data = rest or sock.recv(_PIECE)
    continued = begun = False
    while data:
        begun = True
        rest = message.feed(data)
        for piece in message.pieces:
            body.add(piece)
        message.pieces.clear()
        if message.complete:
            content = body.content
            return message, content if isinstance(content, bytes) else b"", rest
        if message.started and not continued and "100-continue" in message.header("expect").lower():
            continued = True
            sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        data = sock.recv(_PIECE)
    if begun:
        raise DecodeError("the connection ended inside a request")
    return None, b"", b""


def _described(line: Line) -> str:
    """A short description of a line, for a message."""
    return json.dumps(
        {key: value for key, value in line.items() if key in ("x", "ask", "answer", "sent", "end")}
    )
