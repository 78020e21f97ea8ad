"""All recordings of the scenarios, by engine, and the properties of each answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engineclient.api import operations
from engineclient.recording.canonical import PLACEHOLDER
from engineclient.recording.format import Line, is_ping
from engineclient.recording.recording import Recording
from tests.scenarios.catalogue import SCENARIOS


@dataclass(frozen=True)
class Answer:
    """An engine's answer to one request of a scenario.

    Attributes:
        scenario: its name.
        operation: the id of the operation in the Engine API.
        status: of the answer.
        kind: its Content-Type, without parameters.
        framing: how its body was delimited.
        headers: the names of its headers.
        bodies: all JSON in it.
        error: what was wrong, in the answer or in its stream.
    """

    scenario: str
    operation: str
    status: int
    kind: str
    framing: str
    headers: frozenset[str]
    bodies: Sequence[Any]
    error: str


@dataclass(frozen=True)
class Engine:
    """The recordings of one engine.

    Attributes:
        folder: their folder below recordings/.
        title: for a heading.
        about: its version, in words.
        printed: by scenario what the client printed, see printed.py.
        recordings: by scenario.
        answers: in the order of the catalogue and of the requests.
    """

    folder: str
    title: str
    about: str = ""
    printed: dict[str, str] = field(default_factory=dict)
    recordings: dict[str, Recording] = field(default_factory=dict)
    answers: Sequence[Answer] = ()

    @property
    def kind(self) -> str:
        """The kind of engine: Docker or Podman."""
        return self.title.partition(" ")[0]

    def of(self, operation: str) -> list[Answer]:
        """All answers to an operation."""
        return [answer for answer in self.answers if answer.operation == operation]


def read(recordings: Path) -> list[Engine]:
    """All engines with a complete set of recordings, sorted by name and version."""
    folders = [
        path for path in recordings.iterdir() if all((path / f"{s.name}.out").is_file() for s in SCENARIOS)
    ]
    return [_engine(path) for path in sorted(folders, key=_place)]


def _place(folder: Path) -> tuple[str, list[int]]:
    return folder.name.partition("-")[0], [int(number) for number in re.findall(r"\d+", folder.name)]


def _engine(folder: Path) -> Engine:
    recordings = [Recording.load(folder / f"{scenario.name}.json") for scenario in SCENARIOS]
    return Engine(
        folder.name,
        folder.name.replace("-", " ").capitalize(),
        str(recordings[0].engine),
        {scenario.name: (folder / f"{scenario.name}.out").read_text() for scenario in SCENARIOS},
        {recording.scenario: recording for recording in recordings},
        [answer for recording in recordings for answer in _answers(recording)],
    )


def _answers(recording: Recording) -> Iterator[Answer]:
    exchanges: dict[int, list[Line]] = {}
    for line in recording.lines:
        exchanges.setdefault(line["x"], []).append(line)
    for lines in exchanges.values():
        answer = next((line for line in lines if "answer" in line), None)
        if answer is None or is_ping(lines[0]):
            continue
        operation = operations.find(*lines[0]["ask"].split(" ", 1))
        headers: dict[str, Any] = answer.get("headers", {})
        framing = answer.get("stream") or answer.get("framing") or "length"
        bodies = [body for line in lines if "ask" not in line for body in _bodies(line)]
        yield Answer(
            recording.scenario,
            operation.id if operation else lines[0]["ask"],
            answer["answer"],
            str(headers.get("content-type", "")).partition(";")[0],
            framing,
            frozenset((*headers, *(() if framing == "hijack" else recording.engine.headers))),
            bodies,
            _error(answer["answer"], bodies),
        )


def _bodies(line: Line) -> Sequence[Any]:
    return [line["json"]] if "json" in line else line.get("records") or line.get("lines") or []


def _error(status: int, bodies: Iterable[Any]) -> str:
    for body in bodies:
        match body:
            case {"errorDetail": {"message": str(message)}}:
                return PLACEHOLDER.sub("ID", message)
            case {"message": str(message)} if status >= 400:
                return PLACEHOLDER.sub("ID", message)
            case _:
                pass
    return ""
