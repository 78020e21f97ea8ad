from __future__ import annotations

from typing import Any

import pytest

from engineclient.recording.pull_progress import without_passing_progress


def record(status: str, layer: str = "a", count: int | None = None, x: int = 1) -> dict[str, Any]:
    detail = {} if count is None else {"current": count}
    return {"x": x, "records": [{"id": layer, "status": status, "progressDetail": detail}]}


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([record("Pushing", count=1), record("Pushing", count=2)], [1]),
        ([record("Pushing", count=1), record("Extracting", count=1)], [0, 1]),
        ([record("Pushing", "a", 1), record("Pushing", "b", 1)], [0, 1]),
        ([record("Pushing", count=1, x=1), record("Pushing", count=1, x=2)], [0, 1]),
        ([record("Waiting"), record("Waiting")], [0, 1]),
        ([record("Downloading", count=1), record("Verifying Checksum"), record("Download complete")], [2]),
    ],
)
def test_kept(lines: list[dict[str, Any]], kept: list[int]) -> None:
    timed = [(line, float(place)) for place, line in enumerate(lines)]
    assert [int(at) for _, at in without_passing_progress(timed)] == kept


HALF = {"current": 36445, "total": 1106924}
PART = {"id": "a", "status": "Extracting", "progressDetail": HALF, "progress": "[=>  ]  36.45kB/1.107MB"}
ALL = PART | {
    "progressDetail": {"current": 1106924, "total": 1106924},
    "progress": "[==================================================>]  1.107MB/1.107MB",
}


@pytest.mark.parametrize(("then", "kept"), [("Pull complete", ALL), ("Download complete", PART)])
def test_what_arrived_is_told_as_a_whole(then: str, kept: dict[str, Any]) -> None:
    lines = [({"x": 1, "records": [PART]}, 0.0), (record(then), 1.0)]
    assert without_passing_progress(lines)[0][0]["records"] == [kept]
