"""The states of a swarm's tasks over time, from repeated answers to `GET /tasks`.

`GET /events` has no events of tasks, and the engine stores only the current state of each. A state that is shorter than
the time between two requests is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engineclient.golang.times import parse_rfc3339

_NANO = 10**9


class TaskStates:
    """Returns each state of a task once, in the form of an item of `GET /events`.

    Args:
        since: seconds since 1970; earlier states are left out.

    """

    def __init__(self, since: float) -> None:
        self._since = int(since * _NANO)
        self._told: set[tuple[str, str]] = set()

    def new(self, tasks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The states in `tasks` that were not returned before, the earliest first."""
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
