"""The program: run one command line, and turn every way it can end into an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from engineclient.cli.app import App
from engineclient.cli.failures import PROGRAM, Failure, OutputClosed, Terminated, failure_of
from engineclient.cli.root import COMPLETION_VARIABLE, Root
from engineclient.cli.standard_input import wait_for_data
from engineclient.commands import called_as
from engineclient.commands.refused import REFUSED
from engineclient.commands.table import COMMON, FLAGGED, NOUNS, TABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType


_SIGPIPE: Final = 128 + 13


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line `args`, by default that of the process, and return the exit code.

    If nobody reads the output any more, the process ends by SIGPIPE, as others do; a program that passes `args` gets
    the exit code that a shell gives to that.
    """
    root = Root(TABLE, NOUNS, COMMON, FLAGGED, REFUSED)
    if args is not None:
        _flush()
    app = App()
    if instruction := os.environ.get(COMPLETION_VARIABLE):
        return complete(instruction, app, root)
    own = args is None  # the process is this command
    if args is None:
        args = called_as.meant(sys.argv[0], sys.argv[1:], os.environ)
        if args[:1] == [called_as.METADATA]:
            app.out.line(called_as.metadata())
            return 0
    wait_for_data()
    try:
        with ExitStack() as handlers:
            return run(args, app, root, parsed=lambda: handlers.enter_context(_heeded_signals()))
    except OutputClosed:
        if own:
            _die_of_sigpipe()
        return _SIGPIPE


def complete(instruction: str, app: App, root: Root) -> int:
    """Answer a request of the shell's completion script, in click's protocol."""
    from click.shell_completion import shell_complete

    with app:
        return shell_complete(root, {"obj": app}, PROGRAM, COMPLETION_VARIABLE, instruction)


def run(args: Sequence[str], app: App, root: Root, *, parsed: Callable[[], object] = lambda: None) -> int:
    """Run one command line and return its exit code; errors are printed on stderr.

    `parsed` is called before the command's function; it is not called if the command line only prints help.
    """
    app.run = lambda words, inner: run(words, inner, root)
    app.advisor = lambda error: _hint(error, app, root)
    try:
        with app:
            return _invoke(args, app, root, parsed)
    except click.exceptions.Exit as done:
        return done.exit_code
    except OutputClosed:
        raise
    except (Exception, KeyboardInterrupt) as error:
        failure = failure_of(error, debug=app.options.debug)
        if failure.text or failure.__cause__:
            with suppress(Failure):  # an error of stderr itself cannot be reported anywhere
                if failure.text:
                    app.err.line(failure.text)
                if advice := app.advice(error):
                    app.err.line(advice)
        return failure.code


def _invoke(args: Sequence[str], app: App, root: Root, parsed: Callable[[], object]) -> int:
    with root.make_context(PROGRAM, list(args), obj=app) as ctx:
        parsed()
        app.exit_code = root.invoke(ctx)
        return app.exit_code


def _hint(error: BaseException, app: App, root: Root) -> str:
    from engineclient.cli.hint_facts import advice

    return advice(error, app, root)


def _flush() -> None:
    """Write what the program that calls this one has printed so far: commands write below Python's buffers."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if stream is not None:
                stream.flush()


@contextmanager
def _heeded_signals() -> Iterator[None]:
    """Clean up after SIGTERM and SIGINT; the caller's handlers are restored at the end.

    Outside the main thread Python sets no handlers, and the caller's remain.
    """
    import signal  # slow to import, and --help does not need it

    handlers: dict[int, Callable[[int, FrameType | None], object]] = {signal.SIGTERM: _on_sigterm}
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as shells start background jobs; docker heeds it
        handlers[signal.SIGINT] = signal.default_int_handler
    before: dict[int, Any] = {}
    with suppress(ValueError):
        for number, handler in handlers.items():
            before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)  # None: a handler that Python did not set


def _on_sigterm(_number: int, _frame: object) -> None:
    raise Terminated


def _die_of_sigpipe() -> NoReturn:
    """End by SIGPIPE, which Python ignores by default: silently, as other Unix programs whose reader has left."""
    import signal

    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGPIPE)
    raise AssertionError("SIGPIPE ends the process")
