"""A rootless engine: dockerd as a user that is created for it and removed afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.engines import rest
from tests.engines.processes import command_path

_USER: Final = "engineclient-rootless"
_SCRIPT: Final = "/usr/share/docker.io/contrib/dockerd-rootless.sh"
_TUN: Final = "/dev/net/tun"  # slirp4netns reads and writes packets there
_NEEDED: Final = ("rootlesskit", "slirp4netns", "newuidmap", "useradd")
_PATIENCE: Final = 60.0


def missing() -> str:
    """What this machine lacks for a rootless engine, "" if nothing."""
    if os.geteuid() != 0:
        return "only root can make a user for it"
    lacking = [name for name in _NEEDED if shutil.which(name, path=command_path()) is None]
    lacking += [path for path in (_SCRIPT, _TUN) if not Path(path).exists()]
    if not lacking and Path(_TUN).stat().st_mode & 0o006 != 0o006:
        lacking = [f"{_TUN} for everyone"]
    if not lacking and not _may_have_namespaces():
        lacking = ["user namespaces for everyone"]
    return ", ".join(lacking)


def _may_have_namespaces() -> bool:
    """Whether the kernel lets a user other than root create namespaces."""
    unshare = ["unshare", "--user", "--map-root-user", "--mount", "--net", "true"]
    return subprocess.run(unshare, user="nobody", capture_output=True, check=False).returncode == 0


@contextmanager
def running() -> Iterator[Path]:
    """Start it, and yield the user's XDG_RUNTIME_DIR, which contains its docker.sock.

    Raises:
        RuntimeError: it does not start; its log is in the text.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # pytest's own directories are not accessible to other users
        subprocess.run(["useradd", "--home-dir", folder / "home", "--create-home", _USER], check=True)
        try:
            yield from _running(folder)
        finally:
            subprocess.run(["userdel", "--remove", _USER], capture_output=True, check=True)


def _running(folder: Path) -> Iterator[Path]:
    home, runtime, log = folder / "home", folder / "run", folder / "log"
    runtime.mkdir(mode=0o700)
    shutil.chown(runtime, _USER)
    with log.open("wb") as output:
        daemon = subprocess.Popen(
            [_SCRIPT, "--storage-driver", "vfs", "--iptables=false", "--bridge=none"],
            user=_USER,
            group=pwd.getpwnam(_USER).pw_gid,
            extra_groups=[],
            cwd=home,
            env={
                "HOME": str(home),
                "PATH": command_path(),
                "XDG_RUNTIME_DIR": str(runtime),
                "DOCKERD_ROOTLESS_ROOTLESSKIT_NET": "slirp4netns",
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait(f"unix://{runtime}/docker.sock", daemon, log)
        yield runtime
    finally:
        daemon.send_signal(signal.SIGINT)
        daemon.wait(_PATIENCE)


def _wait(host: str, daemon: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and daemon.poll() is None:
        if rest.answers(host, "/_ping"):
            return
        time.sleep(0.1)
    raise RuntimeError(f"no rootless engine:\n{log.read_text(errors='replace')[-2000:]}")
