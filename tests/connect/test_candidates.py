from __future__ import annotations

import socket
from pathlib import Path

from engineclient.connect.candidates import found


def test_found(tmp_path: Path) -> None:
    desktop = tmp_path / ".docker" / "desktop" / "docker.sock"
    colima = tmp_path / ".colima" / "docker.sock"
    file = tmp_path / ".rd" / "docker.sock"
    for path in (desktop, colima, file):
        path.parent.mkdir(parents=True)
    file.touch()
    environ = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    with socket.socket(socket.AF_UNIX) as one, socket.socket(socket.AF_UNIX) as two:
        one.bind(str(desktop))
        two.bind(str(colima))
        names = [(each.engine, each.host) for each in found(environ) if str(tmp_path) in each.path]
        assert names == [("Docker Desktop", f"unix://{desktop}"), ("colima", f"unix://{colima}")]
        assert str(desktop) not in [each.path for each in found(environ, but=str(desktop))]


def test_one_socket_by_two_ways_is_one(tmp_path: Path) -> None:
    real = tmp_path / "run" / "docker.sock"
    real.parent.mkdir()
    (tmp_path / ".docker").mkdir()
    (tmp_path / ".docker" / "run").symlink_to(real.parent)
    environ = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(real.parent)}
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(real))
        assert [each.path for each in found(environ) if str(tmp_path) in each.path] == [str(real)]
