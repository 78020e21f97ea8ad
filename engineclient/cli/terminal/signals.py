"""Signals during a session: their names for the engine, and handlers that run in order."""

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
    signal.SIGKILL,  # cannot be caught
    signal.SIGSTOP,  # cannot be caught
    signal.SIGCHLD,
    signal.SIGPIPE,
    signal.SIGURG,
    signal.SIGTTIN,  # if caught, it would be sent again at the next read
    signal.SIGTTOU,
}

FORWARDED: Final = frozenset(signal.valid_signals()) - _FAULTS - _OURS
"""The signals that are forwarded to a container: all that concern its process rather than ours."""

FATAL: Final = frozenset({signal.SIGHUP, signal.SIGQUIT, signal.SIGABRT, signal.SIGTRAP, signal.SIGSYS})
"""The signals that end us unless they are forwarded. Others do nothing then, as in every Go program."""


def handled_unforwarded() -> frozenset[int]:
    """The signals that a session without forwarding handles: not those that stop the process, nor ignored ones."""
    ignored = {number for number in FATAL if signal.getsignal(number) == signal.SIG_IGN}  # by nohup
    return FORWARDED - ignored - {signal.SIGTSTP}


def name_of(number: int) -> str:
    """The engine's name of a signal: `TERM`, `RTMIN+3`."""
    if signal.SIGRTMIN < number < signal.SIGRTMAX:
        up, down = number - signal.SIGRTMIN, signal.SIGRTMAX - number
        return f"RTMIN+{up}" if up <= 15 else f"RTMAX-{down}"
    return signal.Signals(number).name.removeprefix("SIG")


class Signals:
    """Handlers for as long as a session lasts."""

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}

    def on(self, number: int, handler: Callable[[int], None]) -> None:
        """Have `handler` called when signal `number` comes; Python allows that in the main thread only."""
        if threading.current_thread() is threading.main_thread():
            before = signal.signal(number, lambda number, _frame: handler(number))
            self._before.setdefault(number, before)

    def release(self) -> None:
        """Restore the previous handlers."""
        while self._before:
            number, before = self._before.popitem()
            # None: a handler that Python did not set, such as faulthandler's
            signal.signal(number, before or signal.SIG_DFL)


class Errands:
    """A thread that runs calls in order for signal handlers, which must not wait for the engine.

    It is a daemon thread: calls that are left when the process exits are dropped.
    """

    def __init__(self) -> None:
        self._queue: SimpleQueue[Callable[[], object] | None] = SimpleQueue()  # put() is safe in a handler
        threading.Thread(target=self._work, daemon=True).start()

    def put(self, errand: Callable[[], object]) -> None:
        """Queue `errand` to be called."""
        self._queue.put(errand)

    def close(self) -> None:
        """End the thread after the queued calls."""
        self._queue.put(None)

    def _work(self) -> None:
        while (errand := self._queue.get()) is not None:
            try:
                errand()
            except EngineError:
                pass  # the container has ended, or the error shows on its own connection
