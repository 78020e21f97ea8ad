"""Decides when to send the size of a terminal window to the engine, which may change quickly or be refused."""

from __future__ import annotations

from typing import Final

PAUSES: Final = tuple(tenths / 100 for tenths in range(1, 11))
"""Seconds before each further attempt while the container's terminal does not exist yet; docker's values."""


class Resizing:
    """Call its methods when the window changes and when a request is sent, accepted or refused; `wait` is the time until
    the next request.

    One request covers all changes before it. A refusal leads to another attempt only as long as no size was accepted;
    later, only the next change does.
    """

    def __init__(self) -> None:
        self._due = False
        self._pause: float | None = None
        self._pauses = iter(PAUSES)
        self._settled = False  # a size was accepted, or all attempts have failed

    @property
    def wait(self) -> float | None:
        """Seconds until the next request is due; None if it is due only after the window changes."""
        return 0 if self._due else self._pause

    def changed(self) -> None:
        """The window has changed."""
        self._due = True

    def asked(self) -> None:
        """A request with the current size is being sent."""
        self._due, self._pause = False, None

    def taken(self) -> None:
        """The engine has accepted the size."""
        self._settled = True

    def refused(self) -> bool:
        """The engine has refused the size. Returns True if that was the last attempt and none was ever accepted."""
        if self._settled:
            return False
        self._pause = next(self._pauses, None)
        self._settled = self._pause is None
        return self._settled
