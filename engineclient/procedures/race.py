"""Race procedures: return the result of the first to end, or limit the time of one."""

from __future__ import annotations

from typing import Any, TypeVar

from engineclient.calls import Step, Steps
from engineclient.errors import EngineError, EngineTimeout
from engineclient.steps import All, Sleep

R = TypeVar("R")


class _Finished(EngineError):
    """Carries a result out of `All`, which an error ends. An EngineError, so that nothing is undone."""

    def __init__(self, result: Any) -> None:
        super().__init__("the first procedure has ended")
        self.result = result


def first(*procedures: Steps[R] | Step[R]) -> Steps[R]:
    """Run several procedures; return the result, or raise the error, of the first to end. The others are cancelled."""
    try:
        yield from All([_raising(each) for each in procedures], limit=len(procedures))
    except _Finished as finished:
        result: R = finished.result
        return result
    raise AssertionError("each of them raises")


def _raising(procedure: Steps[R] | Step[R]) -> Steps[R]:
    raise _Finished((yield from procedure))


def within(seconds: float | None, procedure: Steps[R], message: str) -> Steps[R]:
    """Run a procedure with a time limit in seconds; None for no limit.

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
