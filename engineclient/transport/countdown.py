"""One limit for several waits in a row."""

from __future__ import annotations

import time

__all__ = ["Countdown"]


class Countdown:
    """Counts down from `seconds`; None never ends."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds

    def left(self) -> float | None:
        """The seconds that are left.

        Raises:
            TimeoutError: none are.
        """
        if self._end is None:
            return None
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left
