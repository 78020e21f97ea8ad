"""Questions to the user at the terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from click.exceptions import Exit

from engineclient.cli import standard_input
from engineclient.cli.failures import Failure, Terminated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.cli.app import App


@contextmanager
def no_echo(descriptor: int) -> Iterator[None]:
    """Turn off the terminal's echo while a secret is typed."""
    import termios

    before = termios.tcgetattr(descriptor)
    silent = [*before]
    silent[3] &= ~termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSADRAIN, silent)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def confirmed(app: App, question: str) -> bool:
    """Ask `question`; whether the answer is `y`. Anything else, and the end of the input, means no.

    Raises:
        Failure: under --read-only, as the request would not be sent anyway.
        Exit: the user interrupted it; the exit code is 0, as docker's.

    """
    if app.options.read_only:
        raise Failure(f"'{app.path}' removes something, and this client is read-only: nothing was sent")
    app.out.write(f"{question} [y/N] ")
    try:
        return standard_input.answer().strip().lower() == "y"
    except (KeyboardInterrupt, Terminated):
        app.out.line("")
        raise Exit(0) from None
