"""The state of a wait for a service to converge, which each poll of the service updates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from engineclient.errors import UpdatePaused
from engineclient.models.nodes import Node
from engineclient.models.services import Service
from engineclient.models.tasks import Task
from engineclient.procedures.convergence.modes import Watch, watch_of
from engineclient.procedures.convergence.records import (
    Converged,
    Progress,
    RollbackStarted,
    TaskLost,
    Verifying,
)

_MONITOR: Final = 5.0  # seconds that tasks must keep running, if the service does not set `monitor`
_NANO: Final = 10**9  # nanoseconds in a second


class Convergence:
    """The state of one wait for a service to converge."""

    def __init__(self) -> None:
        self._tasks: Watch | None = None
        self._monitor = _MONITOR
        self._converged = False
        self._since: float | None = None
        self._rolling_back = False
        self._rolled_back = ""

    def service(self, service: Service, now: float) -> list[Progress]:
        """The new records from the service itself at `now` (seconds of any clock); a `Converged` ends the wait.

        Raises:
            UpdatePaused: the swarm has paused the update or the rollback.
            EngineError: the service has an unknown mode.
        """
        update = service.spec.update_config
        if update is not None and update.monitor:
            self._monitor = update.monitor / _NANO
        if self._tasks is None:
            self._tasks = watch_of(service)
        records: list[Progress] = []
        if service.update_status is not None:
            status = service.update_status
            records += self._update_state(status.state or "", status.message or "")
            if records and isinstance(records[-1], Converged):
                return records
        if self._converged and self._since is not None and now - self._since >= self._monitor:
            records.append(Converged(self._rolled_back, reverted=self._rolling_back))
        return records

    def _update_state(self, state: str, message: str) -> list[Progress]:
        match state:
            case "updating":
                self._rolling_back = False
            case "completed" if not self._converged:
                return [Converged(unwatched=True)]
            case "paused":
                raise UpdatePaused(f"service update paused: {message}")
            case "rollback_paused":
                raise UpdatePaused(f"service rollback paused: {message}")
            case "rollback_started":
                begun = not self._rolling_back and message
                self._rolling_back = True
                return [RollbackStarted(message)] if begun else []
            case "rollback_completed":
                if not self._converged:
                    self._rolled_back = message
                self._rolling_back = True
            case _:
                pass
        return []

    def tasks(
        self, service: Service, tasks: Sequence[Task], nodes: Iterable[Node], now: float
    ) -> list[Progress]:
        """The new records from its up-to-date tasks and the nodes at `now`; a `Converged` ends the wait for a job."""
        assert self._tasks is not None, "the service comes first"
        active = {node.id for node in nodes if node.status is None or node.status.state != "down"}
        records: list[Progress] = []
        self._converged = self._tasks.look(service, tasks, active, records, rolling_back=self._rolling_back)
        if self._converged:
            if service.job_status is not None:
                return [*records, Converged(job=True)]
            if self._since is None:
                self._since = now
            left = self._monitor - (now - self._since)
            return [*records, Verifying(left)] if left >= 0 else records
        if self._since is not None:
            records.append(TaskLost())
        self._since = None
        return records
