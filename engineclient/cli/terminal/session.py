"""`Session`: the interactive part of run, attach, exec and start -a."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING, Final, Self

from engineclient.cli.failures import Failure, OutputClosed
from engineclient.cli.settings import setting
from engineclient.cli.terminal.signals import FATAL, FORWARDED, Errands, Signals, handled_unforwarded, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from engineclient.cli.app import App
    from engineclient.cli.output import Output
    from engineclient.cli.terminal.pump import Pump
    from engineclient.cli.terminal.rawmode import RawMode
    from engineclient.cli.terminal.window import Window
    from engineclient.streams import Duplex
    from engineclient.wire.detach import DetachKeys
    from engineclient.wire.frames import StreamName

_STDIN: Final = 0
_INTERRUPTS: Final = frozenset({signal.SIGINT, signal.SIGTERM})
_MOST_INTERRUPTS: Final = 3  # this many end the session in any case


def check_tty(*, stdin: bool, tty: bool) -> None:
    """Check that stdin is a terminal if it is to be connected to the container's terminal.

    Raises:
        Failure: it is not a terminal.

    """
    if stdin and tty and not os.isatty(_STDIN):
        raise Failure("the input device is not a TTY")


def keys_to_detach(app: App, flag: str) -> str:
    """The detach keys of the flag, or else of config.json; "" for the engine's default."""
    return flag or setting(app, "detachKeys")


class Session:
    """Connects our standard streams, a terminal or not, with a container.

    Args:
        app: the call, for its output and its engine.
        tty: whether the container has a terminal.
        stdin: send our input to the container; without it the container's input is empty.
        detach_keys: the keys that end the session and not the container, as the flag has them; "" for docker's default.
            They apply at a terminal only. The engine looks for them too, so pass them to it as well.
        sized: give the container's terminal the size of our window.
        redraw: give it another size first, so that a waiting shell prints its prompt again.

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
        self._raw: RawMode | None = None
        if tty and stdin and not os.environ.get("NORAW"):
            from engineclient.cli.terminal.rawmode import RawMode

            self._raw = RawMode(_STDIN)
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
        """Whether `hold` has begun to copy the streams."""
        return self._pump is not None

    @property
    def first_output(self) -> bytes:
        """The first piece of the output that was copied."""
        return b"" if self._pump is None else self._pump.first

    def begin(
        self, *, forward_to: str | None = None, interrupted: Callable[[int], None] | None = None
    ) -> None:
        """Enter raw mode and handle signals: from now on keys go to the container, even before it runs.

        The third SIGINT or SIGTERM ends the session in any case.

        Args:
            forward_to: the container that every signal is forwarded to. Without one SIGINT and SIGTERM do nothing.
            interrupted: called with the number of each SIGINT and SIGTERM; an exception of it ends the session.

        """
        if interrupted is not None:
            self._interrupted = interrupted
        if forward_to is not None:
            kill = self._app.engine().containers.kill
            self._forward = lambda name: kill(forward_to, signal=name)
        for number in handled_unforwarded() if self._forward is None else FORWARDED:
            self._signals.on(number, self._on_signal)
        if self._raw is not None:
            self._app.settle()
            self._raw.enter()

    def leave_raw(self) -> None:
        """Restore the terminal; safe to call twice."""
        if self._raw is not None:
            self._raw.leave()

    def let_go(self, _number: int) -> None:
        """Restore the terminal, and end the container's input after what is typed next. Nothing if it was not raw.

        The container's output is still shown until it ends.
        """
        if self._raw is not None and self._pump is not None:
            self._raw.leave()
            self._pump.end_input_after_next()

    def hold(self, duplex: Duplex) -> None:
        """Copy the streams until the container's output ends.

        Raises:
            Detached: the detach keys were typed.
            EngineError: the connection broke, or has no descriptor to poll.
            OutputClosed, Failure: our output cannot be written; the session was interrupted.

        """
        from engineclient.cli.terminal.pump import Pump  # imported now that the container starts on its own

        app = self._app
        if self._tty and self._sized:
            from engineclient.cli.terminal.window import Window

            self._window = Window(app, duplex.resize)
            self._window.open(redraw=self._redraw)
        source = _STDIN if self._stdin and sys.stdin is not None else None
        keys = self._keys_that_detach() if self._tty and self._stdin else None
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

    def _keys_that_detach(self) -> DetachKeys:
        from engineclient.options.values.detach_keys import detach_keys
        from engineclient.wire.detach import DetachKeys

        return DetachKeys(detach_keys(self._detach_keys)) if self._detach_keys else DetachKeys()

    def _on_signal(self, number: int) -> None:
        """Handle a signal. It may interrupt any step of ours, so it leaves requests to another thread."""
        if number == signal.SIGWINCH and self._window is not None:
            self._window.changed()
        if self._forward is not None:
            self._errands.put(partial(self._forward, name_of(number)))
        if number in _INTERRUPTS:
            self._interrupts += 1
            if self._interrupts == _MOST_INTERRUPTS:
                # The terminal may still be raw
                self._app.err.line("\ngot 3 SIGTERM/SIGINTs, forcefully exiting")
                raise Failure("")
            self._interrupted(number)
        elif number in FATAL and self._forward is None:
            self.leave_raw()
            self._signals.release()
            os.kill(os.getpid(), number)


def lost() -> Failure:
    """The failure of a session whose container's exit code can no longer be learned."""
    from engineclient.golang.log_lines import error_line

    return Failure(error_line("error waiting for container: unexpected EOF"), 125)


def _ignore(_number: int) -> None:
    pass
