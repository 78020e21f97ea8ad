"""minidocker: docker's commands on top of engineclient. The only rooms that know click."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run the program with `args`, by default those of the process; gives its exit code.

    Until the program can clean up after Ctrl-C, and when it has, that ends the process as any other: in silence.
    """
    import signal

    # not if somebody has it ignored
    ours = signal.getsignal(signal.SIGINT) in (signal.default_int_handler, signal.SIG_DFL)
    if ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from engineclient.commands.program import main

    if ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return main(args)
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
