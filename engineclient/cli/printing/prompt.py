"""Questions to the person at the terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from click.exceptions import Exit

from engineclient.cli.failures import Failure, Terminated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.cli.app import App


@contextmanager
def no_echo(descriptor: int) -> Iterator[None]:
    """Keep the terminal from showing what is typed."""
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
    """Whether `question` is answered by `y`; anything else, and the end of the input, is a no.

    Raises:
        Failure: under --read-only: what is asked about would not be sent.
        Exit: it was interrupted, which is an answer too: docker ends with 0.

    """
    if app.options.read_only:
        raise Failure(f"'{app.path}' removes something, and this client is read-only: nothing was sent")
    app.out.write(f"{question} [y/N] ")
    try:
        return sys.stdin is not None and sys.stdin.readline().strip().lower() == "y"
    except (KeyboardInterrupt, Terminated):
        app.out.line("")
        raise Exit(0) from None
