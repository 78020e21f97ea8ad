"""A directory for PATH in which `minidocker` is this checkout's program, or another client."""

from __future__ import annotations

import os
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def path_with(folder: Path, client: str = "") -> str:
    """PATH with `folder` first, in which `minidocker` is the program `client` (this one if empty)."""
    program = folder / "minidocker"
    if client:
        program.symlink_to(client)
    else:
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{CHECKOUT / "cli.py"}" "$@"\n')
        program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
