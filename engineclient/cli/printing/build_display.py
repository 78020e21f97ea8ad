"""Show the progress of a build with BuildKit: --progress and --quiet."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from engineclient.build.plain import PlainDisplay
from engineclient.build.rawjson import raw_json
from engineclient.build.tty import TTYDisplay
from engineclient.build.vertices import Steps
from engineclient.cli.connection import context_name
from engineclient.cli.failures import Failure
from engineclient.cli.printing.refreshed import Display as Refreshed

if TYPE_CHECKING:
    from engineclient.build.trace import Status
    from engineclient.cli.app import App
    from engineclient.cli.output import Output as Stream

MODES: Final = ("auto", "none", "plain", "tty", "quiet", "rawjson")
_KEPT_LINES: Final = 100  # lines kept of each step's output, for its error, where output is not shown


class Display(Refreshed["Status"], Protocol):
    """Shows the progress of a build."""

    steps: Steps


class _Silent:
    """Shows nothing."""

    def __init__(self) -> None:
        self.steps = Steps()

    def update(self, status: Status) -> None:
        self.steps.update(status)
        self.steps.forget(_KEPT_LINES)

    def refresh(self) -> None:
        pass

    def done(self) -> None:
        pass


class _RawJSON(_Silent):
    def __init__(self, write: Callable[[str], object]) -> None:
        super().__init__()
        self._write = write

    def update(self, status: Status) -> None:
        super().update(status)
        self._write(raw_json(status))


def display_of(app: App, mode: str, *, quiet: bool) -> Display:
    """The display for the values of --progress and --quiet, on standard error.

    Raises:
        Failure: the mode is unknown, contradicts --quiet, or needs a terminal; the text is buildx's.

    """
    try:
        mode = _known(mode or os.environ.get("BUILDKIT_PROGRESS", "") or "auto")
        if quiet and mode not in ("auto", "none", "quiet"):
            raise ValueError(f"progress={mode} and quiet cannot be used together")
        name = context_name(app.options)
        title = f'building with "{name}" instance using docker driver'
        return display_on(app.err, "quiet" if quiet else mode, title=title, builder=f"docker:{name}")
    except ValueError as error:
        raise Failure(f"ERROR: {error}") from error


def registry_display(app: App, mode: str) -> Display:
    """The display for the value of --progress of a command that writes to registries, on standard error.

    Raises:
        ValueError: the mode is unknown, or needs a terminal; the text is buildx's.

    """
    if mode == "auto":
        mode = os.environ.get("BUILDKIT_PROGRESS", "") or mode
    return display_on(app.err, _known(mode))


def _known(mode: str) -> str:
    if mode not in MODES:
        raise ValueError(f"invalid progress mode {mode}")
    return mode


def display_on(out: Stream, mode: str, *, title: str = "", builder: str = "") -> Display:
    """The display for one mode.

    Args:
        out: the stream to write to.
        mode: one of MODES; `auto` is `tty` on a terminal and `plain` elsewhere.
        title: the name of a first step, which only `plain` shows.
        builder: the name of the builder, which only `tty` shows, in its first line.

    Raises:
        ValueError: the mode is `tty`, and `out` is not a terminal; the text is buildx's.

    """
    if mode in ("none", "quiet"):
        return _Silent()
    if mode == "rawjson":
        return _RawJSON(out.write)
    if mode == "plain" or (mode == "auto" and not out.is_terminal()):
        return PlainDisplay(out.write, time.time_ns, title)
    if not out.is_terminal():
        raise ValueError("failed to get console: provided file is not a console")
    size = partial(_terminal_size, out)
    return TTYDisplay(out.write, time.time_ns, size, builder, coloured=not os.environ.get("NO_COLOR"))


def _terminal_size(out: Stream) -> tuple[int, int]:
    """Columns and lines of a terminal; docker's defaults if the terminal reports zeros."""
    columns, lines = os.get_terminal_size(out.fileno())
    return columns or 80, lines or 10


def warnings_text(display: Display) -> str:
    """The warnings, to print after the build; "" if there are none, or if the display is not for people."""
    warnings = display.steps.warnings
    if not warnings or not isinstance(display, (PlainDisplay, TTYDisplay)):
        return ""
    found = "1 warning found" if len(warnings) == 1 else f"{len(warnings)} warnings found"
    head = f"\n \x1b[33m{found} (use docker --debug to expand):\n\x1b[0m"
    return head + "".join(f" - {warning.short.decode('utf-8', 'replace')}\n" for warning in warnings)
