"""Connections through the system's ssh: a process for each, whose standard input and output are one end of a socket
pair. The other end is an ordinary connection in both worlds: half-closing it ends the standard input of ssh.
"""

from __future__ import annotations

import socket
import subprocess
import tempfile
import threading
from typing import IO, TYPE_CHECKING, Final

from engineclient.connect.ssh import SshEnded
from engineclient.transport.sockets import Connection

if TYPE_CHECKING:
    from engineclient.backend import Backend, Line
    from engineclient.connect.ssh import Target

_PATIENCE: Final = 3.0  # seconds that the process gets to end after its input has ended
_MOST_ERRORS: Final = 64 * 1024


async def connect_ssh(target: Target, backend: Backend, timeout: float | None) -> SshLine:
    """Start ssh. Whether it could connect becomes known with the first answer.

    Raises:
        SshEnded: ssh is not installed.
    """
    process, connection = await backend.call(_started, target.command())
    return SshLine(process, backend.line(connection), backend)


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
        self._errors.seek(0)
        return SshEnded(
            self.command, status, self._errors.read(_MOST_ERRORS).decode(errors="surrogateescape")
        )

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

    def __init__(self, process: _Process, line: Line, backend: Backend) -> None:
        self._process = process
        self._line = line
        self._backend = backend
        self._answered = False
        self._aborted = False

    async def receive(self, size: int, timeout: float | None) -> bytes:
        """The next bytes, b"" at the end.

        Raises:
            SshEnded: ssh, or the command it ran, has ended without sending anything.
        """
        try:
            data = await self._line.receive(size, timeout)
        except ConnectionError:
            await self._check()
            raise
        if data:
            self._answered = True
        elif not self._answered:
            await self._check()
        return data

    async def send(self, data: bytes, timeout: float | None) -> None:
        """Send all of `data`.

        Raises:
            SshEnded: as `receive`.
        """
        try:
            await self._line.send(data, timeout)
        except ConnectionError:
            await self._check()
            raise

    async def _check(self) -> None:
        if not self._aborted and (ended := await self._backend.call(self._process.ended)):
            raise ended

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
