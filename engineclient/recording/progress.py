"""Progress of a pull or push: how often an engine says how far it is depends on the speed of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.recording.format import Line

__all__ = ["without_passing_progress"]


def without_passing_progress(lines: Iterable[tuple[Line, float]]) -> list[tuple[Line, float]]:
    """`lines`, of each layer's records with one status and a count only the last."""
    out: list[tuple[Line, float]] = []
    seen: set[tuple[int, Any, Any]] = set()
    for line, at in reversed(list(lines)):
        if passing := _counting(line):
            if passing in seen:
                continue
            seen.add(passing)
        out.append((line, at))
    return out[::-1]


def _counting(line: Line) -> tuple[int, Any, Any] | None:
    """Exchange, layer and status of a line that says only how far a layer is."""
    match line:
        case {"x": x, "records": [{"id": layer, "status": status, "progressDetail": {"current": _}}]}:
            return x, layer, status
        case _:
            return None
