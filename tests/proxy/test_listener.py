from __future__ import annotations

import errno
import socket
import stat
from pathlib import Path

import pytest

from engineclient.proxy.listener import Listener


def test_it_is_its_user_s_alone_and_gone_afterwards(tmp_path: Path) -> None:
    listener = Listener(tmp_path / "s.sock")
    status = listener.path.lstat()
    assert (stat.S_ISSOCK(status.st_mode), stat.S_IMODE(status.st_mode) & 0o077) == (True, 0)
    listener.close()
    assert not listener.path.exists()


def test_what_a_dead_server_left_is_replaced(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "s.sock"))
    listener = Listener(tmp_path / "s.sock")
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(listener.path))
    listener.close()


def test_another_server_s_socket_is_left_alone(tmp_path: Path) -> None:
    first = Listener(tmp_path / "s.sock")
    with pytest.raises(OSError, match="another server listens there already") as caught:
        Listener(tmp_path / "s.sock")
    assert caught.value.errno == errno.EADDRINUSE
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(first.path))
    first.close()


def test_a_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.sock"
    path.write_text("precious")
    with pytest.raises(FileExistsError, match="not a socket"):
        Listener(path)
    assert path.read_text() == "precious"


@pytest.mark.parametrize(
    ("name", "message"), [("no/such/s.sock", "no such file or directory"), ("x" * 200, "too long")]
)
def test_nowhere(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(OSError, match=message):
        Listener(tmp_path / name)


def test_a_socket_that_took_its_place_stays(tmp_path: Path) -> None:
    first = Listener(tmp_path / "s.sock")
    first.path.unlink()
    second = Listener(tmp_path / "s.sock")
    first.close()
    assert second.path.exists()
    second.close()


def test_many_may_connect_while_it_is_busy(tmp_path: Path) -> None:
    listener = Listener(tmp_path / "s.sock")
    longest = int(Path("/proc/sys/net/core/somaxconn").read_text())
    clients: list[socket.socket] = []
    try:
        for _ in range(min(500, longest)):
            clients.append(socket.socket(socket.AF_UNIX))
            clients[-1].setblocking(False)
            clients[-1].connect(str(listener.path))  # raises BlockingIOError where the queue is full
    finally:
        for client in clients:
            client.close()
        listener.close()
