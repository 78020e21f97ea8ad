"""minidocker: docker's commands on top of engineclient. The only rooms that know click."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run the program with `args`, by default those of the process; gives its exit code."""
    from engineclient.commands.program import main

    return main(args)
