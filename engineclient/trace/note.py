"""The explanation of an operation of the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["Note"]


class Note(NamedTuple):
    """The explanation of an operation.

    Attributes:
        purpose: its purpose.
        without: what would break, or be missing, without it; "" for no such sentence.
        behind: what the engine does that the API does not show; background, without measured times.
        tells: the interesting fields of its answer, as dotted paths; by default the first fields.
        answers: the meaning of certain statuses of its answer.

    """

    purpose: str
    without: str
    behind: str
    tells: tuple[str, ...] = ()
    answers: Mapping[int, str] = {}
