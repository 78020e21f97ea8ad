"""What becomes of the tasks of a swarm, from what `GET /tasks` answers again and again.

The engine tells nothing of tasks in `GET /events`, and keeps of each only its present state. A state that lasts shorter
than the time between two requests is not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engineclient.golang.times import parse_rfc3339

_NANO = 10**9


class TaskStates:
    """Tells each state of a task once, in the form of an item of `GET /events`.

    Args:
        since: seconds since 1970; what happened before that is not told.

    """

    def __init__(self, since: float) -> None:
        self._since = int(since * _NANO)
        self._told: set[tuple[str, str]] = set()

    def new(self, tasks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The states that have not been told, the earliest first."""
        return sorted(self._new(tasks), key=lambda each: int(each["timeNano"]))

    def _new(self, tasks: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        for task in tasks:
            status = task.get("Status") or {}
            state, since = str(status.get("State", "")), status.get("Timestamp")
            key = str(task.get("ID", "")), state
            at = parse_rfc3339(since) if since else 0
            if key in self._told or at < self._since:
                continue
            self._told.add(key)
            yield {
                "Type": "task",
                "Action": state,
                "Actor": {"ID": key[0], "Attributes": _attributes(task, status)},
                "timeNano": at,
            }


def _attributes(task: Mapping[str, Any], status: Mapping[str, Any]) -> dict[str, str]:
    place = task.get("Slot") or task.get("NodeID") or ""
    found = {
        "service": task.get("ServiceID", ""),
        "slot": place,
        "node": task.get("NodeID", ""),
        "error": status.get("Err", ""),
        "exitCode": (status.get("ContainerStatus") or {}).get("ExitCode", ""),
    }
    return {name: str(value) for name, value in found.items() if value}
