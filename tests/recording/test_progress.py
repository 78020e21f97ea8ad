from __future__ import annotations

from typing import Any

import pytest

from engineclient.recording.progress import without_passing_progress


def record(status: str, layer: str = "a", count: int | None = None, x: int = 1) -> dict[str, Any]:
    detail = {} if count is None else {"current": count}
    return {"x": x, "records": [{"id": layer, "status": status, "progressDetail": detail}]}


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([record("Downloading", count=1), record("Downloading", count=2)], [1]),
        ([record("Downloading", count=1), record("Extracting", count=1)], [0, 1]),
        ([record("Downloading", "a", 1), record("Downloading", "b", 1)], [0, 1]),
        ([record("Downloading", count=1, x=1), record("Downloading", count=1, x=2)], [0, 1]),
        ([record("Waiting"), record("Waiting")], [0, 1]),
    ],
)
def test_kept(lines: list[dict[str, Any]], kept: list[int]) -> None:
    timed = [(line, float(place)) for place, line in enumerate(lines)]
    assert [int(at) for _, at in without_passing_progress(timed)] == kept
