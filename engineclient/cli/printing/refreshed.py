"""A display of progress that one thread updates and another one redraws."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol, TypeVar

_REFRESH: Final = 0.15  # seconds

T_contra = TypeVar("T_contra", contravariant=True)


class Display(Protocol[T_contra]):
    """A display of progress."""

    def update(self, report: T_contra, /) -> None:
        """Add one report."""
        ...

    def refresh(self) -> None:
        """Redraw what has changed."""
        ...

    def done(self) -> None:
        """Draw the final state."""
        ...


@contextmanager
def refreshed(display: Display[T_contra]) -> Iterator[Callable[[T_contra], None]]:
    """Yield the function to call with each report; the display is redrawn every 150 ms in between."""
    lock, over = threading.Lock(), threading.Event()

    def update(report: T_contra) -> None:
        with lock:
            display.update(report)

    def refresh() -> None:
        while not over.wait(_REFRESH):
            with lock:
                display.refresh()

    thread = threading.Thread(target=refresh, daemon=True)
    thread.start()
    try:
        yield update
    finally:
        over.set()
        thread.join()
        display.done()
