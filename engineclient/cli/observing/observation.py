"""--explain, --curl and --trace: what a command and the engine say to each other, shown and kept while it runs."""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import PROGRAM, Failure
from engineclient.cli.observing.daemon_events import Beside
from engineclient.cli.observing.held_lines import Asides
from engineclient.events import Request
from engineclient.events.redaction import redacted_command
from engineclient.trace import files
from engineclient.trace.collected import Trace
from engineclient.trace.curl import CurlLines
from engineclient.trace.daemon_events import DaemonEvent
from engineclient.trace.explain import Explainer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engineclient import Engine
    from engineclient.cli.output import Output
    from engineclient.events import Event

_VARIABLE: Final = re.compile(r"((?:-\w*?|--[\w-]+=)?[A-Za-z_]\w*)=.+", re.DOTALL)


class Observation:
    """Shows and keeps a conversation, as far as it is wanted.

    Args:
        out: where it is shown.
        explain: tell the story.
        curl: write each request as a line of curl.
        trace: the path of the file to keep it in, "" for none.
        command: what runs, for the title of the file; values of variables are left out.
        pace: called before each request; while it takes its time, the conversation's clock stands.

    """

    def __init__(
        self,
        out: Output,
        *,
        explain: bool,
        curl: bool = False,
        trace: str = "",
        command: Sequence[str] = (),
        pace: Callable[[], None] | None = None,
    ) -> None:
        self._lines = Asides(out)
        self._explain = explain
        self._curl = curl
        self._path = trace
        self._kept = Trace("", _shown(command))
        self._pace = pace
        self._stood = 0.0  # seconds that the clock stood
        self._explainer: Explainer | None = None
        self._curl_lines: CurlLines | None = None
        self._lock = threading.RLock()
        self._beside: Beside | None = None
        self._over = False

    def begin(self, title: str, engine: str, *, timed: bool = True) -> None:
        """Say who talks to whom; events follow.

        Args:
            title: what is shown first.
            engine: who is asked, as an address if there is one.
            timed: the events have times.

        """
        self._kept.engine, self._kept.timed = engine, timed
        if self._explain:
            self._explainer = Explainer(
                self._lines.write, colour=self._lines.coloured, width=self._lines.width, timed=timed
            )
            self._explainer.begin(title)
        if self._curl:
            self._curl_lines = CurlLines(self._lines.write, self._kept.socket)

    def listen(self, connect: Callable[[], Engine]) -> None:
        """Have the daemon's own events come in over a connection of their own, where the engine allows."""
        if self._explain or self._path:
            self._beside = Beside(connect, self._heard)

    def event(self, event: Event) -> None:
        """Show and keep an event."""
        event = replace(event, at=event.at - self._stood)
        if self._pace is not None and isinstance(event, Request):
            self._wait(self._pace)
        with self._lock:
            if not self._kept.began and self._kept.timed:
                self._kept.began = time.time() - event.at
            if self._path:
                self._kept.events.append(event)
            if self._explainer is not None:
                self._explainer.event(event)
            if self._curl_lines is not None:
                self._curl_lines.event(event)

    def replay(self, kept: Trace) -> None:
        """Show and keep what was kept before: its events and the daemon's own, by their times."""
        self._kept.began = kept.began
        moments = deque(sorted(kept.moments, key=lambda moment: moment.at))
        for event in kept.events:
            while moments and moments[0].at < event.at:
                self._moment(moments.popleft())
            self.event(event)
        for moment in moments:
            self._moment(moment)

    def end(self) -> None:
        """Wait for what the daemon has said until now, sum up, and write the file.

        Raises:
            Failure: it cannot be written.

        """
        if self._beside is not None:
            self._beside.end()
        with self._lock:
            self._over = True
            if self._explainer is not None:
                self._explainer.end()
            self._lines.flush()
            if self._path:
                self._save()

    def _wait(self, pace: Callable[[], None]) -> None:
        before = time.monotonic()
        pace()
        stood = time.monotonic() - before
        self._stood += stood
        if self._kept.began:
            self._kept.began += stood

    def _save(self) -> None:
        self._kept.keep_own_moments()
        try:
            files.save(self._kept, self._path)
        except OSError as error:
            raise Failure(f"{self._path}: {(error.strerror or str(error)).lower()}") from error
        self._lines.write(f"{PROGRAM}: the conversation is kept in {self._path}")

    def _heard(self, raw: Mapping[str, object]) -> None:
        began = self._kept.began or time.time()
        self._moment(DaemonEvent.of(raw, began, time.time() - began))

    def _moment(self, moment: DaemonEvent) -> None:
        with self._lock:
            if self._over:
                return
            if self._path:
                self._kept.moments.append(moment)
            if self._explainer is not None:
                self._explainer.moment(moment)


def _shown(command: Sequence[str]) -> list[str]:
    """A command line without the values of variables and other secrets, and of a login its name alone."""
    words = command[:2] if "login" in command[1:2] else command
    return [
        _VARIABLE.sub(r"\1=***", word) if _VARIABLE.fullmatch(word) else word
        for word in redacted_command(words)
    ]
