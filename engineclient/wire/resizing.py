"""When to tell an engine the size of a window, however often that changes."""

from __future__ import annotations

from typing import Final

PAUSES: Final = tuple(tenths / 100 for tenths in range(1, 11))
"""Seconds before further attempts with a terminal that is only just being made; docker's."""


class Resizing:
    """Is told what happens to a window and to the requests about it, and says when the next one is due.

    One request answers all changes before it. Until a size was taken for the first time a refusal leads to another
    attempt; after that only the next change does.
    """

    def __init__(self) -> None:
        self._due = False
        self._pause: float | None = None
        self._pauses = iter(PAUSES)
        self._settled = False  # it was taken, or never will be

    @property
    def wait(self) -> float | None:
        """Seconds until the next request is due; None: not before the window changes."""
        return 0 if self._due else self._pause

    def changed(self) -> None:
        """The window has changed."""
        self._due = True

    def asked(self) -> None:
        """A request is being made, of the size as it is now."""
        self._due, self._pause = False, None

    def taken(self) -> None:
        """The engine has taken the size."""
        self._settled = True

    def refused(self) -> bool:
        """The engine has not taken the size. Returns whether that was the last attempt to have one taken at all."""
        if self._settled:
            return False
        self._pause = next(self._pauses, None)
        self._settled = self._pause is None
        return self._settled
