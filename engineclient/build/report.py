"""What the cache did in a build, what builds cost on average, and what would make them cheaper. Pure.

The expected cost of a build is E[T] = sum of (1 - p) c over its steps: p is how often a step was found in the cache, c how
long it took on average when it was not, both over the stored builds. This is processing time: BuildKit runs independent
stages concurrently, so the elapsed time may be less. Linearity of expectation needs no independence of steps, and
they are not independent: a step that misses makes all that follow it in its stage miss.
"""

from __future__ import annotations

import fnmatch
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from engineclient.build.ledger import KeptBuild, KeptStep

_NAMED: Final = 5  # changed files that are listed
_WORTH: Final = 0.1  # the least saving for an advice, in seconds and as a share of E[T]
_FROM_CONTEXT: Final = frozenset({"COPY", "ADD"})


@dataclass(frozen=True, slots=True)
class Row:
    """One step.

    Attributes:
        number: its number in its stage, `2/6`.
        step: its last run.
        hits: the number of builds in which it was found in the cache.
        builds: the number of builds.
        cost: the average seconds of its runs, None if it never ran.
        size: bytes of its layer, None if unknown.

    """

    number: str
    step: KeptStep
    hits: int
    builds: int
    cost: float | None
    size: int | None = None

    @property
    def expected(self) -> float:
        """Its expected cost in seconds; a FROM costs nothing."""
        return _misses(self) * (self.cost or 0.0)


