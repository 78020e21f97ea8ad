"""Where in a Dockerfile a step stands that has failed. The API tells the step's name, which holds its text."""

from __future__ import annotations

import re
from typing import Final

_STAGE: Final = re.compile(r"\[[^\]]*\] ")
_DIRECTIVE_ESCAPE: Final = re.compile(rb"#\s*escape\s*=\s*`", re.IGNORECASE)
_PAD: Final = 4  # lines shown around the instruction
_RULE: Final = "-" * 20


def excerpt(dockerfile: bytes, name: str, step: str) -> str:
    """The lines around the instruction of a step, with its own marked; "" if it cannot be told which one it is.

    Args:
        dockerfile: the content.
        name: of the file, for the head line.
        step: the name of a vertex: `[2/3] RUN make`.

    """
    found = _STAGE.match(step)
    if found is None:
        return ""
    wanted = _squeezed(step[found.end() :])
    spans = [span for span, text in _instructions(dockerfile) if _squeezed(text) == wanted]
    if len(spans) != 1:
        return ""
    first, last = spans[0]
    lines = dockerfile.decode("utf-8", "replace").split("\n")
    start, end, padded = first, min(last, len(lines)), 0
    pad = _PAD if first == last else _PAD // 2
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
        mark = ">>>" if first <= number <= last else "   "
        shown.append(f" {number:3d} | {mark} {lines[number - 1]}")
    return "\n".join([*shown, _RULE, ""])


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def _instructions(dockerfile: bytes) -> list[tuple[tuple[int, int], str]]:
    """The first and the last line of each instruction, and its text in one line."""
    escape = "`" if _DIRECTIVE_ESCAPE.match(dockerfile) else "\\"
    found: list[tuple[tuple[int, int], str]] = []
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
