"""The chapters of the tour: commands, questions to answer before they run, and proofs of the answers. Data, no I/O."""

from __future__ import annotations

from typing import Final

from engineclient.tour.chapter import Chapter, Step
from engineclient.tour.first_steps import FIRST_STEPS
from engineclient.tour.isolation import ISOLATION
from engineclient.tour.lifetime import FAILURES, LIFETIME
from engineclient.tour.projects import PROJECTS
from engineclient.tour.sharing import SHARING

__all__ = ["CHAPTERS", "Chapter", "Step", "find"]

CHAPTERS: Final[tuple[Chapter, ...]] = (*FIRST_STEPS, *SHARING, *ISOLATION, *LIFETIME, *PROJECTS, FAILURES)
"""The chapters in the order of the tour."""


def find(name: str) -> Chapter | None:
    """The chapter of that name."""
    return next((chapter for chapter in CHAPTERS if chapter.name == name), None)
