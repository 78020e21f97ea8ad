from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from engineclient.connect.builder_activity import last_activity, note_activity

if TYPE_CHECKING:
    from pathlib import Path

FILE = "buildx/activity/default"


def test_a_build_is_the_last_activity(tmp_path: Path) -> None:
    before = time.time_ns()
    note_activity(tmp_path, "default")
    found = last_activity(tmp_path, "default")
    assert found is not None
    assert before - 10**9 < found <= time.time_ns()


def test_it_is_kept_in_utc_for_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_764_342_484_500_000_000)
    note_activity(tmp_path, "default")
    assert (tmp_path / FILE).read_bytes() == b"2025-11-28T15:08:04Z"
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [None, "", "yesterday"])
def test_a_builder_of_which_nothing_is_known(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / FILE).parent.mkdir(parents=True)
        (tmp_path / FILE).write_text(content)
    assert last_activity(tmp_path, "default") is None
