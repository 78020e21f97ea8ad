"""The text of a build report. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.golang.units import human_size
from engineclient.languages import gettext as _, ngettext
from engineclient.text.table import align, ellipsis

if TYPE_CHECKING:
    from engineclient.build.report import Report, Row

_HEADING: Final = "STEP\tCACHE\tTIME\tHITS\tCOST\tEXPECTED\t"
_LONGEST: Final = 60  # characters of an instruction


def report_text(found: Report) -> str:
    """A table of the steps, followed by the costs, the causes of the misses, and the advices."""
    sized = any(row.size is not None for row in found.rows)
    lines = [
        _HEADING + ("SIZE\t" if sized else "") + "INSTRUCTION",
        *(_line(row, sized=sized) for row in found.rows),
    ]
    text = align("\n".join(lines), min_width=6, padding=2) + "\n"
    builds = ngettext("{n} build", "{n} builds", found.builds).format(n=found.builds)
    costs = _(
        "E[T] = {mean}s over {builds}; {empty}s with an empty cache; this build took {now}s on the clock"
    )
    means, empty, now = (f"{seconds:.2f}" for seconds in (found.expected, found.empty, found.seconds))
    text += f"\n{costs.format(mean=means, builds=builds, empty=empty, now=now)}\n"
    for cause in found.causes:
        ran = _("{step} was run:")
        if cause.behind:
            ran = ngettext(
                "{step} was run, and so was the step behind it:",
                "{step} was run, and so were the {n} steps behind it:",
                cause.behind,
            )
        text += f"\n{ran.format(step=_named(cause.row), n=cause.behind)}\n"
        text += "".join(f"  {reason}\n" for reason in cause.reasons)
    for advice in found.advices:
        again = _("{step} runs again whenever {other} changes.")
        text += f"\n{again.format(step=_named(advice.costly), other=_named(advice.volatile))}\n"
        move = _(
            "If it does not need all of that, move it before, or copy only what it needs first: "
            "about {seconds}s less a build."
        )
        text += f"  {move.format(seconds=f'{advice.saves:.2f}')}\n"
    return text


def _line(row: Row, *, sized: bool) -> str:
    step = row.step
    size = "-" if row.size is None else human_size(row.size, 3)
    cells = [row.number, "-", "-", "-", "-", "-"]
    if step.keyword != "FROM":  # a base image is pulled or present, and has no cached result
        state = "failed" if step.failed else "hit" if step.cached else "miss"
        cost = "-" if row.cost is None else f"{row.cost:.2f}s"
        hits = f"{row.hits}/{row.builds}"
        cells[1:] = [state, f"{step.seconds:.2f}s", hits, cost, f"{row.expected:.2f}s"]
    return "\t".join([*cells, *([size] if sized else []), _short(step.text)])


def _named(row: Row) -> str:
    return f"{row.number} {_short(row.step.text)}"


def _short(text: str) -> str:
    return ellipsis(" ".join(text.split()), _LONGEST)
