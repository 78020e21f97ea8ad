"""The signals that come during a session: names for the engine, and a place to have them handled in order."""

from __future__ import annotations

import signal
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from engineclient.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

_FAULTS: Final = {signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}
_OURS: Final = {
    signal.SIGKILL,  # cannot be caught,
    signal.SIGSTOP,  # nor can this
    signal.SIGCHLD,
    signal.SIGPIPE,
    signal.SIGURG,
    signal.SIGTTIN,  # caught, it would come again as soon as reading is tried again
    signal.SIGTTOU,
}

FORWARDED: Final = frozenset(signal.valid_signals()) - _FAULTS - _OURS
"""What is passed on to a container: all that says something about its work, rather than about ours."""

FATAL: Final = frozenset({signal.SIGHUP, signal.SIGQUIT, signal.SIGABRT, signal.SIGTRAP, signal.SIGSYS})
"""What ends us if it is not passed on. What else is not passed on does nothing, as in all of Go's programs."""


def minded() -> frozenset[int]:
    """What a session handles that passes nothing on: not the wish to pause, nor an end that we were told to ignore."""
    ignored = {number for number in FATAL if signal.getsignal(number) == signal.SIG_IGN}  # by nohup
    return FORWARDED - ignored - {signal.SIGTSTP}


def name_of(number: int) -> str:
    """The name that the engine knows a signal by: `TERM`, `RTMIN+3`."""
    if signal.SIGRTMIN < number < signal.SIGRTMAX:
        up, down = number - signal.SIGRTMIN, signal.SIGRTMAX - number
        return f"RTMIN+{up}" if up <= 15 else f"RTMAX-{down}"
    return signal.Signals(number).name.removeprefix("SIG")


class Signals:
    """Handlers for as long as a session lasts."""

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}

    def on(self, number: int, handler: Callable[[int], None]) -> None:
        """Have `handler` called when signal `number` comes."""
        before = signal.signal(number, lambda number, _frame: handler(number))
        self._before.setdefault(number, before)

    def release(self) -> None:
        """Put back the handlers that were found."""
        while self._before:
            number, before = self._before.popitem()
            signal.signal(number, before)


class Errands:
    """A thread that does one thing after the other, for signal handlers: those must not wait for the engine.

    It does not keep the process alive: what is not done when that ends concerns nobody any more.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[Callable[[], object] | None] = SimpleQueue()  # put() is safe in a handler
        threading.Thread(target=self._work, daemon=True).start()

    def put(self, errand: Callable[[], object]) -> None:
        """Have `errand` done."""
        self._queue.put(errand)

    def close(self) -> None:
        """No more will come."""
        self._queue.put(None)

    def _work(self) -> None:
        while (errand := self._queue.get()) is not None:
            try:
                errand()
            except EngineError:
                pass  # the container has ended, or will say so itself
