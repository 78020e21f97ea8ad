"""A report for a person to read. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.golang.units import human_size
from engineclient.text.table import align, ellipsis

if TYPE_CHECKING:
    from engineclient.build.report import Report, Row

_HEADING: Final = "STEP\tCACHE\tTIME\tHITS\tCOST\tEXPECTED\t"
_LONGEST: Final = 60  # characters of an instruction


def report_text(found: Report) -> str:
    """A table of the steps, and below it what builds cost, where the misses began, and what would make it cheaper."""
    sized = any(row.size is not None for row in found.rows)
    lines = [
        _HEADING + ("SIZE\t" if sized else "") + "INSTRUCTION",
        *(_line(row, sized=sized) for row in found.rows),
    ]
    text = align("\n".join(lines), min_width=6, padding=2) + "\n"
    builds = "1 build" if found.builds == 1 else f"{found.builds} builds"
    text += (
        f"\nE[T] = {found.expected:.2f}s over {builds}; {found.empty:.2f}s with an empty cache; "
        f"this build took {found.seconds:.2f}s on the clock\n"
    )
    for cause in found.causes:
        behind = {0: "", 1: ", and so was the step behind it"}.get(
            cause.behind, f", and so were the {cause.behind} steps behind it"
        )
        text += f"\n{cause.row.number} {_short(cause.row.step.text)} was run{behind}:\n"
        text += "".join(f"  {reason}\n" for reason in cause.reasons)
    for advice in found.advices:
        text += (
            f"\n{advice.costly.number} {_short(advice.costly.step.text)} runs again whenever "
            f"{advice.volatile.number} {_short(advice.volatile.step.text)} changes.\n"
            f"  If it does not need all of that, move it before, or copy only what it needs first: "
            f"about {advice.saves:.2f}s less a build.\n"
        )
    return text


def _line(row: Row, *, sized: bool) -> str:
    step = row.step
    size = "-" if row.size is None else human_size(row.size, 3)
    cells = [row.number, "-", "-", "-", "-", "-"]
    if step.keyword != "FROM":  # that is pulled or there: no result of its own is kept
        state = "failed" if step.failed else "hit" if step.cached else "miss"
        cost = "-" if row.cost is None else f"{row.cost:.2f}s"
        hits = f"{row.hits}/{row.builds}"
        cells[1:] = [state, f"{step.seconds:.2f}s", hits, cost, f"{row.expected:.2f}s"]
    return "\t".join([*cells, *([size] if sized else []), _short(step.text)])


def _short(text: str) -> str:
    return ellipsis(" ".join(text.split()), _LONGEST)
