"""The steps of a build as they are stored: with the text of the Dockerfile, without the values of arguments. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from engineclient.build.ledger import KeptStep
from engineclient.build.place import stage_of, text_of

if TYPE_CHECKING:
    from engineclient.build.events import BuildStep


def kept_steps(steps: Iterable[BuildStep], dockerfile: bytes) -> tuple[KeptStep, ...]:
    """The instructions among the steps of a build with BuildKit, stage by stage.

    BuildKit puts the values of arguments into the names of steps. The text of the Dockerfile is stored instead, or only
    the keyword if the instruction cannot be identified.
    """
    placed = [(*stage_of(step.name), step) for step in steps if step.instruction]
    order = {stage: place for place, (stage, _, _) in enumerate(reversed(placed))}
    placed.sort(key=lambda each: (-order[each[0]], each[1]))
    return tuple(
        _kept(stage, text_of(dockerfile, step.name) or f"{step.instruction.split(None, 1)[0]} ...", step)
        for stage, _, step in placed
    )


def kept_classic_steps(steps: Sequence[BuildStep]) -> tuple[KeptStep, ...]:
    """The same for a classic build, whose steps are the instructions of the Dockerfile, stage by stage."""
    several = sum(step.instruction.upper().startswith("FROM ") for step in steps) > 1
    found: list[KeptStep] = []
    stage, number = "", -1
    for step in steps:
        words = step.instruction.split()
        if words and words[0].upper() == "FROM" and several:
            number += 1
            stage = words[-1] if len(words) > 3 and words[-2].upper() == "AS" else f"stage-{number}"
        found.append(_kept(stage, " ".join(words), step))
    return tuple(found)


def _kept(stage: str, text: str, step: BuildStep) -> KeptStep:
    return KeptStep(stage, text, step.cached, round(step.seconds, 4), bool(step.error))
