"""Write docs/engines.md: the differences between engines, from their recordings; a summary, then tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from engineclient.recording.grading import Grade, Shape, could_have, grade, shape
from tests.scenarios import findings
from tests.scenarios.book import Answer, Engine
from tests.scenarios.catalogue import SCENARIOS

_SIZE = re.compile(r"\b\d+(?:\.\d+)?[kMG]?B\b|sha256:[0-9a-f]{64}")
_TOLD_ELSEWHERE = ("version", "errors")
_GRADES = {
    Grade.INFO: "added (info)",
    Grade.WARNING: "removed (warning)",
    Grade.ERROR: "of another type or status (error)",
}
_ABSENT = "–"
_UNTOLD = "?"  # the object that contains the field is missing


def page(engines: Sequence[Engine]) -> str:
    """The text of the page."""
    parts = [_head(engines), _prints(engines), _statuses(engines), _errors(engines), _bodies(engines)]
    return "\n".join([*parts, _headers(engines), _fields(engines)])


def _head(engines: Sequence[Engine]) -> str:
    return f"""\
# How the engines differ

`python -m tests.scenarios page` writes this page from the [recordings](../recordings) of {len(SCENARIOS)} scenarios, made
by one client on each engine:

{chr(10).join(f"- {engine.about}" for engine in engines)}

The scenarios and the command that records them are in [tests/scenarios](../tests/scenarios). The page shows only
differences.

## In short

{chr(10).join(findings.lines(engines))}

{_counts(engines)}

The number of differences in the fields and statuses of answers, as `minidocker recordings diff` grades them:

