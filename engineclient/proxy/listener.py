"""A unix socket to listen on: that of a running server is left alone, that of a dead one is replaced."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import stat
from pathlib import Path

__all__ = ["Listener"]


class Listener:
    """Listens on `path`, which only the user who started it may connect to. `close` removes the socket.

    Attributes:
        path: the path of the socket.
        socket: the listening socket.

    Raises:
        OSError: the path cannot be used; its errno is EADDRINUSE if another server listens there.

    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path: Path = Path(path)
        self.socket: socket.socket = socket.socket(socket.AF_UNIX)
        try:
            # Before bind, so that the file has this mode from the start
            os.fchmod(self.socket.fileno(), 0o600)
            self._bind()
            self.socket.listen(socket.SOMAXCONN)  # as Go does; the kernel's limit applies
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
            raise FileExistsError(errno.EEXIST, "exists and is not a socket", name)
        with socket.socket(socket.AF_UNIX) as probe:
            probe.setblocking(False)
            try:
                probe.connect(name)
            except ConnectionRefusedError:
                self.path.unlink(missing_ok=True)
                return
            except BlockingIOError:  # a server listens, but its queue is full
                pass
        raise OSError(errno.EADDRINUSE, "another server listens there already", name)

    def _identity(self) -> tuple[int, int]:
        status = self.path.lstat()
        return status.st_dev, status.st_ino

    def close(self) -> None:
        """Stop listening, and remove the socket unless another one has replaced it."""
        self.socket.close()
        with contextlib.suppress(FileNotFoundError):
            if self._identity() == self._file:
                self.path.unlink()


def _reason(error: OSError) -> str:
    if error.errno is None:  # "AF_UNIX path too long"
        return "the path is too long for a socket"
    return os.strerror(error.errno).lower()
