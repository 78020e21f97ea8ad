"""Drop progress records of a pull or push that differ from one recording to the next, as they depend on the speed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.recording.format import Line

__all__ = ["without_passing_progress"]


_BAR: Final = "=" * 50 + ">"
_CHANCE: Final = ("Downloading", "Verifying Checksum")
_ARRIVED: Final = ("Pull complete", "Pushed")


def without_passing_progress(lines: Iterable[tuple[Line, float]]) -> list[tuple[Line, float]]:
    """`lines` with only the last of a layer's progress records for each status, with the full count if it arrived.

    Records of a download are left out: for a small layer the engine may or may not send them.
    """
    out: list[tuple[Line, float]] = []
    seen: set[tuple[int, Any, Any]] = set()
    for line, at in reversed(list(lines)):
        match line:
            case {"records": [{"status": status}]} if status in _CHANCE:
                continue
            case {
                "x": x,
                "records": [{"id": layer, "status": status, "progressDetail": {"current": _}} as record],
            }:
                if (x, layer, status) in seen:
                    continue
                seen.add((x, layer, status))
                whole = any((x, layer, arrived) in seen for arrived in _ARRIVED)
                out.append((line | {"records": [_to_the_end(record)]} if whole else line, at))
                continue
            case {"x": x, "records": [{"id": layer, "status": str(status)}]}:
                seen.add((x, layer, status))
            case _:
                pass
        out.append((line, at))
    return out[::-1]


def _to_the_end(record: dict[str, Any]) -> dict[str, Any]:
    """A progress record with its count set to the total; unchanged if it has no total."""
    total = record["progressDetail"].get("total")
    if not total:
        return record
    size = record["progress"].rpartition("/")[2]
    return record | {
        "progressDetail": {"current": total, "total": total},
        "progress": f"[{_BAR}] {size:>8}/{size}",
    }