@dataclass(frozen=True, slots=True)
class Cause:
    """A step that caused misses: the first in its stage that was not in the cache, and the reason if it is known."""

    row: Row
    behind: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """A costly step after one that often misses, and the seconds that a build would save on average in another order."""

    costly: Row
    volatile: Row
    saves: float


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a build.

    Attributes:
        rows: the steps.
        causes: the steps that caused the misses.
        advices: the largest saving first.
        builds: the number of stored builds.
        seconds: the elapsed time of this build.

    """

    rows: tuple[Row, ...]
    causes: tuple[Cause, ...]
    advices: tuple[Advice, ...]
    builds: int
    seconds: float

    @property
    def expected(self) -> float:
        """E[T]: the expected processing time of a build, in seconds."""
        return sum(row.expected for row in self.rows)

    @property
    def empty(self) -> float:
        """The processing time of a build with an empty cache, in seconds."""
        return sum(row.cost or 0.0 for row in self.rows if row.step.keyword != "FROM")


def report(builds: Sequence[KeptBuild], sizes: Mapping[int, int] | None = None) -> Report:
    """The report of the last of some builds of one Dockerfile.

    Args:
        builds: at least one, the oldest first.
        sizes: bytes of layers, by the index of the step in the last build.

    """
    last = builds[-1]
    seen = [dict(zip(_keys(build.steps), build.steps, strict=True)) for build in builds]
    totals = Counter(step.stage for step in last.steps)
    places: Counter[str] = Counter()
    rows: list[Row] = []
    for position, (key, step) in enumerate(zip(_keys(last.steps), last.steps, strict=True)):
        places[step.stage] += 1
        same = [found[key] for found in seen if key in found]
        paid = [each.seconds for each in same if not each.cached and not each.failed]
        number = f"{places[step.stage]}/{totals[step.stage]}"
        rows.append(
            Row(
                f"{step.stage} {number}".lstrip(),
                step,
                sum(each.cached for each in same),
                len(same),
                sum(paid) / len(paid) if paid else None,
                (sizes or {}).get(position),
            )
        )
    causes = tuple(_causes(rows, builds))
    return Report(tuple(rows), causes, tuple(_advices(rows)), len(builds), last.seconds)


def _keys(steps: Iterable[KeptStep]) -> list[tuple[str, str, int]]:
    """Identifies the steps across builds: the text, and the number of earlier steps with the same text."""
    count: Counter[tuple[str, str]] = Counter()
    keys: list[tuple[str, str, int]] = []
    for step in steps:
        keys.append((step.stage, step.text, count[step.stage, step.text]))
        count[step.stage, step.text] += 1
    return keys


def _stages(rows: Iterable[Row]) -> list[list[Row]]:
    stages: dict[str, list[Row]] = {}
    for row in rows:
        stages.setdefault(row.step.stage, []).append(row)
    return [*stages.values()]


def _causes(rows: Sequence[Row], builds: Sequence[KeptBuild]) -> Iterable[Cause]:
    missed_stages = {row.step.stage for row in rows if not row.step.cached and row.step.keyword != "FROM"}
    for stage in _stages(rows):
        missed = [row for row in stage if not row.step.cached and row.step.keyword != "FROM"]
        if not missed:
            continue
        first = missed[0]
        source = _source_stage(first.step.text)
        if source and source in missed_stages:
            reasons: tuple[str, ...] = (
                _("it copies from the stage {name}, of which steps were run").format(name=source),
            )
        else:
            reasons = tuple(_reasons(first, stage, builds))
        yield Cause(first, len(stage) - stage.index(first) - 1, reasons)


def _reasons(row: Row, stage: Sequence[Row], builds: Sequence[KeptBuild]) -> Iterable[str]:
    last = builds[-1]
    if last.no_cache:
        yield _("the cache was not to be used (--no-cache)")
        return
    if len(builds) == 1:
        yield _("no earlier build of this Dockerfile is kept")
        return
    before = builds[-2]
    if all(step.text != row.step.text for step in before.steps):
        yield _("the instruction is new, or has been changed")
        return
    found = False
    if row.step.keyword in _FROM_CONTEXT and last.files is not None and before.files is not None:
        changed = _changed_files(row.step.text, before.files, last.files)
        found = bool(changed)
        yield from changed[:_NAMED]
        if len(changed) > _NAMED:
            yield _("and {n} files more").format(n=len(changed) - _NAMED)
    for name in sorted({*before.arguments} | {*last.arguments}):
        is_meant = f"${name}" in row.step.text or f"${{{name}" in row.step.text
        if (is_meant or (row.step.keyword == "RUN" and not found)) and (
            before.arguments.get(name) != last.arguments.get(name)
        ):
            found = True
            yield _("the build argument {name} has another value").format(name=name)
    if not found and stage.index(row) <= 1:
        found = True
        yield _("the base image may be another one")
    if not found:
        yield _("its result is not in the cache any more, or was made with another base")


def _became(path: str, before: Mapping[str, str], now: Mapping[str, str]) -> str:
    if path not in before:
        return _("{path} is new").format(path=path)
    if path not in now:
        return _("{path} is gone").format(path=path)
    return _("{path} has changed").format(path=path)


def _changed_files(text: str, before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    patterns = sources(text)
    changed = [path for path in sorted({*before} | {*now}) if before.get(path) != now.get(path)]
    return [
        _became(path, before, now)
        for path in changed
        if patterns is None or any(_covers(pattern, path) for pattern in patterns)
    ]


def sources(text: str) -> list[str] | None:
    """The paths of the context that a COPY or ADD uses; None if they are unknown, [] if it uses none."""
    _, _, rest = text.partition(" ")
    if text.split(None, 1)[0].upper() not in _FROM_CONTEXT or "--from=" in rest:
        return []
    try:
        words = [word.strip(",") for word in shlex.split(rest.strip().removeprefix("[").removesuffix("]"))]
    except ValueError:
        return None
    paths = [word for word in words if word and not word.startswith("--")][:-1]
    if any("$" in path or path.startswith("<<") for path in paths):
        return None
    return [path for path in paths if "://" not in path]


def _source_stage(text: str) -> str:
    _, found, rest = text.partition("--from=")
    return rest.split(None, 1)[0] if found and rest.split() else ""


def _covers(pattern: str, path: str) -> bool:
    pattern = pattern.strip("/").removeprefix("./")
    if pattern in ("", "."):
        return True
    parts = path.split("/")
    return any(fnmatch.fnmatchcase("/".join(parts[:end]), pattern) for end in range(1, len(parts) + 1))


def _advices(rows: Sequence[Row]) -> list[Advice]:
    """For each stage its costly step that comes after a volatile one, if moving it would save time."""
    total = sum(row.expected for row in rows)
    found: list[Advice] = []
    for stage in _stages(rows):
        jumps = [
            (_misses(stage[place]) - _misses(stage[place - 1]), place)
            for place in range(1, len(stage))
            if stage[place].step.keyword in _FROM_CONTEXT
        ]
        jump, volatile = max(jumps, default=(0.0, 0))  # the step that causes the most misses itself
        if jump <= 0:
            continue
        above = _misses(stage[volatile - 1])
        best = max(
            (
                Advice(costly, stage[volatile], (costly.cost or 0.0) * (_misses(costly) - above))
                for costly in stage[volatile + 1 :]
                if costly.step.keyword == "RUN" and costly.builds > 1
            ),
            key=lambda advice: advice.saves,
            default=None,
        )
        if best is not None and best.saves >= _WORTH and best.saves >= _WORTH * total:
            found.append(best)
    return sorted(found, key=lambda advice: -advice.saves)


def _misses(row: Row) -> float:
    """The share of the builds in which a step was run."""
    return 0.0 if row.step.keyword == "FROM" else 1 - row.hits / row.builds
