"""The progress of a pull, byte for byte: lines off a terminal, one line a layer on it."""

from __future__ import annotations

from typing import Any

import pytest

from engineclient.cli.printing import progress
from engineclient.cli.printing.progress import ProgressLines
from engineclient.models.images import Progress


class Screen:
    """What was written, and whether it is a terminal."""

    def __init__(self, terminal: bool) -> None:
        self.text = ""
        self._terminal = terminal

    def write(self, text: str) -> None:
        self.text += text

    def fileno(self) -> int:
        raise OSError("it has no size to tell")

    def is_terminal(self) -> bool:
        return self._terminal


def shown(*records: dict[str, Any], terminal: bool = False) -> str:
    screen = Screen(terminal)
    show = ProgressLines(screen)  # type: ignore[arg-type]
    for record in records:
        show(Progress(record))
    return screen.text


def layer(status: str, id: str = "a", **detail: Any) -> dict[str, Any]:
    return {"status": status, "id": id, "progressDetail": detail}


@pytest.mark.parametrize(
    ("record", "line"),
    [
        ({"status": "Pulling from x", "id": "latest"}, "latest: Pulling from x\n"),
        ({"status": "Status: done"}, "Status: done\n"),
        ({"status": ""}, "\n"),
        (layer("Waiting"), "a: Waiting\n"),
        (layer("Downloading", current=1, total=2), ""),
        (layer("Extracting", current=1, units="s"), ""),
        ({"stream": "Loaded image: x\n"}, "Loaded image: x\n"),
        ({"stream": "part"}, "part"),
        ({"stream": "s\n", "id": "a"}, "a: s\n"),
        ({"aux": {"ID": "x"}}, ""),
    ],
)
def test_off_a_terminal(record: dict[str, Any], line: str) -> None:
    assert shown(record) == line


BAR = "[======>                                            ] "


@pytest.mark.parametrize(
    ("detail", "narrow", "bar"),
    [
        ({}, "", ""),
        ({"current": 0, "total": 0}, "", ""),
        ({"current": 12345678}, " 12.35MB", ""),
        ({"current": 12345678, "total": 100_000_000}, " 12.35MB/100MB", BAR),
        ({"current": 200, "total": 100}, "    200B", f"[{'=' * 50}>] "),
        ({"current": 100, "total": 100}, "    100B/100B", f"[{'=' * 50}>] "),
        ({"current": 3, "units": "s"}, "3 s", ""),
        ({"current": 13, "total": 100, "units": "s"}, "13/100 s", BAR),
        ({"current": 13, "total": 100, "hidecounts": True}, "", BAR),
    ],
)
@pytest.mark.parametrize("columns", [0, 110, 111])
def test_a_layer_s_line(
    monkeypatch: pytest.MonkeyPatch, detail: dict[str, Any], narrow: str, bar: str, columns: int
) -> None:
    monkeypatch.setattr(progress, "_columns", lambda _: columns)
    reached = (bar if columns > 110 else "") + narrow
    text = shown(layer("Extracting", **detail), terminal=True)
    assert text == f"\n\x1b[1A\x1b[2K\ra: Extracting {reached}\r\x1b[1B"


def test_layers_are_written_over_where_they_stand() -> None:
    text = shown(layer("one", "a"), layer("one", "b"), layer("two", "a"), layer("two", "b"), terminal=True)
    assert text == (
        "\n\x1b[1A\x1b[2K\ra: one \r\x1b[1B\n\x1b[1A\x1b[2K\rb: one \r\x1b[1B"
        "\x1b[2A\x1b[2K\ra: two \r\x1b[2B\x1b[1A\x1b[2K\rb: two \r\x1b[1B"
    )


def test_other_news_end_the_block_of_layers() -> None:
    text = shown(layer("one"), {"status": "Digest: x"}, layer("two"), terminal=True)
    assert text == "\n\x1b[1A\x1b[2K\ra: one \r\x1b[1BDigest: x\n\n\x1b[1A\x1b[2K\ra: two \r\x1b[1B"


def test_the_outcome_does_not_end_the_block() -> None:
    text = shown(layer("one"), {"aux": {}}, layer("two"), terminal=True)
    assert text == "\n\x1b[1A\x1b[2K\ra: one \r\x1b[1B\x1b[1A\x1b[2K\ra: two \r\x1b[1B"
