"""Several procedures of which one counts: whichever ends first, or one within a time."""

from __future__ import annotations

from typing import Any, TypeVar

from engineclient.calls import All, Sleep, Step, Steps
from engineclient.errors import EngineError, EngineTimeout

R = TypeVar("R")


class _Finished(EngineError):
    """Carries a result past `All`, which an error ends. An EngineError, because nothing is to be undone."""

    def __init__(self, result: Any) -> None:
        super().__init__("the first procedure has ended")
        self.result = result


def first(*procedures: Steps[R] | Step[R]) -> Steps[R]:
    """Carry out several procedures; the result, or the error, of the first to end. The others are cancelled."""
    try:
        yield from All([_raising(each) for each in procedures], limit=len(procedures))
    except _Finished as finished:
        result: R = finished.result
        return result
    raise AssertionError("each of them raises")


def _raising(procedure: Steps[R] | Step[R]) -> Steps[R]:
    raise _Finished((yield from procedure))


def within(seconds: float | None, procedure: Steps[R], message: str) -> Steps[R]:
    """Carry out a procedure in so many seconds; None for ever.

    Raises:
        EngineTimeout: it took longer; `message` is its text.
    """
    if seconds is None:
        return (yield from procedure)
    result: R = yield from first(procedure, _ending(seconds, message))
    return result


def _ending(seconds: float, message: str) -> Steps[Any]:
    yield from Sleep(seconds)
    raise EngineTimeout(message)