{_table(["", *_GRADES.values()], _steps(engines))}"""


def _counts(engines: Sequence[Engine]) -> str:
    alike = sum(len(_printed(engines, scenario.name)) == 1 for scenario in SCENARIOS)
    told = _operations(engines)
    same = sum(len({frozenset(a.status for a in engine.of(o)) for engine in engines}) == 1 for o in told)
    return (
        f"{alike} of the {len(SCENARIOS)} scenarios print the same and end with the same exit code on all engines, and "
        f"{same} of the {len(told)} recorded\noperations answer with the same statuses."
    )


def _steps(engines: Sequence[Engine]) -> Iterator[list[str]]:
    """The pairs to compare: each engine with the next of its kind, and one kind with the other."""
    newest = {engine.kind: engine for engine in engines}
    pairs = [(one, other) for one, other in pairwise(engines) if one.kind == other.kind]
    for one, other in (*pairs, *pairwise(newest.values())):
        changes = {
            (change.grade, change.request, change.text)
            for scenario in SCENARIOS
            for change in grade(one.recordings[scenario.name].lines, other.recordings[scenario.name].lines)
        }
        counts = Counter(change[0] for change in changes)
        yield [f"{one.title} → {other.title}", *(str(counts[each]) for each in _GRADES)]


def _prints(engines: Sequence[Engine]) -> str:
    parts = [
        "## What a client prints\n",
        "Standard output and exit code of the scenarios in which they differ.\n",
    ]
    for scenario in SCENARIOS:
        groups = _printed(engines, scenario.name)
        if len(groups) == 1 or scenario.name in _TOLD_ELSEWHERE:
            continue
        parts.append(f"### {scenario.name}: {scenario.about}\n")
        parts += [f"{titles}:\n\n```text\n{text.rstrip()}\n```\n" for text, titles in groups.items()]
    return "\n".join(parts)


def _printed(engines: Sequence[Engine], scenario: str) -> dict[str, str]:
    """The printed output without digests and sizes of images, which depend on the registry."""
    return _groups((engine.title, _SIZE.sub("…", engine.printed[scenario])) for engine in engines)


def _statuses(engines: Sequence[Engine]) -> str:
    rows = [
        [f"{scenario}: {operation}", *cells]
        for scenario, operation in _asked(engines)
        for cells in [[_some(a.status for a in _asked_in(e, scenario, operation)) for e in engines]]
        if len(set(cells) - {_ABSENT}) > 1
    ]
    return f"## Statuses\n\n{_table(['', *_titles(engines)], rows)}"


def _errors(engines: Sequence[Engine]) -> str:
    parts = ["## What errors say\n"]
    for scenario, operation in _asked(engines):
        groups = _groups((engine.title, _said(engine, scenario, operation)) for engine in engines)
        groups.pop("", None)
        if len(groups) > 1:
            parts.append(f"**{scenario}: {operation}**\n")
            parts += [f"- {titles}: {_code(text)}" for text, titles in groups.items()]
            parts.append("")
    return "\n".join(parts)


def _said(engine: Engine, scenario: str, operation: str) -> str:
    return "; ".join(f"{a.status} {a.error}" for a in _asked_in(engine, scenario, operation) if a.error)


def _bodies(engines: Sequence[Engine]) -> str:
    def way(answer: Answer) -> str:
        return f"{answer.kind or 'no type'}, {answer.framing}"

    rows = [
        [operation, *cells]
        for operation in _operations(engines)
        for cells in [[_some(way(a) for a in e.of(operation) if a.status < 300) for e in engines]]
        if len(set(cells) - {_ABSENT}) > 1
    ]
    return (
        "## Content-Type and framing\n\nOf successful answers. `length` is a body of known length or none, "
        f"`hijack` the connection after an upgrade.\n\n{_table(['', *_titles(engines)], rows)}"
    )


def _headers(engines: Sequence[Engine]) -> str:
    names = sorted({name for engine in engines for answer in engine.answers for name in answer.headers})

    def share(engine: Engine, name: str) -> str:
        with_it = sum(name in answer.headers for answer in engine.answers)
        return _ABSENT if not with_it else "all" if with_it == len(engine.answers) else f"{with_it} answers"

    rows = [[f"`{name}`", *cells] for name in names for cells in [[share(e, name) for e in engines]]]
    apart = [row for row in rows if len({cell == _ABSENT for cell in row[1:]}) > 1]
    return f"## Headers\n\nThe headers that only some of the engines send.\n\n{_table(['', *_titles(engines)], apart)}"


def _fields(engines: Sequence[Engine]) -> str:
    parts = [
        "## Fields\n",
        "The types of the fields in successful answers that only some engines send, or that have several types.",
        f"`{_ABSENT}`: the field is missing. `{_UNTOLD}`: so is the object that contains it, or a list is empty.\n",
    ]
    for operation in _operations(engines):
        shapes = [shape(b for a in e.of(operation) if a.status < 300 for b in a.bodies) for e in engines]
        paths = sorted({path for one in shapes for path in one if path})
        rows = [[f"`{path}`", *cells] for path in paths for cells in [[_types(s, path) for s in shapes]]]
        apart = [row for row in rows if len(set(row[1:]) - {_UNTOLD}) > 1]
        if apart:
            summary = f"<summary>{operation}: {len(apart)} of {len(paths)} fields</summary>"
            parts.append(f"<details>{summary}\n\n{_table(['', *_titles(engines)], apart)}\n</details>\n")
    return "\n".join(parts)


def _types(one: Shape, path: str) -> str:
    if path in one:
        return " or ".join(sorted(one[path]))
    return _ABSENT if could_have(one, path) else _UNTOLD


def _titles(engines: Iterable[Engine]) -> list[str]:
    return [engine.title for engine in engines]


def _operations(engines: Iterable[Engine]) -> list[str]:
    return list(dict.fromkeys(answer.operation for engine in engines for answer in engine.answers))


def _asked(engines: Iterable[Engine]) -> Iterator[tuple[str, str]]:
    """Scenarios and their operations, in the order of the catalogue."""
    told = dict.fromkeys(
        (answer.scenario, answer.operation) for engine in engines for answer in engine.answers
    )
    for scenario in SCENARIOS:
        yield from (key for key in told if key[0] == scenario.name)


def _asked_in(engine: Engine, scenario: str, operation: str) -> list[Answer]:
    return [answer for answer in engine.of(operation) if answer.scenario == scenario]


def _groups(told: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The titles of the engines that a text applies to, by text."""
    groups: dict[str, list[str]] = {}
    for title, text in told:
        groups.setdefault(text, []).append(title)
    return {text: ", ".join(titles) for text, titles in groups.items()}


def _some(values: Iterable[object]) -> str:
    return ", ".join(dict.fromkeys(str(value) for value in values)) or _ABSENT


def _code(text: str) -> str:
    ticks = "``" if "`" in text else "`"
    return f"{ticks} {text} {ticks}" if len(ticks) > 1 else f"`{text}`"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)
