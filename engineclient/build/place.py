"""Finds the place of a failed step in a Dockerfile. The API reports the step's name, which contains its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_STEP: Final = re.compile(r"\[(?:(?:[^\] ]+ )?(?P<stage>[^\] /]+) +)?(?P<number>\d+)/(?P<total>\d+)\] ")
_LAYERS: Final = frozenset({"FROM", "RUN", "COPY", "ADD", "WORKDIR"})  # instructions that are steps
_DIRECTIVE_ESCAPE: Final = re.compile(rb"#\s*escape\s*=\s*`", re.IGNORECASE)
Span = tuple[int, int]
_PAD: Final = 4  # lines shown around the instruction
_RULE: Final = "-" * 20


def excerpt(dockerfile: bytes, name: str, step: str) -> str:
    """The lines around the instruction of a step, which are marked; "" if the instruction cannot be identified.

    Args:
        dockerfile: the content.
        name: the name of the file, for the first line.
        step: the name of a vertex: `[2/3] RUN make`.

    """
    span = span_of(dockerfile, step)
    if span is None:
        return ""
    return marked(dockerfile, name, [span])


def marked(data: bytes, name: str, spans: Sequence[Span]) -> str:
    """Lines of a file around some of them, which are marked; "" if it has no such lines.

    Args:
        data: the file's content.
        name: the name of the file, for the first line.
        spans: the first and the last line of each place.

    """
    lines = data.decode("utf-8", "replace").split("\n")
    if not spans or not 1 <= (first := min(start for start, _ in spans)) <= len(lines):
        return ""
    last = max(end for _, end in spans)
    start, end, padded = first, min(last, len(lines)), 0
    pad = _PAD if first == end else _PAD // 2
    while padded < pad:
        if start > 1:
            start -= 1
            padded += 1
        if end != len(lines):
            end += 1
            padded += 1
        padded += 1
    shown = [f"{name}:{first}", _RULE]
    for number in range(start, end + 1):
        mark = ">>>" if any(one <= number <= other for one, other in spans) else "   "
        shown.append(f" {number:3d} | {mark} {lines[number - 1]}")
    return "\n".join([*shown, _RULE, ""])


def span_of(dockerfile: bytes, step: str) -> Span | None:
    """The first and the last line of the instruction of a step; None if it cannot be identified.

    It is found by its text, or, if that is not unique or variables were replaced in it, by its number in its stage.
    """
    found = _STEP.match(step)
    if found is None:
        return None
    wanted = _squeezed(step[found.end() :])
    found_here = instructions(dockerfile)
    spans = [span for span, text in found_here if _squeezed(text) == wanted]
    if len(spans) == 1:
        return spans[0]
    number, total = int(found["number"]), int(found["total"])
    at_place = [
        stage[number - 1]
        for position, stage in enumerate(_stages(found_here))
        if len(stage) == total and found["stage"] in (None, f"stage-{position}", _name_of(stage[0][1]))
    ]
    matching = [span for span, text in at_place if _keyword(text) == _keyword(wanted)]
    return matching[0] if len(matching) == 1 else None


def text_of(dockerfile: bytes, step: str) -> str:
    """The instruction of a step as in the Dockerfile, in one line; "" if it cannot be identified."""
    span = span_of(dockerfile, step)
    return next((" ".join(text.split()) for found, text in instructions(dockerfile) if found == span), "")


def stage_of(step: str) -> tuple[str, int]:
    """The stage in a step's name, "" if there is only one, and the number of the step in it."""
    found = _STEP.match(step)
    return (found["stage"] or "", int(found["number"])) if found else ("", 0)


def _stages(listed: list[tuple[Span, str]]) -> list[list[tuple[Span, str]]]:
    """For each stage its instructions that are steps, including FROM."""
    stages: list[list[tuple[Span, str]]] = []
    for span, text in listed:
        if _keyword(text) == "FROM":
            stages.append([])
        if stages and _keyword(text) in _LAYERS:
            stages[-1].append((span, text))
    return stages


def _keyword(text: str) -> str:
    return text.split(None, 1)[0].upper() if text.strip() else ""


def _name_of(text: str) -> str:
    """The name that a FROM gives its stage."""
    words = text.split()
    return words[-1].lower() if len(words) >= 4 and words[-2].upper() == "AS" else ""


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def instructions(dockerfile: bytes) -> list[tuple[Span, str]]:
    """The first and the last line of each instruction of a Dockerfile, and its text in one line."""
    escape = "`" if _DIRECTIVE_ESCAPE.match(dockerfile) else "\\"
    found: list[tuple[Span, str]] = []
    first, text = 0, ""
    for number, line in enumerate(dockerfile.decode("utf-8", "replace").split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("#") or (not stripped and not text):
            continue
        first = first or number
        if stripped.endswith(escape):
            text += stripped.removesuffix(escape) + " "
            continue
        if text or stripped:
            found.append(((first, number), text + stripped))
        first, text = 0, ""
    if text:
        found.append(((first, first), text))
    return found
