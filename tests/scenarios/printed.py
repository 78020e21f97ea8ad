"""What a client printed, without what is never the same twice."""

from __future__ import annotations

import re
from typing import Final

_MASKS: Final = (
    (r"(?m)^.*: Verifying Checksum\n", ""),  # is told or not
    (r"(?<![0-9a-f:])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])", "{id}"),
    (
        r"(?:[Ll]ess than a second|[Aa]bout an? \w+|\d+ (?:second|minute|hour|day|week|month|year)s?)(?: ago)?",
        "{age}",
    ),
    (r" {2,}", "  "),  # columns are as wide as what stands in them
)


def printed(stdout: str, code: int) -> str:
    """`stdout` and the exit code as they are kept beside a recording."""
    for pattern, mask in _MASKS:
        stdout = re.sub(pattern, mask, stdout)
    return f"{stdout}[exit {code}]\n"
