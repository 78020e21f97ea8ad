"""minidocker: docker's commands on top of engineclient. The only rooms that know click."""

from __future__ import annotations

TYPE_CHECKING = False  # see the package
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run the program with `args`, by default those of the process; gives its exit code."""
    if args is not None:
        from engineclient.commands.program import main

        return main(args)
    return _main()


def _main() -> int:
    """Run the program of this process. Until it can clean up after Ctrl-C, and when it has, that ends the process as any
    other: in silence.
    """
    import gc
    import signal

    _read_bytes_as_utf8()
    gc.set_threshold(
        50_000
    )  # what a start makes is no garbage: looking for some at every 700 objects costs 5 ms
    # not if somebody has it ignored
    ours = signal.getsignal(signal.SIGINT) in (signal.default_int_handler, signal.SIG_DFL)
    if ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from engineclient.commands.program import main

    if ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return main()
    finally:
        gc.freeze()  # the process ends: its last look for garbage would go through all that is still in use, 8 ms
        if ours:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def _read_bytes_as_utf8() -> None:
    """Begin again where the locale is of another encoding: arguments, variables and file names are bytes to docker, and
    the engine reads them as UTF-8. Python can be told so only as it starts.
    """
    import sys

    if sys.getfilesystemencoding() != "utf-8" and sys.executable and not sys.flags.utf8_mode:
        import os

        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
