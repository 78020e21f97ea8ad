"""Names of files that a trace can be kept in, and those it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.errors import EngineError
from engineclient.trace.collected import Trace
from engineclient.trace.files import check, save

BEGINNINGS = {
    ".jsonl": '{"format"',
    ".har": '{\n "log"',
    ".mmd": "sequenceDiagram\n",
    ".html": "<!doctype html>\n",
}


@pytest.mark.parametrize("suffix", BEGINNINGS)
def test_the_end_of_the_name_says_what_is_written(tmp_path: Path, trace: Trace, suffix: str) -> None:
    path = tmp_path / f"run{suffix}"
    check(str(path))
    save(trace, str(path))
    assert path.read_text().startswith(BEGINNINGS[suffix])


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("run.txt", 'ends in .har, .html, .jsonl or .mmd, not in "'),
        ("run", "ends in .har"),
        (".html", "ends in .har"),
        ("none/run.html", "there is no directory"),
        ("folder.html", "it is a directory"),
    ],
)
def test_what_no_trace_can_be_kept_in(tmp_path: Path, name: str, complaint: str) -> None:
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(EngineError, match=complaint):
        check(str(tmp_path / name))
