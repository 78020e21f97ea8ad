"""`Chapter` and `Step`: the data of the tour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Chapter", "Step"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One command, with the texts before and after it.

    Attributes:
        say: the introduction of the step.
        predict: a question to answer before the command runs.
        run: the command's arguments, without `minidocker`; it is explained while it runs.
        typed: the arguments at a terminal with a real engine; by default `run`.
        answer: the explanation of what happened.
        show: further commands, run without an explanation, whose output proves the answer.
        host: shell commands on the engine's machine that prove the answer; `{pid}` is the container's process id.
            A failing one is not shown: the engine may be on another machine, or the user may lack permission.
        of: the container whose process `{pid}` is.
        paced: wait for a key at each request.
        write: the names and texts of files that are written before the command runs.

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
        name: the NAME in `tour NAME`.
        title: its line in the list.
        steps: the steps, in order.
        clean: commands that remove what it created; their errors are ignored.
        files: the names and texts of the files in the chapter's own directory, where its commands run.
        recorded: always play recordings, because a real engine does not fail on demand.

    """

    name: str
    title: str
    steps: tuple[Step, ...]
    clean: tuple[tuple[str, ...], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    recorded: bool = False

    def commands(self) -> Iterator[tuple[int, Step, tuple[str, ...]]]:
        """Every command of the chapter that uses the engine, with the number of its recording and its step."""
        number = 0
        for step in self.steps:
            for words in (step.run, *step.show):
                number += 1
                yield number, step, words

    def recording(self, number: int) -> str:
        """The name of a command's recording."""
        return f"tour/{self.name}-{number}"
