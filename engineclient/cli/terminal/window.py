"""The size of our window, which the terminal at the container's side shall have, too."""

from __future__ import annotations

import os
import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from engineclient.errors import EngineError
from engineclient.wire.resizing import Resizing

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.cli.app import App


def terminal_size(app: App) -> tuple[int, int]:
    """Height and width of the terminal that shows our output, (0, 0) if none does."""
    try:
        width, height = os.get_terminal_size(app.out.fileno())
    except OSError:
        return 0, 0
    return height, width


class Window:
    """Passes the size on, now and whenever it changes.

    Requests are made by a thread, as those who tell of a change are signal handlers, which must not wait for the engine.
    It does not keep the process alive.

    Args:
        app: whose window it is.
        resize: gives the other terminal a height and a width.

    """

    def __init__(self, app: App, resize: Callable[[int, int], object]) -> None:
        self._app = app
        self._resize = resize
        self._resizing = Resizing()
        self._news: SimpleQueue[bool] = (
            SimpleQueue()
        )  # True: changed, False: the end; put() is safe in a handler

    def open(self, *, redraw: bool) -> None:
        """Pass the size on for the first time, and then mind changes.

        Args:
            redraw: pass another one on before, so that a shell that waits shows its prompt again.

        """
        if redraw:
            try:
                self._pass_on(more=1)
            except EngineError:
                pass  # the next attempt is the one that counts
        self._attempt()
        threading.Thread(target=self._mind, daemon=True).start()

    def changed(self) -> None:
        """The size is, or may be, another one."""
        self._news.put(True)

    def close(self) -> None:
        """Mind no more changes."""
        self._news.put(False)

    def _mind(self) -> None:
        while True:
            try:
                if not self._news.get(timeout=self._resizing.wait):
                    return
                self._resizing.changed()
            except Empty:
                self._attempt()

    def _attempt(self) -> None:
        self._resizing.asked()
        try:
            self._pass_on()
        except EngineError:
            if self._resizing.refused():
                self._app.err.line("failed to resize tty, using default size")
        else:
            self._resizing.taken()

    def _pass_on(self, more: int = 0) -> None:
        height, width = terminal_size(self._app)
        if height or width:
            self._resize(height + more, width + more)
