"""progress=tty, as buildx draws it; the frames were compared with buildx's own on a pseudo terminal."""

from __future__ import annotations

import pytest

from engineclient.build.trace import Status, Vertex, VertexLog, VertexStatus, VertexWarning
from engineclient.build.tty import TTYDisplay

S = 1_000_000_000


class Terminal:
    """A display, and its output since the last call."""

    def __init__(
        self, columns: int = 60, lines: int = 30, *, coloured: bool = True, title: str = "docker:default"
    ) -> None:
        self.now = 100 * S
        self.written = b""
        self.size = columns, lines
        self.display = TTYDisplay(self._write, lambda: self.now, lambda: self.size, title, coloured=coloured)

    def _write(self, data: bytes) -> None:
        self.written += data

    def frame(self, *, final: bool = False) -> list[str]:
        self.written = b""
        if final:
            self.display.done()
        else:
            self.display.refresh()
        return self.written.decode().rpartition("\x1b[?25l")[2].removesuffix("\x1b[?25h").splitlines()


def vertex(name: str, start: int, end: float | None = None, **more: object) -> Vertex:
    completed = None if end is None else int(end * S)
    return Vertex(name, name=name, started=start * S, completed=completed, **more)  # type: ignore[arg-type]


def test_the_head_line() -> None:
    terminal = Terminal()
    assert terminal.frame() == ["[+] Building 0.0s (0/0)                      docker:default"]


def test_it_begins_where_the_cursor_is_and_goes_back_up_for_the_next() -> None:
    terminal = Terminal()
    terminal.frame()
    assert terminal.written.startswith(b"\x1b[1A\x1b[1B\x1b[0G\x1b[?25l[+]")
    terminal.display.update(Status([vertex("a", 100)]))
    terminal.frame()
    terminal.frame()
    assert terminal.written.startswith(b"\x1b[1A\x1b[1A\x1b[0G\x1b[?25l[+]")


STATES: list[tuple[str, dict[str, object], float | None, str, list[str]]] = [
    ("running", {}, None, "", ["=>", "x", "3.0s"]),
    ("ended", {}, 102, "\x1b[34m", ["=>", "x", "2.0s"]),
    ("from the cache", {"cached": True}, 102, "\x1b[34m", ["=>", "CACHED", "x", "2.0s"]),
    ("failed", {"error": "no"}, 102, "\x1b[31m", ["=>", "ERROR", "x", "2.0s"]),
    ("cancelled", {"error": "context canceled"}, 102, "\x1b[33m", ["=>", "CANCELED", "x", "2.0s"]),
    ("in no time", {}, 100.04, "\x1b[34m", ["=>", "x", "0.0s"]),
]


@pytest.mark.parametrize(
    ("more", "end", "colour", "words"), [state[1:] for state in STATES], ids=[state[0] for state in STATES]
)
def test_a_step(more: dict[str, object], end: float | None, colour: str, words: list[str]) -> None:
    terminal = Terminal()
    terminal.display.update(Status([vertex("x", 100, end, **more)]))
    terminal.now += 3 * S
    line = terminal.frame()[1]
    assert line.startswith(f"{colour} =>")
    assert line.removeprefix(colour).split() == words
    assert len(line.removeprefix(colour)) == 59


def test_without_colours() -> None:
    terminal = Terminal(coloured=False)
    terminal.display.update(Status([vertex("x", 100, 102)]))
    assert terminal.frame()[1].startswith(" => x ")


def test_the_clock_of_the_engine_may_differ() -> None:
    terminal = Terminal()
    terminal.display.update(Status([vertex("x", 5)]))
    terminal.now += 3 * S
    assert terminal.frame()[0].startswith("[+] Building 3.0s (0/1)")
    assert terminal.frame()[1].endswith(" 3.0s")


