"""What a chapter is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Chapter", "Step"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One command of the learner's, with what comes before and after it.

    Attributes:
        say: what this step is about.
        predict: a question to be answered before the command runs.
        run: the command, as words behind `minidocker`; it is explained while it runs.
        typed: the same where a person sits at a terminal and there is a real engine; without it `run`.
        answer: what has happened.
        show: further commands, run without an explanation, whose output proves it.
        host: commands of the engine's machine that prove it there; `{pid}` is the container's process. Left out where they
            fail: the engine may run on another machine, or the user may not look.
        of: the container whose process `{pid}` is.
        paced: a person goes on by a key at each request.
        write: files that change before the command runs, with their new text.

    """

    run: tuple[str, ...]
    say: str = ""
    predict: str = ""
    typed: tuple[str, ...] = ()
    answer: str = ""
    show: tuple[tuple[str, ...], ...] = ()
    host: tuple[str, ...] = ()
    of: str = ""
    paced: bool = False
    write: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A lesson of a few minutes.

    Attributes:
        name: as `tour NAME` takes it.
        title: a line for the list.
        steps: in their order.
        clean: commands that remove what it made; an error of one is none.
        files: what lies in the directory in which the commands run, which is the chapter's own, with their text.
        recorded: it always plays recordings, because no real engine fails on demand.

    """

    name: str
    title: str
    steps: tuple[Step, ...]
    clean: tuple[tuple[str, ...], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    recorded: bool = False

    def commands(self) -> Iterator[tuple[int, Step, tuple[str, ...]]]:
        """Every command of the chapter that talks to an engine, with its step, by the number of its recording."""
        number = 0
        for step in self.steps:
            for words in (step.run, *step.show):
                number += 1
                yield number, step, words

    def recording(self, number: int) -> str:
        """The name of a command's recording."""
        return f"tour/{self.name}-{number}"
