"""A display that is fed by one thread and drawn by another, while something goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol, TypeVar

_REFRESH: Final = 0.15  # seconds

T_contra = TypeVar("T_contra", contravariant=True)


class Display(Protocol[T_contra]):
    """Shows reports."""

    def update(self, report: T_contra, /) -> None:
        """Take in one report."""
        ...

    def refresh(self) -> None:
        """Show what is new."""
        ...

    def done(self) -> None:
        """Show what is left."""
        ...


@contextmanager
def refreshed(display: Display[T_contra]) -> Iterator[Callable[[T_contra], None]]:
    """What to call with each report; the display is refreshed every 150 ms in between."""
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
