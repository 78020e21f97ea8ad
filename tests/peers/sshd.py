"""An sshd on loopback, whose keys, user's keys and configuration are all in one directory."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SSHD = shutil.which("sshd") or ("/usr/sbin/sshd" if Path("/usr/sbin/sshd").exists() else None)
MINIDOCKER = f'"{sys.executable}" "{Path(__file__).parents[2] / "cli.py"}"'
PODMAN = f'[ "$1" = --url ] && shift && exec {MINIDOCKER} --host "$@"'
"""What stands for podman: its `--url` is docker's `--host`."""
_PATIENCE = 10.0


@contextmanager
def running(folder: Path, far: Mapping[str, str] | None = None) -> Iterator[int]:
    """Start it, and yield its port. `folder/bin/ssh` is an ssh that only knows this server.

    On the remote side `docker` is minidocker, whose `system dial-stdio` is the other end; or, with `far`, only these
    programs exist, each a line of shell.
    """
    assert SSHD is not None
    for name in ("host", "id"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    shutil.copy(folder / "id.pub", folder / "authorized_keys")
    found = folder / "far"
    found.mkdir()
    for name, line in ({"docker": f'exec {MINIDOCKER} "$@"'} if far is None else far).items():
        _program(found / name, line)
    path = found if far is not None else f"{found}:{os.environ['PATH']}"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile {folder}/sshd.pid\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
        f"MaxStartups 100\nSetEnv PATH={path}\n"
    )
    (folder / "config").write_text(
        f"Host *\n IdentityFile {folder}/id\n IdentitiesOnly yes\n UserKnownHostsFile {folder}/known_hosts\n"
        " StrictHostKeyChecking yes\n"
    )
    _program(folder / "bin" / "ssh", f'exec "{shutil.which("ssh")}" -F "{folder}/config" "$@"')
    Path("/run/sshd").mkdir(exist_ok=True)  # sshd's privilege separation directory, which is empty
    daemon = subprocess.Popen([SSHD, "-D", "-f", folder / "sshd_config", "-E", folder / "log"])
    try:
        _wait(port)
        yield port
    finally:
        daemon.terminate()
        daemon.wait()


def _program(path: Path, line: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)
    return path


def _wait(port: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError("sshd does not listen")
