"""Questions to the person at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engineclient.commands.app import App


def confirmed(app: App, question: str) -> bool:
    """Whether `question` is answered by `y`; anything else, and the end of the input, is a no."""
    app.out.write(f"{question} [y/N] ")
    return sys.stdin is not None and sys.stdin.readline().strip().lower() == "y"
