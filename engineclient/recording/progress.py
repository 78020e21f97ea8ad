"""Progress of a pull or push: how often an engine says how far it is depends on the speed of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.recording.format import Line

__all__ = ["without_passing_progress"]


_BAR: Final = "=" * 50 + ">"
_WHOLE: Final = ("Download complete", "Pull complete")


def without_passing_progress(lines: Iterable[tuple[Line, float]]) -> list[tuple[Line, float]]:
    """`lines`, of each layer's records with one status and a count only the last, with the whole count.

    Whether the engine tells the whole count, or that it verifies, is chance when a layer is small: the count
    of a layer that arrived is told, the other is not.
    """
    out: list[tuple[Line, float]] = []
    seen: set[tuple[int, Any, Any]] = set()
    for line, at in reversed(list(lines)):
        match line:
            case {"x": x, "records": [{"id": layer, "status": "Verifying Checksum"}]}:
                continue
            case {
                "x": x,
                "records": [{"id": layer, "status": status, "progressDetail": {"current": _}} as told],
            }:
                if (x, layer, status) in seen:
                    continue
                seen.add((x, layer, status))
                if any((x, layer, whole) in seen for whole in _WHOLE):
                    line = line | {"records": [_to_the_end(told)]}
            case {"x": x, "records": [{"id": layer, "status": str(status)}]}:
                seen.add((x, layer, status))
            case _:
                pass
        out.append((line, at))
    return out[::-1]


def _to_the_end(told: dict[str, Any]) -> dict[str, Any]:
    """The record that says all has come, of which `told` says a part; `told` if it has no total."""
    total = told["progressDetail"].get("total")
    if not total:
        return told
    size = told["progress"].rpartition("/")[2]
    return told | {
        "progressDetail": {"current": total, "total": total},
        "progress": f"[{_BAR}] {size:>8}/{size}",
    }
