"""minidocker: docker's commands on top of engineclient. Only this package and `engineclient.cli` import click."""

from __future__ import annotations

TYPE_CHECKING = False  # see the package
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Run the program with `args`, by default those of the process, and return the exit code."""
    if args is not None:
        from engineclient.commands.program import main

        return main(args)
    return _main()


def _main() -> int:
    """Run the program of this process.

    Before it is ready to clean up after Ctrl-C, and once it has, SIGINT ends the process by its default action, with no
    traceback.
    """
    import gc
    import signal

    _read_bytes_as_utf8()
    # A start creates no garbage; at the default of 700 objects the collections cost 5 ms
    gc.set_threshold(50_000)
    # SIGINT is left alone if the caller has it ignored; only a command heeds it, as docker's do
    before = signal.getsignal(signal.SIGINT)
    ours = before in (signal.default_int_handler, signal.SIG_DFL)
    if ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from engineclient.commands.program import main

    if ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return main()
    finally:
        gc.freeze()  # spares the collection at exit, which would go through all live objects: 8 ms
        if ours:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        elif before is signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_bytes_as_utf8() -> None:
    """Restart Python in UTF-8 mode if the locale has another encoding.

    Arguments, variables and file names are bytes to docker, which the engine reads as UTF-8. Python takes the mode only
    when it starts.
    """
    import sys

    if sys.getfilesystemencoding() != "utf-8" and sys.executable and not sys.flags.utf8_mode:
        import os

        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
