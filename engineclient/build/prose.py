"""Convert the text output of the classic builder, and of Podman's builder, to events. Pure, apart from the given clock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from engineclient.build import events
from engineclient.build.events import Began, Ended, Event, Output, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engineclient.models import images

# the first line of a step, in a record without a newline; group 1 is the stage, which the classic builder does not report
_STEP: Final = re.compile(r"()Step (\d+)/(\d+) : (.*)(?<!\n)", re.DOTALL)
_PODMAN_STEP: Final = re.compile(r"(?:\[(\d+)/\d+\] )?STEP (\d+)/(\d+): (.*)\n", re.DOTALL)
_CACHED: Final = re.compile(r" ?-+> Using cache( [0-9a-f]{64})?")
_BOOKKEEPING: Final = re.compile(
    r" ---> (Running in |Removed intermediate container )?[0-9a-f]{12}"
    r"|(Removing|Removed) intermediate container [0-9a-f]{12}"
    r"|Successfully (built [0-9a-f]{12}|tagged .*)|# Executing \d+ build triggers?"
)
_PODMAN_BOOKKEEPING: Final = re.compile(
    r"--> [0-9a-f]{12,64}|[0-9a-f]{64}|(\[\d+/\d+\] )?COMMIT( .*)?|Successfully (built|tagged) .*"
)
_WARNING: Final = "[Warning] "
_COLOURED: Final = re.compile(r"\x1b\[91m(.*)\x1b\[0m", re.DOTALL)  # the classic builder shows stderr in red
_DONE: Final = frozenset({"Pull complete", "Already exists"})


class ProseReader:
    """Converts records of `POST /build` to events.

    Neither builder reports times: they are read from the `clock`, in seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._bookkeeping = _BOOKKEEPING
        self._step = ""
        self._began = 0.0
        self._cached = False
        self._printed = False
        self._last = (0, 0)  # the stage of the last step, and its number in the stage

    def read(self, record: images.Progress) -> Iterator[Event]:
        """The events in a record of `POST /build`."""
        if record.status:
            detail, what = record.detail, f"{record.status} {record.id or ''}".rstrip()
            current, total = (detail.current or 0, detail.total or 0) if detail else (0, 0)
            yield Progress(self._step, what, current, total, record.status in _DONE)
        if record.stream:
            yield from self._text(record.stream)

    def end(self, error: str = "") -> Iterator[Event]:
        """The events at the end of the answer: the last step has ended, with `error` if the build failed."""
        if self._step:
            yield Ended(self._step, self._cached, self._clock() - self._began, error)
        self._step = ""

    def _text(self, text: str) -> Iterator[Event]:
        line = text.removesuffix("\n")
        found = _STEP.fullmatch(text) or _PODMAN_STEP.fullmatch(text)
        if found and self._is_next(place := (int(found[1] or 0), int(found[2]))):
            yield from self.end()
            self._bookkeeping = _BOOKKEEPING if _STEP.fullmatch(text) else _PODMAN_BOOKKEEPING
            self._last = place
            self._step, self._began = f"{place[0]}.{place[1]}" if place[0] else str(place[1]), self._clock()
            self._cached = self._printed = False
            stage = f"{found[1]} " if found[1] else ""
            yield Began(self._step, f"[{stage}{found[2]}/{found[3]}] {found[4]}", found[4], self._began)
        elif line.startswith(_WARNING):
            yield events.Warning(line.removeprefix(_WARNING))
        elif not self._printed and _CACHED.fullmatch(line):
            self._cached = True
        elif line and not self._bookkeeping.fullmatch(line):
            yield from self._output(text)

    def _is_next(self, place: tuple[int, int]) -> bool:
        """Whether a step can follow the last one. If not, the line is output of a program that looks like a step."""
        stage, number = self._last
        return place == (stage, number + 1) or (place[0] > stage and place[1] == 1)

    def _output(self, text: str) -> Iterator[Event]:
        self._printed = True
        stream: Literal["stdout", "stderr"] = "stdout"
        if coloured := _COLOURED.fullmatch(text):
            stream, text = "stderr", coloured[1]
        yield Output(self._step, stream, text.encode("utf-8", "surrogateescape"), self._clock())
