"""Connections through the system's ssh: a process for each, whose standard input and output are one end of a socket
pair. The other end is an ordinary connection in both worlds: half-closing it ends the standard input of ssh.

On the remote machine `docker system dial-stdio` connects to the engine. If docker is not installed there, podman is
tried, and what was sent so far is sent again: it has not reached an engine.
"""

from __future__ import annotations

import socket
import subprocess
import tempfile
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final

from engineclient.connect.ssh import NO_SUCH_COMMAND, PROGRAMS, SshEnded
from engineclient.transport.sockets import Connection

if TYPE_CHECKING:
    from engineclient.backend import Backend, Line
    from engineclient.connect.ssh import Target

_PATIENCE: Final = 3.0  # seconds that the process gets to end after its input has ended
_MOST_ERRORS: Final = 64 * 1024
_MOST_AGAIN: Final = 256 * 1024  # bytes that are kept to be sent again to another program


class SshConnector:
    """Opens connections to one remote machine, and remembers which program connects to its engine."""

    def __init__(self, target: Target, backend: Backend) -> None:
        self.backend = backend
        self.program: str = PROGRAMS[0]
        self._target = target

    async def __call__(self, timeout: float | None) -> SshLine:
        """Start ssh. Whether it could connect becomes known with the first answer.

        Raises:
            SshEnded: ssh is not installed.
        """
        return SshLine(self, *await self.start(self.program))

    async def start(self, program: str) -> tuple[_Process, Line]:
        """Start an ssh that runs `program` on the remote machine."""
        process, connection = await self.backend.call(_started, self._target.command(program))
        return process, self.backend.line(connection)


class _Process:
    """A running ssh, and its error output."""

    def __init__(self, command: list[str], connection: socket.socket, errors: IO[bytes]) -> None:
        self.command = command
        self._errors = errors
        # In a session of its own: Ctrl-C must reach the container only, and ssh must not prompt on the terminal.
        self._child = subprocess.Popen(
            command,
            stdin=connection.fileno(),
            stdout=connection.fileno(),
            stderr=errors,
            start_new_session=True,
        )

    def ended(self) -> SshEnded | None:
        """The error with which it has ended; None if it is running or has ended successfully."""
        try:
            status = self._child.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return None
        if status == 0:
            return None
        try:
            self._errors.seek(0)
            text = self._errors.read(_MOST_ERRORS)
        except ValueError:  # another thread has closed the connection, and this file with it
            return None
        return SshEnded(self.command, status, text.decode(errors="surrogateescape"))

    def end(self) -> None:
        """Wait until it ends, and kill it if it does not."""
        for stop in (self._child.terminate, self._child.kill):
            try:
                self._child.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                stop()
        self._child.wait()
        self._errors.close()


def _started(command: list[str]) -> tuple[_Process, Connection]:
    ours, theirs = socket.socketpair()
    errors = tempfile.TemporaryFile()  # noqa: SIM115  # the process writes to it
    try:
        process = _Process(command, theirs, errors)
    except FileNotFoundError as error:
        ours.close()
        errors.close()
        raise SshEnded(command, None, "") from error
    except BaseException:
        ours.close()
        errors.close()
        raise
    finally:
        theirs.close()
    return process, Connection(fileno=ours.detach())


class SshLine:
    """The connection to an ssh process. If it ends before any byte arrived, the error contains ssh's own output."""

    def __init__(self, connector: SshConnector, process: _Process, line: Line) -> None:
        self._connector = connector
        self._process = process
        self._line = line
        self._program = connector.program
        self._untried = [program for program in PROGRAMS if program != connector.program]
        self._missing: SshEnded | None = None  # the error of the first program, raised if no other works
        # Before any answer; None if it is too much to be sent again
        self._sent: bytearray | None = bytearray()
        self._answered = False
        self._aborted = False

    async def receive(self, size: int, timeout: float | None) -> bytes:
        """The next bytes, b"" at the end.

        Raises:
            SshEnded: ssh, or the command it ran, has ended without sending anything.
        """
        while True:
            try:
                data = await self._line.receive(size, timeout)
            except ConnectionError:
                if await self._connected_anew(timeout):
                    continue
                raise
            if data:
                self._answered = True
                self._sent = None
                self._connector.program = self._program
            elif not self._answered and await self._connected_anew(timeout):
                continue
            return data

    async def send(self, data: bytes, timeout: float | None) -> None:
        """Send all of `data`.

        Raises:
            SshEnded: as `receive`.
        """
        if self._sent is not None:
            self._sent = self._sent + data if len(self._sent) + len(data) <= _MOST_AGAIN else None
        try:
            await self._line.send(data, timeout)
        except ConnectionError:
            if not await self._connected_anew(timeout):
                raise

    async def _connected_anew(self, timeout: float | None) -> bool:
        """If the program does not exist on the remote machine, start the next one, send everything again, return True.

        Raises:
            SshEnded: ssh has failed for another reason, or no program is left.
        """
        if self._aborted:
            return False
        ended = await self._connector.backend.call(self._process.ended)
        if ended is None:
            return False
        if ended.status != NO_SUCH_COMMAND:
            raise ended
        if not self._untried or self._sent is None:
            raise self._missing or ended
        self._missing = self._missing or ended
        self._line.abort()
        self._process.end()
        self._program = self._untried.pop(0)
        self._process, self._line = await self._connector.start(self._program)
        if self._aborted:  # meanwhile, by another thread
            self._let_go()
            return False
        with suppress(ConnectionError):  # the next receive reports it
            await self._line.send(bytes(self._sent), timeout)
        return True

    async def writable(self, timeout: float | None) -> None:
        """Wait until `offer` sends something."""
        await self._line.writable(timeout)

    async def shut(self) -> None:
        """Half-close."""
        await self._line.shut()

    async def close(self) -> None:
        """Close the connection."""
        self.abort()

    def abort(self) -> None:
        """Close the connection at once; the process ends in the background."""
        if not self._aborted:
            self._aborted = True
            self._let_go()

    def _let_go(self) -> None:
        self._line.abort()
        threading.Thread(target=self._process.end, daemon=True).start()

    def readable(self) -> bool:
        """Whether reading returns at once."""
        return self._line.readable()

    def buffered(self) -> bool:
        """False: nothing is buffered here."""
        return self._line.buffered()

    def offer(self, data: bytes) -> int:
        """Send without waiting; returns the number of bytes sent."""
        return self._line.offer(data)

    def fileno(self) -> int:
        """The descriptor of our end of the socket pair."""
        return self._line.fileno()

    def socket(self) -> socket.socket | None:
        """Our end of the socket pair."""
        return self._line.socket()
