"""The program: one command line carried out, and every way it can end turned into an exit code."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import click

from engineclient.commands.app import App
from engineclient.commands.failures import PROGRAM, Failure, OutputClosed, Terminated, failure_of
from engineclient.commands.root import Root
from engineclient.commands.table import TABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

COMPLETION_VARIABLE = f"_{PROGRAM.upper()}_COMPLETE"


def main(args: Sequence[str] | None = None) -> int:
    """Carry out `args`, by default those of the process, and give the exit code."""
    root = Root(TABLE)
    app = App()
    if instruction := os.environ.get(COMPLETION_VARIABLE):
        return complete(instruction, app, root)
    signal.signal(signal.SIGTERM, _on_sigterm)
    try:
        return run(sys.argv[1:] if args is None else args, app, root)
    except OutputClosed:
        _die_of_sigpipe()


def complete(instruction: str, app: App, root: Root) -> int:
    """Answer the shell's completion script, by click's protocol."""
    from click.shell_completion import shell_complete

    with app:
        return shell_complete(root, {"obj": app}, PROGRAM, COMPLETION_VARIABLE, instruction)


def run(args: Sequence[str], app: App, root: Root) -> int:
    """Carry out one command line and give its exit code; whatever goes wrong is told on stderr."""
    try:
        with app:
            return _invoke(args, app, root)
    except click.exceptions.Exit as done:
        return done.exit_code
    except OutputClosed:
        raise
    except (Exception, KeyboardInterrupt) as error:
        failure = failure_of(error, debug=app.options.debug)
        if failure.text:
            with suppress(Failure):  # of standard error itself: there is nowhere left to tell it
                app.err.line(failure.text)
                if sentence := app.advice(error):
                    app.err.line(f"{PROGRAM}: {sentence}")
        return failure.code


def _invoke(args: Sequence[str], app: App, root: Root) -> int:
    with root.make_context(PROGRAM, list(args), obj=app) as ctx:
        app.exit_code = root.invoke(ctx)
        return app.exit_code


def _on_sigterm(_number: int, _frame: object) -> None:
    raise Terminated


def _die_of_sigpipe() -> NoReturn:
    """End as any Unix program whose reader has left: silently, by the signal that Python keeps from us."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGPIPE)
    raise AssertionError("SIGPIPE ends the process")
