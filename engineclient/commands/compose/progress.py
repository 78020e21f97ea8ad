"""Show the progress of compose: a view that is redrawn on a terminal, a line per event, JSON, or nothing."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from engineclient.cli.failures import Failure

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.cli.output import Output
    from engineclient.compose.live_view import LiveView
    from engineclient.compose.progress import Event, Report

MODES: Final = ("auto", "tty", "plain", "json", "quiet")
_DRY_RUN: Final = " DRY-RUN MODE - "
_INTERVAL: Final = 0.1  # seconds between two drawings of a view
_HEIGHT: Final = 24  # lines of a terminal that does not report its size


def mode_of(progress: str, ansi: str, *, terminal: bool) -> str:
    """How progress is shown: `tty`, `plain`, `json` or `quiet`.

    Args:
        progress: the value of `--progress`; "" if it was not given.
        ansi: the value of `--ansi`: `never`, `always` or `auto`.
        terminal: whether standard error is a terminal.

    Raises:
        Failure: the two contradict each other.

    """
    if progress == "tty" and ansi == "never":
        raise Failure("can't use --progress tty while ANSI support is disabled")
    if progress == "plain" and ansi == "always":
        raise Failure("can't use --progress plain while ANSI support is forced")
    if progress not in ("", "auto"):
        return progress
    if ansi == "auto":
        return "tty" if terminal else "plain"
    return "plain" if ansi == "never" else "tty"


def reporter(app: App, title: str = "Running") -> Report:
    """A function that shows events of progress on standard error, on a terminal below the heading `title`.

    A view is drawn for the last time when another one begins, or at the end of the command; see `settle`.
    """
    from engineclient.compose.live_view import LiveView
    from engineclient.compose.progress import ignore

    given = app.group_options
    mode = mode_of(given["progress"], given["ansi"], terminal=app.err.is_terminal())
    prefix = _DRY_RUN if given["dry_run"] else ""
    match mode:
        case "quiet":
            return ignore
        case "json":
            return _json(app)
        case "plain":
            return lambda event: app.err.line(prefix + event.line())
        case _:
            coloured = not os.environ.get("NO_COLOR")
            return _Shown(app, LiveView(title, coloured=coloured, prefix=prefix)).take


def line_reporter(app: App) -> Report:
    """A function that shows events of progress between the output of containers: a line for each, also on a terminal."""
    given = app.group_options
    if mode_of(given["progress"], given["ansi"], terminal=app.err.is_terminal()) != "tty":
        return reporter(app)
    from engineclient.compose.log_prefix import CLEAR_LINE

    on, off = ("", "") if os.environ.get("NO_COLOR") else ("\x1b[32m", "\x1b[0m")
    return lambda event: app.err.line(CLEAR_LINE + event._replace(status=f"{on}{event.status}{off}").line())


def settle(app: App) -> None:
    """Draw the current view on the terminal for the last time, because other output follows or the command ends."""
    shown: _Shown | None = app.group_options.pop(_SHOWN, None)
    if shown is not None:
        shown.end()


_SHOWN: Final = "progress shown"


class _Shown:
    """Draws a view regularly, from its first event on."""

    def __init__(self, app: App, view: LiveView) -> None:
        self._app = app
        self._view = view
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def take(self, event: Event) -> None:
        """Show an event."""
        with self._lock:
            if self._app.group_options.get(_SHOWN) is not self:
                settle(self._app)
                self._app.group_options[_SHOWN] = self
                self._over.clear()
                self._thread = threading.Thread(target=self._refresh, daemon=True)
                self._thread.start()
            self._view.take(event, time.monotonic())

    def end(self) -> None:
        """Draw the view for the last time."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
        self._draw()

    def _refresh(self) -> None:
        while not self._over.wait(_INTERVAL):
            with self._lock:
                self._draw()

    def _draw(self) -> None:
        width, height = _size(self._app.out)
        self._app.err.write(self._view.draw(time.monotonic(), width, height))


def _size(out: Output) -> tuple[int, int]:
    """The columns and lines of the terminal; -1 columns if standard output is not a terminal."""
    try:
        size = os.get_terminal_size(out.fileno())
    except OSError:
        return -1, _HEIGHT
    return size.columns, size.lines


def tail(app: App, text: str) -> None:
    """Print a text below the progress."""
    given = app.group_options
    mode = mode_of(given["progress"], given["ansi"], terminal=app.err.is_terminal())
    settle(app)
    if mode == "json":
        app.err.line(_json_line({"tail": True, "text": text}))
    elif mode != "quiet":
        app.err.line(text)


def _json_line(fields: dict[str, Any]) -> str:
    from engineclient.golang.json import encode_ordered, escape_html

    return escape_html(encode_ordered({key: value for key, value in fields.items() if value}))


def _json(app: App) -> Report:
    def show(event: Event) -> None:
        fields: dict[str, Any] = {
            "dry-run": app.group_options["dry_run"],
            "id": event.subject,
            "parent_id": event.parent,
            "text": event.text,
            "status": event.status,
            "current": event.current,
            "total": event.total,
            "percent": event.percent if event.is_layer else 0,
        }
        app.err.line(_json_line(fields))

    return show
