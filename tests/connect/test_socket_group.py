"""The hint for a socket that one may not use names the group that really may."""

from __future__ import annotations

import grp
import os
import socket
from pathlib import Path

import pytest

from engineclient.connect.causes import failed
from engineclient.connect.hosts import parse
from engineclient.connect.socket_group import group_of

OWN = grp.getgrgid(os.getgid()).gr_name
DENIED = PermissionError(13, "Permission denied")


@pytest.fixture
def path(tmp_path: Path) -> str:
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(path)
    return path


@pytest.mark.parametrize(("mode", "group"), [(0o660, OWN), (0o666, OWN), (0o600, ""), (0o640, "")])
def test_the_group(path: str, mode: int, group: str) -> None:
    Path(path).chmod(mode)
    assert group_of(path) == group


def test_a_socket_that_cannot_be_seen(tmp_path: Path) -> None:
    assert group_of(f"{tmp_path}/none") == "docker"


@pytest.mark.parametrize(
    ("mode", "command"), [(0o660, f"sudo usermod -aG {OWN} $USER && newgrp {OWN}"), (0o600, "ls -l {path}")]
)
def test_the_next_command(path: str, mode: int, command: str) -> None:
    Path(path).chmod(mode)
    assert failed(DENIED, parse(f"unix://{path}")).command == command.format(path=path)
