"""The events of a build, the same for both builders, and the result that they are combined into. Pure."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from engineclient.errors import StreamError

_EXIT_CODE: Final = re.compile(r"exit (?:code:|status) (\d{1,3})")
_KEPT_OUTPUT: Final = 64 * 1024  # bytes at the end of each step's output
_KEPT_STEPS: Final = 10_000
_KEPT_WARNINGS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Began:
    """A step has begun.

    Attributes:
        step: identifies the step within this build.
        name: as the builder shows it, `[2/5] RUN make`.
        instruction: of the Dockerfile, `RUN make`; "" for internal steps such as loading the context.
        at: seconds since 1970: by BuildKit's clock, or by the client's clock for the classic builder.

    """

    step: str
    name: str
    instruction: str
    at: float


@dataclass(frozen=True, slots=True)
class Output:
    """A step has printed something; `data` need not end with a line."""

    step: str
    stream: Literal["stdout", "stderr"]
    data: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Progress:
    """A part of a step has progressed: a layer that is fetched, the context that is sent.

    Attributes:
        step: the step that it is a part of.
        what: a description of the part.
        current, total: bytes, or another unit; 0 if unknown.
        done: whether that part is complete.

    """

    step: str
    what: str
    current: int
    total: int
    done: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """A step has ended. BuildKit may run a step again: then this event comes again, and the last one counts.

    Attributes:
        step: the step.
        cached: its result was in the cache.
        seconds: how long it took.
        error: why it failed, "" if it did not.

    """

    step: str
    cached: bool
    seconds: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class Warning:  # the name that the engine gives it
    """A warning of the builder about the Dockerfile; `line` is 0 if the place is unknown."""

    text: str
    url: str = ""
    filename: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """The build has succeeded; `image` is the ID, "" if the result is not an image in the engine."""

    image: str


Event = Began | Output | Progress | Ended | Warning | Built


@dataclass(frozen=True, slots=True)
class BuildStep:
    """One step of a build that has ended.

    Attributes:
        name: as the builder shows it.
        instruction: of the Dockerfile; "" for an internal step.
        cached: its result was in the cache.
        seconds: how long it took.
        error: why it failed, "" if it did not.
        output: the last 64 KiB of its output.

    """

    name: str
    instruction: str
    cached: bool = False
    seconds: float = 0.0
    error: str = ""
    output: bytes = b""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The result of a build.

    Attributes:
        image: the ID of the image, "" if the result is not an image in the engine.
        steps: in the order in which they began.
        warnings: the warnings of the builder.

    """

    image: str
    steps: tuple[BuildStep, ...] = ()
    warnings: tuple[Warning, ...] = ()


class BuildFailed(StreamError):
    """A build failed.

    Attributes:
        code: the exit code of the step that failed; None if it has none.
        step: the step that failed, with the end of its output; None if none did.
        steps: all steps until the failure.

    """

    def __init__(self, message: str, *, code: int | None = None, steps: tuple[BuildStep, ...] = ()) -> None:
        if code is None and (found := _EXIT_CODE.search(message)):  # BuildKit reports the code only as text
            code = int(found[1])
        super().__init__(message, code=code)
        self.steps = steps
        self.step: BuildStep | None = next((step for step in reversed(steps) if step.error), None)


@dataclass(slots=True)
class _Open:
    began: Began
    ended: Ended | None = None
    output: deque[bytes] = field(default_factory=deque[bytes])
    size: int = 0


class Summary:
    """Combines events into a result. Its memory is bounded, however much a build prints."""

    def __init__(self) -> None:
        self._steps: dict[str, _Open] = {}
        self._warnings: list[Warning] = []
        self._image = ""

    def add(self, event: Event) -> None:
        """Add one event."""
        match event:
            case Began() if len(self._steps) < _KEPT_STEPS:
                self._steps.setdefault(event.step, _Open(event))
            case Output() if event.step in self._steps:
                step = self._steps[event.step]
                step.output.append(event.data[-_KEPT_OUTPUT:])
                step.size += len(step.output[-1])
                while step.size - len(step.output[0]) >= _KEPT_OUTPUT:
                    step.size -= len(step.output.popleft())
            case Ended() if event.step in self._steps:
                self._steps[event.step].ended = event
            case Warning() if len(self._warnings) < _KEPT_WARNINGS:
                self._warnings.append(event)
            case Built():
                self._image = event.image
            case _:
                pass

    @property
    def steps(self) -> tuple[BuildStep, ...]:
        """The steps so far."""
        return tuple(map(_step, self._steps.values()))

    def result(self) -> BuildResult:
        """The result of the events so far."""
        return BuildResult(self._image, self.steps, tuple(self._warnings))


def result_of(events: Iterable[Event]) -> BuildResult:
    """The result of the events of a build."""
    summary = Summary()
    for event in events:
        summary.add(event)
    return summary.result()


def _step(step: _Open) -> BuildStep:
    output = b"".join(step.output)[-_KEPT_OUTPUT:]
    began, ended = step.began, step.ended
    if ended is None:
        return BuildStep(began.name, began.instruction, output=output)
    return BuildStep(began.name, began.instruction, ended.cached, ended.seconds, ended.error, output)
