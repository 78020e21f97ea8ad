"""Faults that a replay has on order: what a client must survive, and what no real engine does when asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engineclient.errors import ReplayMismatch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.recording.format import Line

__all__ = ["Faults", "frames", "parse_status"]

_STATUS: Final = re.compile(r"([45]\d\d)@([1-9]\d*)")
_NO_FRAME: Final = frozenset(("ask", "answer", "sent", "end"))


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong, and where.

    Attributes:
        cut_after: the connection breaks behind this frame of the engine's, counted from 1 through the recording (see
            `frames`); 0 for never.
        status: by the number of the recorded request the status that answers it, 400 to 599, in the place of what was
            recorded.
        slow: seconds of silence before everything that the engine says.

    """

    cut_after: int = 0
    status: tuple[tuple[int, int], ...] = ()
    slow: float = 0.0

    def __bool__(self) -> bool:
        return self != Faults()

    def check(self, lines: Sequence[Line]) -> None:
        """Demand that they can happen.

        Raises:
            ReplayMismatch: the recording has no such request or frame.

        """
        asked = {line["x"] for line in lines if "ask" in line}
        for number, _ in self.status:
            if number not in asked:
                raise ReplayMismatch(f"there is no request {number} to answer with another status")
        there = len(frames(lines))
        if self.cut_after > there:
            raise ReplayMismatch(
                f"there is no frame {self.cut_after} to cut behind: the recording has {there}"
            )


def frames(lines: Sequence[Line]) -> list[int]:
    """The places of the engine's frames in `lines`: output, records of progress, and other pieces of streamed answers."""
    return [place for place, line in enumerate(lines) if _NO_FRAME.isdisjoint(line)]


def parse_status(text: str) -> tuple[int, int]:
    """The number of a request and a status from `500@3`: status 500 for request 3.

    Raises:
        ValueError: it is not of that form.

    """
    parts = _STATUS.fullmatch(text)
    if parts is None:
        raise ValueError("must be STATUS@REQUEST with a status from 400 to 599, such as 500@3")
    return int(parts[2]), int(parts[1])
