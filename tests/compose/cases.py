"""Small projects with the answers of docker compose, stored in text files.

A case is a file of sections. Each begins with a line `=== KIND WORDS`:

    === file compose.yaml        a file of the project
    === environment              variables of the shell, NAME=VALUE a line
    === run config --hash *      a command line behind `docker compose`
    === stdout                   docker compose's standard output
    === stderr                   its standard error, without the times of log lines
    === exit 1                   its exit code, if that is not 0

The directory of the project is `/project` in the answers; lines in random order are sorted.
`python -m tests.compose.record DOCKER-COMPOSE` records the answers again.
"""

from __future__ import annotations

import re
import shlex
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CASES = Path(__file__).parent / "cases"
UNSORTED = frozenset(("--models", "--images", "--services", "--volumes", "--networks", "--variables"))
_TIME = re.compile(r'time="[^"]*" ')


@dataclass
class Run:
    """A command line and its answer."""

    words: list[str]
    stdout: str = ""
    stderr: str = ""
    code: int = 0


@dataclass
class Case:
    """A project and the command lines that are run in it."""

    path: Path
    comment: str = ""
    files: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.path.stem


Answer = tuple[int, str, str]
Play = Callable[[Sequence[str], Path, Mapping[str, str]], Answer]


def read(path: Path) -> Case:
    """Read a case from a file."""
    case = Case(path)
    for section in re.split(r"^=== ", "\n" + path.read_text(), flags=re.MULTILINE):
        head, _, body = section.partition("\n")
        kind, _, words = head.partition(" ")
        match kind:
            case "file":
                case.files[words] = body
            case "environment":
                case.environment = dict(line.split("=", 1) for line in body.splitlines())
            case "run":
                case.runs.append(Run(shlex.split(words)))
            case "stdout":
                case.runs[-1].stdout = body if not body.endswith("\\\n") else body[:-2]
            case "stderr":
                case.runs[-1].stderr = body
            case "exit":
                case.runs[-1].code = int(words)
            case _:
                case.comment = body
    return case


def write(case: Case) -> None:
    """Write a case with its answers."""
    parts = [case.comment]
    parts += [f"=== file {name}\n{_ended(text)}" for name, text in case.files.items()]
    if case.environment:
        parts.append("=== environment\n" + "".join(f"{k}={v}\n" for k, v in case.environment.items()))
    for run in case.runs:
        parts.append(f"=== run {shlex.join(run.words)}\n")
        if run.stdout:
            parts.append("=== stdout\n" + (run.stdout if run.stdout.endswith("\n") else run.stdout + "\\\n"))
        if run.stderr:
            parts.append("=== stderr\n" + _ended(run.stderr))
        if run.code:
            parts.append(f"=== exit {run.code}\n")
    case.path.write_text("".join(parts).lstrip("\n"))


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def played(case: Case, play: Play) -> list[Answer]:
    """The answers of `play` to the runs of a case, in a temporary directory."""
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch).resolve() / "project"
        for name, text in case.files.items():
            target = project / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        project.mkdir(exist_ok=True)
        environment = {"HOME": "/home/somebody", "PWD": str(project), **case.environment}
        return [
            plain(run.words, play(run.words, project, environment), str(project.parent)) for run in case.runs
        ]


def plain(words: Sequence[str], answer: Answer, scratch: str) -> Answer:
    """An answer without the parts that differ from run to run."""
    code, stdout, stderr = answer
    stdout, stderr = stdout.replace(scratch, ""), _TIME.sub("", stderr.replace(scratch, ""))
    if UNSORTED & set(words):
        stdout = "".join(sorted(stdout.splitlines(keepends=True)))
    if "level=warning" in stderr:
        stderr = "".join(sorted(stderr.splitlines(keepends=True)))
    return code, stdout, stderr
