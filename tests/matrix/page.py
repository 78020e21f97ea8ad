"""Write the page of what each engine cannot do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.matrix.engines import Outcome

_HEAD = """\
# What each engine cannot do

Written by `python -m tests.matrix`, which runs the library's tests on each engine. What the library knows an engine not to
have raises `UnsupportedByEngine` before anything is sent. An operation that an engine answers not to have raises
`OperationUnsupported`, which is both a `NotFound` and an `UnsupportedByEngine`; whatever else it refuses is an `APIError`
with its words.

"""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["-"] * len(head), *rows]
    return "".join(f"| {' | '.join(each)} |\n" for each in lines)


def page(outcomes: Sequence[Outcome]) -> str:
    """The page, in Markdown."""
    engines = _table(
        ["Engine", "API used", "Storage", "Tests passed", "left out", "failed"],
        [[f"{each.product} {each.version}", each.api, each.storage, *_counts(each)] for each in outcomes],
    )
    names = sorted({name for each in outcomes for name in each.refused})
    headings = [each.heading for each in outcomes]
    refused = _table(
        ["Needs", "", *headings],
        [
            [
                f"`{name}`",
                next(each.refused[name] for each in outcomes if name in each.refused),
                *("refused" if name in each.refused else "yes" for each in outcomes),
            ]
            for name in names
        ],
    )
    own = "".join(_own(each) for each in outcomes)
    return f"{_HEAD}{engines}\n## Refused before anything is sent\n\n{refused}\n## Refused by the engine\n\n{own}"


def _counts(each: Outcome) -> list[str]:
    return ["not run"] * 3 if each.tests is None else [str(count) for count in each.tests]


def _own(each: Outcome) -> str:
    lines = [f"- `{probe}`: {words}" for probe, words in each.missing.items()]
    lines += [f"- Tests left out: {reason}." for reason in each.left_out]
    lines += [f"- Test that failed: `{name}`: {why}" for name, why in each.failed.items()]
    return f"### {each.heading}\n\n" + "\n".join(lines or ["- Nothing of what is tried."]) + "\n\n"
