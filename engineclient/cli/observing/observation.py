"""--explain, --curl and --trace: show and save the conversation of a command with the engine while it runs."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.observing.daemon_events import DaemonEventReader
from engineclient.cli.observing.held_lines import HeldLines
from engineclient.cli.observing.task_watch import TaskWatch, changes_services
from engineclient.events import Request
from engineclient.events.redaction import redacted_command
from engineclient.languages import gettext as _
from engineclient.trace import files
from engineclient.trace.curl import CurlLines
from engineclient.trace.daemon_events import DaemonEvent
from engineclient.trace.event_order import EventOrder
from engineclient.trace.explain import Explainer
from engineclient.trace.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from engineclient import Engine
    from engineclient.cli.output import Output
    from engineclient.events import Event

_DELAY: Final = 0.05
"""Seconds by which the explanation lags, so that the daemon's own events, which arrive later, find their place."""

_SETTLING: Final = 0.15
"""Seconds to wait for the daemon's events before a pause."""

_VARIABLE: Final = re.compile(r"((?:-\w*?|--[\w-]+=)?[A-Za-z_]\w*)=.+", re.DOTALL)


ALL: Final = "all"
"""--explain=all: include fields that were not set, and every record and frame."""

FULL: Final = "full"
"""--curl=full: whole bodies, not only the fields that were set."""


