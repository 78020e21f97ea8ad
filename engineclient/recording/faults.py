"""Faults that a replay injects on request, to test how a client handles them."""

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
    """The faults of a replay.

    Attributes:
        cut_after: break the connection after this frame of the engine, counted from 1 over the whole recording (see
            `frames`); 0 for never.
        status: the status, 400 to 599, that answers a request instead of the recorded answer, by the request's number.
        slow: seconds to wait before each answer, record and frame.

    """

    cut_after: int = 0
    status: tuple[tuple[int, int], ...] = ()
    slow: float = 0.0

    def __bool__(self) -> bool:
        return self != Faults()

    def check(self, lines: Sequence[Line]) -> None:
        """Check that the faults fit the recording.

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
                f"there is no frame {self.cut_after} to cut after: the recording has {there}"
            )


def frames(lines: Sequence[Line]) -> list[int]:
    """The indexes of the engine's frames in `lines`: output, progress records, and other pieces of streamed answers."""
    return [place for place, line in enumerate(lines) if _NO_FRAME.isdisjoint(line)]


def parse_status(text: str) -> tuple[int, int]:
    """Parse STATUS@REQUEST: `500@3` is status 500 for request 3, and returns (3, 500).

    Raises:
        ValueError: the text does not have that form.

    """
    parts = _STATUS.fullmatch(text)
    if parts is None:
        raise ValueError("must be STATUS@REQUEST with a status from 400 to 599, such as 500@3")
    return int(parts[2]), int(parts[1])
