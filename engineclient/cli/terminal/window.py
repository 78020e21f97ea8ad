"""Pass the size of our window on to the container's terminal."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from engineclient.errors import EngineError
from engineclient.wire.resizing import Resizing

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.cli.app import App


class Window:
    """Passes the size on at the start and whenever it changes.

    Requests are made by a daemon thread, since `changed` is called in a signal handler, which must not wait for the
    engine.

    Args:
        app: the call, for its output.
        resize: sets the height and the width of the container's terminal.

    """

    def __init__(self, app: App, resize: Callable[[int, int], object]) -> None:
        self._app = app
        self._resize = resize
        self._resizing = Resizing()
        # True: changed, False: the end; put() is safe in a handler
        self._news: SimpleQueue[bool] = SimpleQueue()

    def open(self, *, redraw: bool) -> None:
        """Pass the size on, and start to watch for changes.

        Args:
            redraw: pass another size on first, so that a waiting shell prints its prompt again.

        """
        if redraw:
            try:
                self._pass_on(more=1)
            except EngineError:
                pass  # the next attempt sets the right size
        self._attempt()
        threading.Thread(target=self._mind, daemon=True).start()

    def changed(self) -> None:
        """Note that the size may have changed."""
        self._news.put(True)

    def close(self) -> None:
        """Stop watching for changes."""
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
        height, width = self._app.out.size()
        if height or width:
            self._resize(height + more, width + more)
