"""What a check finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["ok", "warn", "fail", "skip"]


@dataclass(frozen=True)
class Finding:
    """What a check found.

    Attributes:
        check: its name.
        status: `ok`; `warn`, something may go wrong; `fail`, something does; `skip`, an earlier finding prevents it.
        detail: what was found.
        cause: why, and what it means, unless all is well.
        command: one next command.

    """

    check: str
    status: Status
    detail: str
    cause: str = ""
    command: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as `--json` has it."""
        return asdict(self)
