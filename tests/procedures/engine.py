"""An engine for procedures without any I/O: it reads their steps, and answers them with what it was told to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest

from engineclient.calls import (
    Answer,
    Begin,
    Call,
    Communicate,
    Finish,
    Head,
    Next,
    Pending,
    StreamCall,
    Talk,
    Undo,
    Undoing,
)
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

FRAMES: Final = (Frame("stdout", b"out"), Frame("stderr", b"err"))
_HEAD: Final = Head(200, {}, "1.51")


class Engine:
    """Carries out procedures.

    Args:
        answers: JSON by `METHOD /path`; without one the answer is null.
        fails: errors by `METHOD /path`, each for the first such request alone.
        end: what a call that was begun comes to.

    Attributes:
        seen: what was asked, in order: requests, `talk ...` with a hijacked connection, `exit code` for what was begun.
        requests: the last request of each kind, by `METHOD /path`.
        output: the frames that come over a hijacked connection.

    """

    def __init__(
        self,
        answers: Mapping[str, Any] | None = None,
        fails: Mapping[str, Exception] | None = None,
        end: Any = None,
    ) -> None:
        self.seen: list[str] = []
        self.requests: dict[str, Any] = {}
        self._answers = dict(answers or {})
        self._errors = dict(fails or {})
        self._end = end

    def perform(self, steps: Any) -> Any:
        """Carry out a procedure."""
        try:
            step = next(steps)
            while True:
                try:
                    answer = self._take(step)
                except Exception as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(answer)
        except StopIteration as end:
            return end.value

    def _take(self, step: Any) -> Any:
        match step:
            case Begin(call):
                self._note(call.request)
                return Pending(None, call)
            case Finish(pending):
                self.seen.append("exit code")
                return _decoded(pending.call, self._end)
            case Call(request):
                self._note(request)
                return _decoded(step, self._answers.get(self.seen[-1]))
            case StreamCall(request):
                self._note(request)
                return Handle[Any]()
            case Next():
                return None
            case Communicate(_, stdin, output):
                self.seen.append(f"talk {stdin!r}")
                for frame in FRAMES:
                    output(frame)
                return None
            case Undo(call):
                return Undoing(call)
            case Talk(duplex, hold):
                self.seen.append("talk")
                return hold(duplex)
            case _:
                pytest.fail(f"unforeseen step {step!r}")

    def _note(self, request: Any) -> None:
        name = f"{request.method} {request.path}"
        self.seen.append(name)
        self.requests[name] = request
        if error := self._errors.pop(name, None):
            raise error


def _decoded(call: Call[Any], answer: Any) -> Any:
    return call.decode(Answer(_HEAD, json.dumps(answer).encode()))
