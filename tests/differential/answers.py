"""The output of a client for a script, and the files with docker's output."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.differential.scripts import Script

FOLDER: Final = Path(__file__).parent / "answers"
ENGINE: Final = "20.10.24"  # the throwaway engine's version, as in Debian
_TITLE = re.compile(r"^### (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """The output of a script, and the exit codes of the client's calls in the order of their ends."""

    out: str
    err: str
    codes: tuple[int, ...]

    def __str__(self) -> str:
        """The stored form: `1` or `2` names the stream of a line, and `=` precedes the exit codes."""
        lines = [*_lines("1", self.out), *_lines("2", self.err), " ".join(["=", *map(str, self.codes)])]
        return "".join(f"{line}\n" for line in lines)


def _lines(stream: str, text: str) -> Iterator[str]:
    """Lines with invisible characters escaped; a backslash ends a line without newline."""
    *lines, rest = text.split("\n")
    for line in [*lines, f"{rest}\\"] if rest else lines:
        shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)
        yield f"{stream} {re.sub(' $', '<space>', shown)}" if shown else stream


def keep(theme: str, answers: Mapping[Script, Answer]) -> None:
    """Write the file of a theme."""
    blocks = [f"### {script.name}\n{answer}" for script, answer in answers.items()]
    (FOLDER / f"{theme}.txt").write_text("\n".join(blocks))


def kept(theme: str) -> dict[str, str]:
    """The stored answers of a theme, by the names of its scripts; empty if none are stored."""
    path = FOLDER / f"{theme}.txt"
    if not path.exists():
        return {}
    _, *blocks = _TITLE.split(path.read_text())
    return {name: f"{text.rstrip()}\n" for name, text in zip(blocks[::2], blocks[1::2], strict=True)}