class Observation:
    """Shows and saves a conversation in the forms that were requested.

    Args:
        out: the stream that it is shown on.
        explain: explain each step; with "all", every field too. "" for no explanation.
        curl: print each request as a curl command; with "full", its whole body. "" for none.
        trace: the path of the file to save it in, "" for none.
        command: the command line, for the title of the file; values of variables are left out.
        pace: called before each request; the conversation's clock stops while it runs.
        apart: set the explanation apart from the program's own output.
        noted: notes that need not be repeated; notes that are shown are added.

    """

    def __init__(
        self,
        out: Output,
        *,
        explain: str,
        curl: str = "",
        trace: str = "",
        command: Sequence[str] = (),
        pace: Callable[[], None] | None = None,
        apart: bool = False,
        noted: set[str] | None = None,
    ) -> None:
        self._lines = HeldLines(out)
        self._explain = explain
        self._curl = curl
        self._path = trace
        self._kept = Trace("", _shown(command))
        self._pace = pace
        self._apart = apart
        self._noted = noted
        self._stood = 0.0  # seconds that the clock was stopped
        self._explainer: Explainer | None = None
        self._curl_lines: CurlLines | None = None
        self._lock = threading.RLock()
        self._beside: DaemonEventReader | None = None
        self._connect: Callable[[], Engine] | None = None
        self._tasks: TaskWatch | None = None
        self._over = threading.Event()
        self._order = EventOrder(self._show)
        self._live = False

    def begin(
        self,
        title: str,
        engine: str,
        *,
        timed: bool = True,
        command: str = "",
        flags: Iterable[str] = (),
        words: Iterable[str] = (),
    ) -> None:
        """Start with the title and the engine; events follow.

        Args:
            title: the line shown first.
            engine: the engine's address, if it has one.
            timed: whether the events have times.
            command: the name of the command.
            flags: the long names of the flags that were given to it.
            words: its command line instead, where its flags are not known by their names.

        """
        self._kept.engine, self._kept.timed = engine, timed
        if self._explain:
            self._explainer = Explainer(
                self._lines.write,
                colour=self._lines.coloured,
                width=self._lines.width,
                timed=timed,
                apart=self._apart,
                everything=self._explain == ALL,
                noted=self._noted,
            )
            self._explainer.begin(title, command, flags, words)
        if self._curl:
            self._curl_lines = CurlLines(self._lines.write, self._kept.socket, full=self._curl == FULL)

    def listen(self, connect: Callable[[], Engine]) -> None:
        """Read the daemon's own events on a second connection, if the engine allows it."""
        if self._explain or self._path:
            self._beside = DaemonEventReader(connect, self._heard)
            self._connect = connect
        if self._explain:
            self._live = True
            threading.Thread(target=self._keep_showing, name="explain", daemon=True).start()

    def event(self, event: Event) -> None:
        """Show and save an event."""
        event = replace(event, at=event.at - self._stood)
        if self._pace is not None and isinstance(event, Request):
            self._wait(self._pace)
        if self._tasks is None and self._connect is not None and changes_services(event):
            self._tasks = TaskWatch(self._connect, self._heard)
        with self._lock:
            if not self._kept.began and self._kept.timed:
                self._kept.began = time.time() - event.at
            if self._path:
                self._kept.events.append(event)
            self._order.event(event)
            if not self._live:
                self._order.release(event.at)

    def replay(self, kept: Trace) -> None:
        """Show and save a conversation recorded before: its events and the daemon's, in order of time."""
        self._kept.began, self._kept.exit_code = kept.began, kept.exit_code
        self._live = True  # nothing is shown before all events are known
        for daemon_event in kept.daemon_events:
            self._daemon_event(daemon_event)
        for event in kept.events:
            self.event(event)

    def end(self, *, failed: bool = False, causes: Sequence[str] = (), exit_code: int | None = None) -> None:
        """Wait for the daemon's events until now, show the summary, and write the file.

        Args:
            failed: whether the command failed.
            causes: sentences about why.
            exit_code: the command's exit code, None if unknown.

        Raises:
            Failure: the file cannot be written.

        """
        if self._tasks is not None:
            self._tasks.end()
        if self._beside is not None:
            self._beside.end()
        with self._lock:
            self._over.set()
            self._kept.exit_code = exit_code
            self._order.release()
            if self._explainer is not None:
                self._explainer.end(failed=failed, causes=causes)
            self._lines.flush()
            if self._path:
                self._save()

    def settle(self) -> None:
        """Show everything that is held back."""
        with self._lock:
            self._order.release()

    def _show(self, item: Event | DaemonEvent) -> None:
        if self._explainer is not None:
            self._explainer.daemon_event(item) if isinstance(item, DaemonEvent) else self._explainer.event(
                item
            )
        if self._curl_lines is not None and not isinstance(item, DaemonEvent):
            self._curl_lines.event(item)

    def _keep_showing(self) -> None:
        """Show what is held back, even while no new event arrives."""
        while not self._over.wait(_DELAY):
            with self._lock:
                if self._order and not self._over.is_set():
                    self._order.release(time.time() - self._kept.began - _DELAY)

    def _wait(self, pace: Callable[[], None]) -> None:
        if self._live and self._kept.began:
            time.sleep(_SETTLING)
        self.settle()
        before = time.monotonic()
        pace()
        stood = time.monotonic() - before
        self._stood += stood
        if self._kept.began:
            self._kept.began += stood

    def _save(self) -> None:
        self._kept.keep_own_daemon_events()
        try:
            files.save(self._kept, self._path)
        except OSError as error:
            raise Failure(f"{self._path}: {(error.strerror or str(error)).lower()}") from error
        text = _("the conversation is kept in {path}").format(path=self._path)
        self._lines.write(f"{PROGRAM}: {text}")

    def _heard(self, raw: Mapping[str, object]) -> None:
        began = self._kept.began or time.time()
        self._daemon_event(DaemonEvent.of(raw, began, time.time() - began))

    def _daemon_event(self, daemon_event: DaemonEvent) -> None:
        with self._lock:
            if self._over.is_set():
                return
            if self._path:
                self._kept.daemon_events.append(daemon_event)
            self._order.daemon_event(daemon_event)
            if not self._live:
                self._order.release()


def _shown(command: Sequence[str]) -> list[str]:
    """A command line without the values of variables and other secrets; of a login only the command's name."""
    words = command[:2] if "login" in command[1:2] else command
    return [
        _VARIABLE.sub(r"\1=***", word) if _VARIABLE.fullmatch(word) else word
        for word in redacted_command(words)
    ]
