"""The result of a check."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["ok", "warn", "fail", "skip"]


@dataclass(frozen=True)
class Finding:
    """The result of a check.

    Attributes:
        check: the name of the check.
        status: `ok`; `warn`: something may fail; `fail`: something fails; `skip`: not checked, because of an earlier
            finding.
        detail: what was found.
        cause: the cause and its consequences; "" if the status is `ok`.
        command: a command to run next, "" for none.

    """

    check: str
    status: Status
    detail: str
    cause: str = ""
    command: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as an object in the output of `--json`."""
        return asdict(self)
