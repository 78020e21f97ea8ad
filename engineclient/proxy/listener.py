"""A unix socket to listen at: what another server has there is left alone, what a dead one left is replaced."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import stat
from pathlib import Path
from typing import Final

__all__ = ["Listener"]

_BACKLOG: Final = 128


class Listener:
    """Listens at `path`, for the user who started it alone. Whoever closes it removes the socket.

    Attributes:
        path: where it is.
        socket: the listening socket.

    Raises:
        OSError: nobody can listen there; the message says why and its errno is EADDRINUSE if somebody does.

    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path: Path = Path(path)
        self.socket: socket.socket = socket.socket(socket.AF_UNIX)
        try:
            os.fchmod(
                self.socket.fileno(), 0o600
            )  # before bind: the file has this mode from its first moment
            self._bind()
            self.socket.listen(_BACKLOG)
            self._file = self._identity()
        except BaseException:
            self.socket.close()
            raise

    def _bind(self) -> None:
        name = os.fspath(self.path)
        try:
            self.socket.bind(name)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise OSError(error.errno, _reason(error), name) from error
            self._make_room()
            self.socket.bind(name)

    def _make_room(self) -> None:
        name = os.fspath(self.path)
        if not stat.S_ISSOCK(self.path.lstat().st_mode):
            raise FileExistsError(errno.EEXIST, "it is there, and no socket", name)
        with socket.socket(socket.AF_UNIX) as probe:
            probe.setblocking(False)
            try:
                probe.connect(name)
            except ConnectionRefusedError:
                self.path.unlink(missing_ok=True)
                return
            except BlockingIOError:  # somebody listens, and is busy
                pass
        raise OSError(errno.EADDRINUSE, "another server listens there already", name)

    def _identity(self) -> tuple[int, int]:
        status = self.path.lstat()
        return status.st_dev, status.st_ino

    def close(self) -> None:
        """Stop listening, and remove the socket unless somebody has put another one there."""
        self.socket.close()
        with contextlib.suppress(FileNotFoundError):
            if self._identity() == self._file:
                self.path.unlink()


def _reason(error: OSError) -> str:
    if error.errno is None:  # "AF_UNIX path too long"
        return "the path is too long for a socket"
    return os.strerror(error.errno).lower()
