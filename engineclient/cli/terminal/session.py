"""`Session`: what run, attach, exec and start -a have in common."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING, Final, Self

from engineclient.cli.failures import Failure, OutputClosed
from engineclient.cli.settings import setting
from engineclient.cli.terminal.pump import Pump
from engineclient.cli.terminal.rawmode import RawMode
from engineclient.cli.terminal.signals import FATAL, FORWARDED, Errands, Signals, minded, name_of
from engineclient.cli.terminal.window import Window
from engineclient.wire.detach import DEFAULT_KEYS, DetachKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from engineclient.cli.app import App
    from engineclient.cli.output import Output
    from engineclient.streams import Duplex
    from engineclient.wire.frames import StreamName

_STDIN: Final = 0
_INTERRUPTS: Final = frozenset({signal.SIGINT, signal.SIGTERM})
_MOST_INTERRUPTS: Final = 3  # end what does not end by itself


def check_tty(*, stdin: bool, tty: bool) -> None:
    """Refuse to connect an input that is no terminal to one.

    Raises:
        Failure: it is so.

    """
    if stdin and tty and not os.isatty(_STDIN):
        raise Failure("the input device is not a TTY")


def keys_to_detach(app: App, flag: str) -> str:
    """The keys that the flag names, or without it config.json; "" for the engine's own."""
    return flag or setting(app, "detachKeys")


class Session:
    """A conversation of our terminal, or whatever stands in its place, with a container.

    Args:
        app: whose output it is, and whose engine.
        tty: the container's side is a terminal.
        stdin: our input goes there; without it the process reads the end.
        detach_keys: the keys that end the session and nothing else, as the flag has them; without them docker's own.
            They count at a terminal only, and the engine minds them too: tell it as well.
        sized: the container's terminal gets the size of our window.
        redraw: it gets another one first, at which a shell that waits shows its prompt again.

    """

    def __init__(
        self,
        app: App,
        *,
        tty: bool,
        stdin: bool,
        detach_keys: str = "",
        sized: bool = True,
        redraw: bool = False,
    ) -> None:
        self._app = app
        self._tty = tty
        self._stdin = stdin
        self._detach_keys = detach_keys
        self._sized = sized
        self._redraw = redraw
        self._raw = RawMode(_STDIN) if tty and stdin and not os.environ.get("NORAW") else None
        self._signals = Signals()
        self._errands = Errands()
        self._forward: Callable[[str], object] | None = None
        self._interrupted: Callable[[int], None] = _ignore
        self._interrupts = 0
        self._window: Window | None = None
        self._pump: Pump | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave_raw()
        self._signals.release()
        if self._window is not None:
            self._window.close()
        self._errands.close()

    @property
    def talking(self) -> bool:
        """The conversation has begun."""
        return self._pump is not None

    def begin(
        self, *, forward_to: str | None = None, interrupted: Callable[[int], None] | None = None
    ) -> None:
        """Go raw and mind signals: from now on keys belong to the container, even before it runs.

        The third SIGINT or SIGTERM ends the session in any case.

        Args:
            forward_to: the container that every signal is passed on to. Without one SIGINT and SIGTERM do nothing.
            interrupted: called with the number of each SIGINT and SIGTERM; what it raises ends the session.

        """
        if interrupted is not None:
            self._interrupted = interrupted
        if forward_to is not None:
            kill = self._app.engine().containers.kill
            self._forward = lambda name: kill(forward_to, signal=name)
        for number in minded() if self._forward is None else FORWARDED:
            self._signals.on(number, self._on_signal)
        if self._raw is not None:
            self._app.settle()
            self._raw.enter()

    def leave_raw(self) -> None:
        """Put the terminal back as it was; safe to call twice."""
        if self._raw is not None:
            self._raw.leave()

    def let_go(self, _number: int) -> None:
        """Put the terminal back as it was and pass on what is typed next, and no more; nothing if it was not raw.

        The container's output is shown on, and its end awaited.
        """
        if self._raw is not None and self._pump is not None:
            self._raw.leave()
            self._pump.end_input_after_next()

    def hold(self, duplex: Duplex) -> None:
        """Have the conversation, to the end of the container's output.

        Raises:
            Detached: the detach keys were typed.
            EngineError: the connection broke, or is not one that can be watched.
            OutputClosed, Failure: our output takes no more; the session was interrupted.

        """
        app = self._app
        if self._tty and self._sized:
            self._window = Window(app, duplex.resize)
            self._window.open(redraw=self._redraw)
        source = _STDIN if self._stdin and sys.stdin is not None else None
        keys = DetachKeys(self._keys_that_detach()) if self._tty and self._stdin else None
        sinks: Mapping[StreamName, Output] = {"stdin": app.out, "stdout": app.out, "stderr": app.err}
        self._pump = Pump(duplex, source, sinks, keys)
        try:
            self._pump.run()
        except OutputClosed:
            if self._forward is None:
                raise
            raise Failure("write /dev/stdout: broken pipe") from None  # docker's end where it catches SIGPIPE
        finally:
            self.leave_raw()

    def _keys_that_detach(self) -> bytes:
        from engineclient.options.values.detach_keys import detach_keys

        return detach_keys(self._detach_keys) if self._detach_keys else DEFAULT_KEYS

    def _on_signal(self, number: int) -> None:
        """A handler: it may come between any two steps of ours, so that it leaves requests to another thread."""
        if number == signal.SIGWINCH and self._window is not None:
            self._window.changed()
        if self._forward is not None:
            self._errands.put(partial(self._forward, name_of(number)))
        if number in _INTERRUPTS:
            self._interrupts += 1
            if self._interrupts == _MOST_INTERRUPTS:
                self._app.err.line(
                    "\ngot 3 SIGTERM/SIGINTs, forcefully exiting"
                )  # raw as the terminal may be
                raise Failure("")
            self._interrupted(number)
        elif number in FATAL and self._forward is None:
            self.leave_raw()
            self._signals.release()
            os.kill(os.getpid(), number)


def lost() -> Failure:
    """The end of a session with a container where nobody tells any more how that ended."""
    from engineclient.cli.printing.log_line import error_line

    return Failure(error_line("error waiting for container: unexpected EOF"), 125)


def _ignore(_number: int) -> None:
    pass
