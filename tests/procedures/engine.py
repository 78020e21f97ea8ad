"""An engine for procedures without any I/O: it reads their steps, and answers them with what it was told to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pytest

from engineclient.calls import Call, Head, StreamCall, WholeAnswer
from engineclient.errors import EngineError
from engineclient.steps import (
    All,
    Begin,
    Communicate,
    Finish,
    Join,
    Listens,
    Merge,
    MergeEnds,
    Next,
    Pending,
    Sleep,
    Talk,
    Undo,
    Undoing,
)
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

FRAMES: Final = (Frame("stdout", b"out"), Frame("stderr", b"err"))


class Engine:
    """Carries out procedures.

    Args:
        answers: JSON by `METHOD /path`, or an iterator of what comes of one such request after the other; without one
            the answer is null.
        fails: errors by `METHOD /path`, each for the first such request alone.
        end: what a call that was begun comes to.
        items: what streams that are read as one give, as (key, item).
        streams: what other streams give, by `METHOD /path`: for each such request an iterable.
        listening: hosts and ports at which something listens.
        frames: what comes over a hijacked connection.
        headers: of all answers.

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
        items: Iterable[tuple[Any, Any]] = (),
        streams: Mapping[str, Iterable[Iterable[Any]]] | None = None,
        listening: Iterable[tuple[str, int]] = (),
        frames: Iterable[Frame] = FRAMES,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._head = Head(200, dict(headers or {}), "1.51")
        self._frames = [*frames]
        self._items = iter(items)
        self._streams = {name: iter(each) for name, each in (streams or {}).items()}
        self._open: dict[int, Iterator[Any]] = {}
        self._listening = {*listening}
        self._handles: list[Handle[Any]] = []
        self.slept = 0.0
        self.seen: list[str] = []
        self.requests: dict[str, Any] = {}
        self._answers = dict(answers or {})
        self._errors = dict(fails or {})
        self._end = end
        self._undoing: list[Undoing] = []

    def perform(self, steps: Any) -> Any:
        """Carry out a procedure."""
        try:
            steps = iter(steps)  # a single call is one of its own
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
        except EngineError:
            raise
        except BaseException:
            for undoing in self._undoing:
                if not undoing.dropped:
                    self._note(undoing.call.request)
            raise

    def _take(self, step: Any) -> Any:
        match step:
            case Begin(call):
                self._note(call.request)
                return Pending(None, call)
            case Finish(pending):
                self.seen.append("exit code")
                return self._decoded(pending.call, self._end)
            case Call(request):
                self._note(request)
                answer = self._answers.get(self.seen[-1])
                return self._decoded(step, next(answer) if isinstance(answer, Iterator) else answer)
            case Merge(streams) | MergeEnds(streams):
                self.seen += [f"merge {key}" for key in streams]
                return Handle[Any]()
            case Join(_, key, stream):
                self.seen.append(f"join {key}")
                self.requests[f"join {key}"] = stream.request
                return None
            case Sleep(seconds):
                self.slept += seconds
                return None
            case StreamCall(request):
                self._note(request)
                handle = Handle[Any]()
                if self.seen[-1] in self._streams:
                    self._handles.append(handle)
                    self._open[id(handle)] = iter(next(self._streams[self.seen[-1]]))
                return handle
            case Next(handle):
                return next(self._open.get(id(handle), self._items), None)
            case Listens(host, port):
                return (host or "here") if (host, port) in self._listening else ""
            case All(procedures):
                return [self.perform(each) for each in procedures]
            case Communicate(_, stdin, output):
                self.seen.append(f"talk {stdin!r}")
                for frame in self._frames:
                    output(frame)
                return None
            case Undo(call):
                self._undoing.append(Undoing(call))
                return self._undoing[-1]
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

    def _decoded(self, call: Call[Any], answer: Any) -> Any:
        return call.decode(WholeAnswer(self._head, json.dumps(answer).encode()))
