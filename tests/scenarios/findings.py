"""The most important differences between engines, and how to find each in the recordings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from tests.scenarios.book import Engine

Shown = Callable[[Engine], bool]


class Finding(NamedTuple):
    """A sentence that applies to the engines for which `shown` is true."""

    text: str
    shown: Shown


def _prints(scenario: str, text: str) -> Shown:
    return lambda engine: text in engine.printed[scenario]


def _answers(scenario: str, operation: str, status: int) -> Shown:
    return lambda engine: any(
        answer.status == status for answer in engine.of(operation) if answer.scenario == scenario
    )


def _header(name: str) -> Shown:
    return lambda engine: any(name in answer.headers for answer in engine.answers)


FINDINGS: Final = (
    Finding(
        "the exit code of `run --rm` is 0, whatever that of the command is",
        _prints("run-failing-command", "[exit 0]"),
    ),
    Finding(
        "`stop` without a timeout kills a container at once, instead of giving it 10 seconds",
        _prints("run-detached", "exited 137"),
    ),
    Finding("containers cannot be updated: `update` gets 404", _answers("lifecycle", "ContainerUpdate", 404)),
    Finding(
        "if the command of a container does not exist, attaching to it fails, before it is started, so that there is no "
        "exit code 127 as with docker",
        _prints("run-no-such-command", "[exit 1]"),
    ),
    Finding(
        "a pull of a tag that does not exist has the status 200, and the error is in the stream",
        _answers("pull-not-found", "ImageCreate", 200),
    ),
    Finding(
        "output in frames has the type `application/vnd.docker.raw-stream`, as the output of a terminal has: only the "
        "settings of the container (`Tty`) tell which it is",
        lambda engine: any(answer.kind.endswith("raw-stream") for answer in engine.of("ContainerAttach")),
    ),
    Finding(
        "`events` with `since` and `until` prints no past events, with `file` as the events logger",
        lambda engine: engine.printed["events"] == "[exit 0]\n",
    ),
    Finding(
        "the names of containers in stats do not begin with a slash, so that clients cut off the first letter",
        lambda engine: engine.printed["stats"].startswith("eb\n"),
    ),
    Finding(
        "errors have the fields `cause` and `response` in addition to `message`",
        lambda engine: any(
            isinstance(body, dict) and "cause" in body for answer in engine.answers for body in answer.bodies
        ),
    ),
    Finding(
        "answers do not contain the operating system of the engine (the header `Ostype`)",
        lambda engine: not _header("ostype")(engine),
    ),
)


def lines(engines: Iterable[Engine]) -> list[str]:
    """The findings as items of a list."""
    engines = list(engines)
    return [
        f"- **{', '.join(engine.title for engine in engines if finding.shown(engine))}**: {finding.text}."
        for finding in FINDINGS
    ]
