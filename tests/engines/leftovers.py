"""Remove what killed daemons leave behind, except on the network."""

import re
import shutil
from contextlib import suppress
from pathlib import Path
from subprocess import run

from .processes import command_path

_SHIM_SOCKETS = Path("/run/containerd/s")  # a fixed path in containerd, independent of its state directory
_PLUGIN_SOCKETS = Path("/run/docker/plugins")  # a fixed path in dockerd


def mounts_below(directory: Path, mountinfo: str) -> list[str]:
    """The mount points below a directory, from the text of /proc/self/mountinfo, innermost first."""
    points = (line.split(" ")[4] for line in mountinfo.splitlines())
    decoded = (re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), point) for point in points)
    return [point for point in decoded if Path(point).is_relative_to(directory)][::-1]


def unmount(directory: Path) -> None:
    """Unmount everything below a directory: overlays and network namespaces."""
    for point in mounts_below(directory, Path("/proc/self/mountinfo").read_text()):
        run(["umount", "--lazy", point], check=True, env={"PATH": command_path()})


def remove_shim_sockets(containerd_state: Path) -> None:
    """Remove the sockets of the shims that are listed in containerd's state."""
    for note in containerd_state.glob("*/*/*/address"):
        socket = Path(note.read_text().removeprefix("unix://"))
        if socket.parent == _SHIM_SOCKETS:
            socket.unlink(missing_ok=True)


def remove_run_directories() -> None:
    """Remove the directories that containerd and dockerd make in /run, if they are empty."""
    for directory in (_SHIM_SOCKETS, _PLUGIN_SOCKETS):
        with suppress(OSError):  # it does not exist, or is in use
            if [*directory.parent.iterdir()] == [directory]:
                directory.rmdir()
                directory.parent.rmdir()


def empty(directory: Path) -> None:
    """Remove the content of a directory, but not the directory."""
    for path in directory.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
