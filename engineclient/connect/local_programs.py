"""Programs of this machine that a compose project names: docker's plugins and others."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

_SYSTEM_FOLDERS: Final = (
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
)
_PIECE: Final = 1 << 16


class LocalPrograms:
    """The programs of this machine.

    Args:
        folders: directories with plugins, which take precedence over the system's.

    """

    def __init__(self, folders: Iterable[str] = ()) -> None:
        self._folders = (*folders, *_SYSTEM_FOLDERS)

    def plugin(self, name: str) -> str | None:
        """The path of docker's plugin `name`: a program `docker-NAME` in one of the directories."""
        paths = (os.path.join(folder, f"docker-{name}") for folder in self._folders)  # noqa: PTH118
        return next((path for path in paths if os.access(path, os.X_OK)), None)

    def program(self, name: str) -> str | None:
        """The path of the program `name`."""
        return shutil.which(name)

    def run(self, argv: Sequence[str], environ: Mapping[str, str], output: Callable[[bytes], object]) -> str:
        """Run a program without input; its stderr is dropped. It is killed if `output` raises."""
        try:
            process = subprocess.Popen(
                argv,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        except OSError as error:
            return f"fork/exec {argv[0]}: {(error.strerror or str(error)).lower()}"
        assert process.stdout is not None
        try:
            while piece := process.stdout.read(_PIECE):
                output(piece)
        except BaseException:
            process.kill()
            raise
        finally:
            code = process.wait()
            process.stdout.close()
        if code < 0:
            return f"signal: {(signal.strsignal(-code) or str(-code)).lower()}"
        return f"exit status {code}" if code else ""
