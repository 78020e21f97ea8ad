"""Compare what docker and minidocker show of a cluster."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.cluster.nodes import Node
from tests.terminal.script import MINIDOCKER

_AGE: Final = re.compile(r"(?:less than a second|about an? \w+|\d+ \w+) ago *", re.IGNORECASE)
_TRIES: Final = 4  # attempts of a comparison while the swarm still changes


@dataclass
class Shown:
    """The output of both clients for one command line after a step."""

    step: str
    line: str
    docker: str
    minidocker: str

    @property
    def same(self) -> bool:
        """Whether both outputs are the same."""
        return self.docker == self.minidocker


@dataclass
class Comparison:
    """The path of docker, and all outputs so far; `tell` is called with a line for each step."""

    docker: str
    tell: Callable[[str], None]
    shown: list[Shown] = field(default_factory=list[Shown])

    def look(self, step: str, manager: Node, lines: Sequence[Sequence[str]]) -> None:
        """Run the command lines after a step with both clients."""
        for line in lines:
            self._compare(step, manager, line)
        differ = sum(not each.same for each in self.shown if each.step == step)
        self.tell(f"{step.replace('_', ' ')}: {len(lines)} command lines, {differ} differ")

    def _compare(self, step: str, manager: Node, line: Sequence[str]) -> None:
        before = ours = ""
        for _ in range(_TRIES):
            before, ours = _run([self.docker], manager, line), _run(MINIDOCKER, manager, line)
            if before == ours or before == _run([self.docker], manager, line):
                break
        self.shown.append(Shown(step, " ".join(line), before, ours))


def _run(program: Sequence[str], manager: Node, line: Sequence[str]) -> str:
    done = subprocess.run(
        [*program, "-H", manager.host, *line], capture_output=True, text=True, timeout=60, check=False
    )
    text = f"{done.stdout}{done.stderr}exit {done.returncode}\n".replace("minidocker", "docker")
    return re.sub(" {3,}", "   ", _AGE.sub("<age> ", text))
