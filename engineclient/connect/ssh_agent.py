"""A client of an SSH agent at a unix socket, one request at a time."""

from __future__ import annotations

import os
import socket
import stat

from engineclient.errors import EngineError

_MOST: int = 256 * 1024  # bytes of an answer: OpenSSH's own limit
_TIMEOUT = 300.0  # seconds: a person may have to confirm the use of a key


class AgentFailed(EngineError):
    """The agent cannot be reached, or does not answer."""


class SSHAgent:
    """A connection to the agent at `path`.

    Raises:
        AgentFailed: nothing listens there.

    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(_TIMEOUT)
        try:
            self._socket.connect(path)
        except OSError as error:
            self._socket.close()
            raise AgentFailed(f"failed to connect to the SSH agent at {path}: {error.strerror}") from error

    def ask(self, request: bytes) -> bytes:
        """Send a request and return the answer; both begin with their length.

        Raises:
            AgentFailed: the agent does not answer.

        """
        try:
            self._socket.sendall(request)
            length = self._receive(4)
            size = int.from_bytes(length, "big")
            if size > _MOST:
                raise AgentFailed(f"the SSH agent at {self._path} answers with {size} bytes")
            return length + self._receive(size)
        except OSError as error:
            raise AgentFailed(f"the SSH agent at {self._path} failed: {error}") from error

    def _receive(self, size: int) -> bytes:
        received = b""
        while len(received) < size:
            piece = self._socket.recv(size - len(received))
            if not piece:
                raise AgentFailed(f"the SSH agent at {self._path} closed the connection")
            received += piece
        return received

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


def is_socket(path: str) -> bool:
    """Whether the file at `path` is a socket.

    Raises:
        OSError: there is no such file.

    """
    return stat.S_ISSOCK(os.stat(path).st_mode)  # noqa: PTH116
