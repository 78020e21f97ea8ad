"""The output of a client without what differs in every run."""

from __future__ import annotations

import re
from typing import Final

_MASKS: Final = (
    (r"(?m)^.*: Verifying Checksum\n", ""),  # printed only sometimes
    (r"(?<![0-9a-f:])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])", "{id}"),
    (
        r"(?:[Ll]ess than a second|[Aa]bout an? \w+|\d+ (?:second|minute|hour|day|week|month|year)s?)(?: ago)?",
        "{age}",
    ),
    (r" {2,}", "  "),  # columns are as wide as their content
)


def printed(stdout: str, code: int) -> str:
    """`stdout` and the exit code, in the form that is stored beside a recording."""
    for pattern, mask in _MASKS:
        stdout = re.sub(pattern, mask, stdout)
    return f"{stdout}[exit {code}]\n"
