"""Relates the layers of an image to the steps that created them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engineclient.build.ledger import KeptStep
    from engineclient.models.images import HistoryItem

_SHELL: Final = re.compile(r"^(?:\|\d+ .*?)?/bin/sh -c (?:#\(nop\) +)?")
_KEYWORDS: Final = frozenset({"RUN", "COPY", "ADD", "WORKDIR"})


def layer_sizes(steps: Sequence[KeptStep], history: Sequence[HistoryItem]) -> dict[int, int]:
    """The sizes in bytes of the layers that the steps of the last stage created, by the index of the step.

    Both lists are read from the end: the layer of a step is the next item of the history with its keyword.

    Args:
        steps: of a build.
        history: of its image, the last layer first.

    """
    found: dict[int, int] = {}
    if not steps:
        return found
    last = steps[-1].stage
    left = list(history)
    for place in range(len(steps) - 1, -1, -1):
        step = steps[place]
        if step.stage != last or step.keyword not in _KEYWORDS:
            continue
        while left and _keyword(left[0].created_by) != step.keyword:
            left.pop(0)
        if not left:
            break
        found[place] = left.pop(0).size
    return found


def _keyword(created_by: str) -> str:
    """The keyword of the instruction of a history item; the classic builder stores a RUN as its command only."""
    text = _SHELL.sub("", created_by)
    word = text.split(None, 1)[0] if text.strip() else ""
    if text != created_by and "#(nop)" not in created_by:
        return "RUN"
    return word
