"""The request for the logs of a task, or of all tasks of a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api.parameters import query, timestamp
from engineclient.calls import RequestSpec

if TYPE_CHECKING:
    from datetime import datetime


def logs_request(
    route: str,
    *,
    stdout: bool,
    stderr: bool,
    follow: bool,
    timestamps: bool,
    details: bool,
    tail: int | str | None,
    since: float | str | datetime | None,
) -> RequestSpec:
    """The request for the logs of a task or a service."""
    parameters = {
        "stdout": stdout,
        "stderr": stderr,
        "follow": follow,
        "since": timestamp(since),
        "timestamps": timestamps,
        "details": details,
        "tail": None if tail == "all" else tail,
    }
    return RequestSpec(method="GET", path=route, query=query(parameters), patience=None)