def test_parts_and_warnings() -> None:
    terminal = Terminal(coloured=False)
    parts = [
        VertexStatus("sending", "x", current=1500, total=3000, started=100 * S, completed=101 * S),
        VertexStatus("counting", "x", current=7, started=100 * S),
    ]
    warnings = [VertexWarning("x", short=b"careful")]
    terminal.display.update(Status([vertex("x", 100)], parts, [], warnings))
    terminal.now += 2 * S
    assert [line.split() for line in terminal.frame()[1:]] == [
        ["=>", "x", "2.0s"],
        ["=>", "=>", "sending", "1.50kB", "/", "3.00kB", "1.0s"],
        ["=>", "=>", "counting", "7B", "2.0s"],
        ["=>", "WARN:", "careful", "2.0s"],
    ]


def test_output_is_shown_while_a_step_runs() -> None:
    terminal = Terminal(coloured=False)
    terminal.display.update(
        Status([vertex("x", 100)], [], [VertexLog("x", 101 * S, 1, b"1\n2\n3\n4\n5\n6\n7\n")])
    )
    shown = [line.removeprefix("\x1b[0m").removeprefix("\x1b[2m").rstrip() for line in terminal.frame()]
    assert shown[2:8] == [f" => => # {number}" for number in range(2, 8)]
    terminal.display.update(Status([vertex("x", 100, 101)]))
    terminal.frame()
    assert b"# " not in terminal.written
    assert terminal.written.count(b" " * 60 + b"\n") == 6, "what stood there is overwritten"
    assert terminal.written.endswith(b"\x1b[6A\x1b[0G\x1b[?25h")


def test_a_low_terminal_shows_what_runs_and_the_end() -> None:
    terminal = Terminal(lines=6, coloured=False)
    steps = [vertex("runs", 100), *(vertex(f"s{number}", 100, 101) for number in range(9))]
    terminal.display.update(Status(steps))
    assert [line.split()[1] for line in terminal.frame()[1:]] == ["runs", "s6", "s7", "s8"]
    assert len(terminal.frame(final=True)) == 11


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_a_terminal_without_room(lines: int) -> None:
    terminal = Terminal(lines=lines)
    terminal.display.update(Status([vertex("x", 100)]))
    assert len(terminal.frame()) == 1


def test_a_narrow_terminal() -> None:
    terminal = Terminal(columns=20, coloured=False)
    terminal.display.update(Status([vertex("a long name of a step", 100)]))
    assert terminal.frame() == ["[+] Building 0.0s (0"]
    terminal.size = 24, 30
    assert terminal.frame()[1].split("  ") == [" => a long name o", "0.0s"]


def test_the_end() -> None:
    terminal = Terminal(coloured=False)
    terminal.display.update(
        Status([vertex("x", 100, 101, error="bad")], [], [VertexLog("x", 101 * S, 1, b"1\n2\n")])
    )
    assert "(1/1) FINISHED" in terminal.frame(final=True)[0]
    assert terminal.written.endswith(b"------\n > x:\n1.000 1\n1.000 2\n------\n")


def test_no_frame_is_wider_than_the_terminal() -> None:
    for columns in range(1, 100):
        terminal = Terminal(columns=columns, coloured=False)
        parts = [VertexStatus("part" * 9, "x", current=1, total=9, started=100 * S)]
        logs = [VertexLog("x", 100 * S, 1, b"y" * 300)]
        terminal.display.update(Status([vertex("x" * 99, 100), vertex("x", 100)], parts, logs))
        plain = [line.replace("\x1b[0m", "").replace("\x1b[2m", "") for line in terminal.frame()]
        assert max(map(len, plain)) <= max(columns, 0), columns


def test_the_steps_with_the_most_output_come_first() -> None:
    terminal = Terminal(lines=16, coloured=False)
    steps = [vertex("quiet", 100), vertex("loud", 100)]
    logs = [VertexLog("quiet", 100 * S, 1, b"q"), VertexLog("loud", 100 * S, 1, b"l" * 40)]
    terminal.display.update(Status(steps, [], logs))
    plain = [line.replace("\x1b[0m", "").split() for line in terminal.frame()[1:]]
    assert [words[1] if "#" not in words else "output" for words in plain if words] == [
        "quiet",
        "loud",
        "output",
    ]
