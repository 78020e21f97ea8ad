"""Make our program a command that other programs find, even if it is not installed."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from engineclient.cli.failures import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["on_path"]


@contextmanager
def on_path() -> Iterator[dict[str, str]]:
    """The environment variables with which a command finds this program on its PATH."""
    if shutil.which(PROGRAM):
        yield {}
        return
    with TemporaryDirectory(prefix="engineclient-") as folder:
        script = Path(folder, PROGRAM)
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m engineclient "$@"\n')
        script.chmod(0o700)
        yield {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
