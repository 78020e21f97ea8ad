"""`minidocker explain`: recordings and traces, with no engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engineclient.recording.library import recordings
from engineclient.trace.jsonl import loads

if TYPE_CHECKING:
    from tests.commands.engine import Minidocker

NAMES = [name for name, _ in recordings(Path(__file__).parents[3])]


@pytest.mark.parametrize("name", NAMES)
def test_recordings(minidocker: Minidocker, name: str) -> None:
    ended = minidocker("explain", name)
    assert (ended.code, ended.err, minidocker.asked) == (0, "", [])
    assert ended.out.startswith("── this is a recording of ")
    assert "→" in ended.out


def test_a_trace_tells_the_same_story_again(minidocker: Minidocker, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    minidocker.answers = {"GET /containers/json": []}
    first = minidocker("--explain", "--trace", str(path), "ps")
    again = minidocker("explain", str(path))
    told = [line.removeprefix("│").removeprefix(" ") for line in first.err.splitlines() if line[0] == "│"]
    inside = slice(1, -1)  # without the rules, which are as wide as the terminal
    assert again.out.splitlines()[inside] == told[inside]


def test_its_lines_of_curl_and_its_other_forms(minidocker: Minidocker, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    ended = minidocker("explain", "--curl", "--trace", str(path), "run-stdin")
    assert ended.code == 0
    assert "curl --unix-socket /var/run/docker.sock -X POST" in ended.out
    assert not loads(path.read_text()).timed


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("nosuch", 'no recording "nosuch"'),
        ("nosuch.jsonl", "open nosuch.jsonl: no such file or directory"),
        (__file__.replace(".py", ".json"), "no such file"),
    ],
)
def test_what_cannot_be_told(minidocker: Minidocker, name: str, complaint: str) -> None:
    ended = minidocker("explain", name)
    assert (ended.code, ended.out) == (1, "")
    assert complaint in ended.err


def test_a_file_that_is_no_trace(minidocker: Minidocker, tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text('{"a": 1}\n')
    assert "not a trace" in minidocker("explain", str(path)).err
