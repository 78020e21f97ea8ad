"""Questions to the person at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from click.exceptions import Exit

from engineclient.cli.failures import Terminated

if TYPE_CHECKING:
    from engineclient.cli.app import App


def confirmed(app: App, question: str) -> bool:
    """Whether `question` is answered by `y`; anything else, and the end of the input, is a no.

    Raises:
        Exit: it was interrupted, which is an answer too: docker ends with 0.

    """
    app.out.write(f"{question} [y/N] ")
    try:
        return sys.stdin is not None and sys.stdin.readline().strip().lower() == "y"
    except (KeyboardInterrupt, Terminated):
        app.out.line("")
        raise Exit(0) from None
