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
        "`run --rm` ends with 0, whatever the command's exit code was",
        _prints("run-failing-command", "[exit 0]"),
    ),
    Finding(
        "a container is not given time to end: `stop` without a time kills it at once",
        _prints("run-detached", "exited 137"),
    ),
    Finding("`update` of a container is not there: 404", _answers("lifecycle", "ContainerUpdate", 404)),
    Finding(
        "a container whose command does not exist is refused when its output is asked for, before it is started, "
        "so that docker's exit code 127 is lost",
        _prints("run-no-such-command", "[exit 1]"),
    ),
    Finding(
        "a pull of a tag that is not there begins with 200, and the error is in the stream",
        _answers("pull-not-found", "ImageCreate", 200),
    ),
    Finding(
        "frames of output are called `application/vnd.docker.raw-stream`, as a terminal's bytes are: which it is, only "
        "the container's settings tell",
        lambda engine: any(answer.kind.endswith("raw-stream") for answer in engine.of("ContainerAttach")),
    ),
    Finding(
        "`events` from the past (`since`, `until`) tells nothing, with the file as events logger",
        lambda engine: engine.printed["events"] == "[exit 0]\n",
    ),
    Finding(
        "the name of a container in its stats has no slash before it, and clients cut off its first letter",
        lambda engine: engine.printed["stats"].startswith("eb\n"),
    ),
    Finding(
        "errors have the fields `cause` and `response` beside `message`",
        lambda engine: any(
            isinstance(body, dict) and "cause" in body for answer in engine.answers for body in answer.bodies
        ),
    ),
    Finding(
        "answers do not say what system the engine runs on (`ostype`)",
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
