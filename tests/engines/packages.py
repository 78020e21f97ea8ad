"""The Debian packages of the commands that the engine needs."""

import mmap
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence

from .errors import EngineSetupError
from .processes import command_path

# Searched by command rather than package, so that docker-ce is accepted instead of docker.io
_PACKAGES = {
    "dockerd": "docker.io",
    "containerd": "docker.io",
    "docker-registry": "docker-registry",
    "busybox": "busybox-static",
    "iptables": "iptables",
    "ip": "iproute2",
}
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_ATTEMPTS = 4


def command(name: str) -> str | None:
    """The path of a command; daemons' directories are searched, too."""
    return shutil.which(name, path=command_path())


def _usable(name: str) -> bool:
    path = command(name)
    return path is not None and (name != "busybox" or is_static(path))


def is_static(path: str) -> bool:
    """Whether an executable is static, and so runs in an image without further files."""
    with open(path, "rb") as file:  # noqa: PTH123 - only its beginning
        return b"/ld-" not in file.read(4096)


def mentions(name: str, text: str) -> bool:
    """Whether the executable of a command contains a text, such as the name of an option."""
    with (
        open(command(name) or name, "rb") as file,  # noqa: PTH123
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return content.find(text.encode()) >= 0


def missing() -> list[str]:
    return sorted({package for name, package in _PACKAGES.items() if not _usable(name)})


def _apt_get(*arguments: str) -> None:
    environment = {**os.environ, "PATH": command_path(), "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    argv = ["apt-get", "-q", "-y", "-o", "Acquire::Retries=3", *arguments]
    output = ""
    for attempt in range(1, _ATTEMPTS + 1):
        done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        output = done.stdout + done.stderr
        print(f"{shlex.join(argv)} failed, attempt {attempt} of {_ATTEMPTS}", file=sys.stderr)
    raise EngineSetupError(f"{shlex.join(argv)}:\n{output[-2000:]}")


def install(packages: Sequence[str]) -> None:
    """Install Debian packages; tries again if a download fails."""
    if command("apt-get") is None:
        raise EngineSetupError(f"this needs Debian's packages {', '.join(packages)}, and there is no apt-get")
    print(f"installing {' '.join(packages)}", file=sys.stderr)
    _apt_get("update")
    _apt_get("install", "--no-install-recommends", *packages)


def ensure() -> None:
    """Install what is missing; raises EngineSetupError if a command is still missing then."""
    if packages := missing():
        install(packages)
        if still := missing():
            raise EngineSetupError(f"{', '.join(still)}: installed, but what it should bring is not on PATH")


def architecture() -> str:
    """Go's name of this machine's architecture."""
    try:
        return _ARCHITECTURES[platform.machine()]
    except KeyError:
        raise EngineSetupError(f"no images for {platform.machine()}") from None
