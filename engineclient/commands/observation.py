"""--explain, --curl and --trace: what a command and the engine say to each other, shown and kept while it runs."""

from __future__ import annotations

import os
import re
import termios
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engineclient.commands.failures import PROGRAM, Failure, OutputClosed
from engineclient.errors import EngineError
from engineclient.events import Request
from engineclient.trace import files
from engineclient.trace.collected import Trace
from engineclient.trace.curl import CurlLines
from engineclient.trace.explain import Explainer
from engineclient.trace.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engineclient import Engine
    from engineclient.commands.output import Output
    from engineclient.events import Event

_OPENING: Final = (
    0.3  # seconds to wait for the stream of the daemon's events; some engines open it with the first
)
_CATCHING_UP: Final = 0.5  # seconds for what the daemon has said by the end
_REMEMBERED: Final = 1024  # events; engines tell fewer again
_LOCAL_FLAGS: Final = 3  # where termios has the flags that ICANON is among
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
        self._lines = _Lines(out)
        self._explain = explain
        self._curl = curl
        self._path = trace
        self._kept = Trace("", _shown(command))
        self._pace = pace
        self._stood = 0.0  # seconds that the clock stood
        self._explainer: Explainer | None = None
        self._curl_lines: CurlLines | None = None
        self._lock = threading.RLock()
        self._beside: _Beside | None = None
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
            self._beside = _Beside(connect, self._heard)

    def event(self, event: Event) -> None:
        """Show and keep an event."""
        event = replace(event, at=event.at - self._stood)
        if self._pace is not None and isinstance(event, Request):
            self._wait(self._pace)
        with self._lock:
            if not self._kept.began:
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
        self._moment(Moment.of(raw, began, time.time() - began))

    def _moment(self, moment: Moment) -> None:
        with self._lock:
            if self._over:
                return
            if self._path:
                self._kept.moments.append(moment)
            if self._explainer is not None:
                self._explainer.moment(moment)


class _Beside:
    """The daemon's own events, over a second engine that is no part of the conversation."""

    def __init__(self, connect: Callable[[], Engine], tell: Callable[[Mapping[str, object]], None]) -> None:
        self._connect = connect
        self._tell = tell
        self._told: deque[tuple[object, ...]] = deque(maxlen=_REMEMBERED)
        self._began = time.time()
        self._open = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()
        self._open.wait(_OPENING)

    def _listen(self) -> None:
        with suppress(EngineError, OutputClosed), self._connect() as engine:
            with engine.events() as events:
                self._open.set()
                for event in events:
                    self._hear(event.raw)
        self._open.set()

    def end(self) -> None:
        """Ask once more for all of them until now: what is under way would be missed."""
        catching_up = threading.Thread(target=self._catch_up, daemon=True)
        catching_up.start()
        catching_up.join(_CATCHING_UP)

    def _catch_up(self) -> None:
        with suppress(EngineError, OutputClosed), self._connect() as engine:
            for event in engine.events(since=self._began, until=time.time()):
                self._hear(event.raw)

    def _hear(self, raw: Mapping[str, object]) -> None:
        """Tell an event, once."""
        actor = raw.get("Actor")
        key = raw.get("timeNano"), raw.get("Type"), raw.get("Action"), str(actor)
        if key not in self._told:
            self._told.append(key)
            self._tell(raw)


class _Lines:
    """Lines on one of our streams. While its terminal is raw it is the container's, and they are held back."""

    def __init__(self, out: Output) -> None:
        self.coloured: bool = out.is_coloured()
        self._out = out
        self._held: list[str] = []
        self._terminal = out.is_terminal()

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        try:
            return os.get_terminal_size(self._out.fileno()).columns
        except OSError:
            return 100

    def write(self, line: str) -> None:
        """Write `line`, or hold it back."""
        self._held.append(line)
        if not self._is_raw():
            self.flush()

    def flush(self) -> None:
        """Write what was held back."""
        held, self._held = self._held, []
        for line in held:
            self._out.line(line)

    def _is_raw(self) -> bool:
        if not self._terminal:
            return False
        try:
            flags: int = termios.tcgetattr(self._out.fileno())[_LOCAL_FLAGS]
        except (OSError, termios.error):
            return False
        return not flags & termios.ICANON


def _shown(command: Sequence[str]) -> list[str]:
    """A command line without the values of variables, and of a login its name alone."""
    words = command[:2] if "login" in command[1:2] else command
    return [_VARIABLE.sub(r"\1=***", word) if _VARIABLE.fullmatch(word) else word for word in words]
