"""Connections by the system's ssh: a process each, whose standard input and output are one end of a socket pair.

The other end is a line like any other, in both worlds: half-closing it ends the standard input of ssh.

On the far machine `docker system dial-stdio` leads to the engine. Where there is no docker, what was sent to it is sent
again to podman's: nothing of it has reached an engine.
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

_PATIENCE: Final = 3.0  # seconds: a process whose input has ended ends by itself
_MOST_ERRORS: Final = 64 * 1024
_MOST_AGAIN: Final = 256 * 1024  # bytes that are kept to be sent again


class SshConnector:
    """Opens connections to one far machine, and remembers which program leads to its engine."""

    def __init__(self, target: Target, backend: Backend) -> None:
        self.backend = backend
        self.program: str = PROGRAMS[0]
        self._target = target

    async def __call__(self, timeout: float | None) -> SshLine:
        """Start ssh; that it has connected shows in the first answer.

        Raises:
            SshEnded: there is no ssh.
        """
        return SshLine(self, *await self.start(self.program))

    async def start(self, program: str) -> tuple[_Process, Line]:
        """An ssh that runs `program` on the far machine."""
        process, connection = await self.backend.call(_started, self._target.command(program))
        return process, self.backend.line(connection)


class _Process:
    """ssh, and what it prints."""

    def __init__(self, command: list[str], connection: socket.socket, errors: IO[bytes]) -> None:
        self.command = command
        self._errors = errors
        # In a session of its own: Ctrl-C is the container's, and there is no terminal to ask for passwords on.
        self._child = subprocess.Popen(
            command,
            stdin=connection.fileno(),
            stdout=connection.fileno(),
            stderr=errors,
            start_new_session=True,
        )

    def ended(self) -> SshEnded | None:
        """Why it has ended; None if it goes on, or has ended well."""
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
        """See that it ends."""
        for stop in (self._child.terminate, self._child.kill):
            try:
                self._child.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                stop()
        self._child.wait()
        self._errors.close()


def _started(command: list[str]) -> tuple[_Process, Connection]:
    ours, theirs = socket.socketpair()
    errors = tempfile.TemporaryFile()  # noqa: SIM115  # the process has it
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
    """The line to an ssh process. Its end before any byte came is an error with ssh's own output."""

    def __init__(self, connector: SshConnector, process: _Process, line: Line) -> None:
        self._connector = connector
        self._process = process
        self._line = line
        self._program = connector.program
        self._untried = [program for program in PROGRAMS if program != connector.program]
        self._missing: SshEnded | None = None  # of the first program: the error if there is no other
        self._sent: bytearray | None = (
            bytearray()
        )  # before any answer; None if it is too much to be sent again
        self._answered = False
        self._aborted = False

    async def receive(self, size: int, timeout: float | None) -> bytes:
        """The next bytes, b"" at the end.

        Raises:
            SshEnded: ssh, or what it ran, has ended and sent nothing.
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
        """Whether another program of the far machine is tried, with all that was sent to the one that is not there."""
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
        with suppress(ConnectionError):  # the next receive shows it
            await self._line.send(bytes(self._sent), timeout)
        return True

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
        """There is something to read."""
        return self._line.readable()

    def buffered(self) -> bool:
        """Nothing is kept here."""
        return self._line.buffered()

    def offer(self, data: bytes) -> int:
        """Send what is taken without waiting."""
        return self._line.offer(data)

    def fileno(self) -> int:
        """The descriptor of our end of the socket pair."""
        return self._line.fileno()

    def socket(self) -> socket.socket | None:
        """Our end of the socket pair."""
        return self._line.socket()
