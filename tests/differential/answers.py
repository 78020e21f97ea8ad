"""What a client answered to a script, and what docker answered, kept in files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.differential.scripts import Script

FOLDER: Final = Path(__file__).parent / "answers"
ENGINE: Final = "20.10.24"  # the throwaway one, as Debian has it
_TITLE = re.compile(r"^### (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """What a script printed, and the exit codes of the client's calls in the order of their ends."""

    out: str
    err: str
    codes: tuple[int, ...]

    def __str__(self) -> str:
        """As it is kept and compared: `1` or `2` says where a line was printed, `=` stands before the codes."""
        lines = [*_lines("1", self.out), *_lines("2", self.err), " ".join(["=", *map(str, self.codes)])]
        return "".join(f"{line}\n" for line in lines)


def _lines(stream: str, text: str) -> Iterator[str]:
    """Lines with what cannot be seen spelled out; a backslash ends one that has no newline."""
    *lines, rest = text.split("\n")
    for line in [*lines, f"{rest}\\"] if rest else lines:
        shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)
        yield f"{stream} {re.sub(' $', '<space>', shown)}" if shown else stream


def keep(theme: str, answers: Mapping[Script, Answer]) -> None:
    """Write the file of a theme."""
    blocks = [f"### {script.name}\n{answer}" for script, answer in answers.items()]
    (FOLDER / f"{theme}.txt").write_text("\n".join(blocks))


def kept(theme: str) -> dict[str, str]:
    """The answers of a theme by the names of its scripts; none if they have never been recorded."""
    path = FOLDER / f"{theme}.txt"
    if not path.exists():
        return {}
    _, *blocks = _TITLE.split(path.read_text())
    return {name: f"{text.rstrip()}\n" for name, text in zip(blocks[::2], blocks[1::2], strict=True)}
