"""Names of files that a trace can be kept in, and those it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from engineclient.errors import EngineError
from engineclient.events import Data, End, Event, Request, Response
from engineclient.trace.files import check, save
from engineclient.trace.trace import Trace

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


CREATE = Request(
    1, 0.0, "POST", "/containers/create", headers=(("content-type", "application/json"),), complete=False
)
BODY = [Data(1, 0.1, "client", b'{"Env":["TOKEN=hunter2"]}'), End(1, 0.1, "client", "complete")]
ANSWERED, ENDED = Response(1, 0.2, 400), End(1, 0.2, "daemon", "complete")


@pytest.mark.parametrize("suffix", BEGINNINGS)
@pytest.mark.parametrize("events", [[CREATE, *BODY, ANSWERED, ENDED], [CREATE, ANSWERED, *BODY, ENDED]])
def test_a_body_behind_its_request_tells_no_secret(tmp_path: Path, events: list[Event], suffix: str) -> None:
    path = tmp_path / f"run{suffix}"
    save(Trace("e", events=events), str(path))
    assert "hunter2" not in path.read_text()


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("run.txt", 'ends in .har, .html, .jsonl or .mmd, not to "'),
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
