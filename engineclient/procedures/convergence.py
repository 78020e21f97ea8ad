"""Decide from a series of snapshots whether a service has converged: its tasks match its specification. No I/O.

A `Convergence` is given the service, its up-to-date tasks and the nodes at each poll, and returns new records: first
how many tasks run, then that they keep running, and finally that the service has converged.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from engineclient.errors import EngineError, UpdatePaused
from engineclient.models.cluster import JobIteration
from engineclient.models.nodes import Node
from engineclient.models.services import Service
from engineclient.models.tasks import Task

_STATES: Final = (
    "new",
    "allocated",
    "pending",
    "assigned",
    "accepted",
    "preparing",
    "ready",
    "starting",
    "running",
    "complete",
    "shutdown",
    "failed",
    "rejected",
)
ORDER: Final = {state: number for number, state in enumerate(_STATES, 1)}
"""The states of a task in the order in which it goes through them; those above `running` are final."""
_RUNNING: Final = ORDER["running"]
_MONITOR: Final = 5.0
_NANO: Final = 10**9


@dataclass(frozen=True, slots=True)
class WaitingForTasks:
    """The orchestrator has created no task yet, or no node is suitable."""

    job: bool = False


@dataclass(frozen=True, slots=True)
class TasksRunning:
    """The number of running tasks, and of desired ones; `rolling_back` to the previous specification."""

    running: int
    desired: int
    rolling_back: bool = False


@dataclass(frozen=True, slots=True)
class JobProgress:
    """The progress of a job.

    Attributes:
        completed: the number of completed tasks.
        total: the number of tasks to complete.
        active: the number of running tasks; None for a job with one on every node.
        wanted: the number of tasks that should run now.
        concurrent: the maximum number of tasks that run at the same time.
    """

    completed: int
    total: int
    active: int | None = None
    wanted: int = 0
    concurrent: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a task: its number from 1 (`total` of them), or its node.

    Attributes:
        number: the number of the slot, 0 if it belongs to a node.
        total: the number of slots.
        node: the id of the node.
        task: its task; None while there is none.
        job: whether the task belongs to a job, and so ends by itself.
    """

    number: int
    total: int
    node: str = ""
    task: Task | None = None
    job: bool = False


@dataclass(frozen=True, slots=True)
class Verifying:
    """All tasks run, and must keep running for this number of seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class TaskLost:
    """A task ended during verification: the wait begins again."""


@dataclass(frozen=True, slots=True)
class RollbackStarted:
    """The swarm returns to the previous specification; `message` says why."""

    message: str


@dataclass(frozen=True, slots=True)
class Converged:
    """The service has converged.

    Attributes:
        rolled_back: the swarm's message if it was still at its rollback when the tasks were not yet as they should be; as
            docker shows it, it may be missing.
        reverted: whether the swarm has returned to the previous specification.
        job: whether it was a job, which is complete.
        unwatched: whether the update replaced no task, and so was complete at once.
    """

    rolled_back: str = ""
    job: bool = False
    unwatched: bool = False
    reverted: bool = False


Progress = (
    WaitingForTasks | TasksRunning | JobProgress | Slot | Verifying | TaskLost | RollbackStarted | Converged
)


class Convergence:
    """The state of one wait for a service to converge."""

    def __init__(self) -> None:
        self._tasks: _Watch | None = None
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
            self._tasks = _watch(service)
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


class _Watch(ABC):
    """The state of the tasks of a service, for one mode."""

    @abstractmethod
    def look(
        self,
        service: Service,
        tasks: Sequence[Task],
        active: Collection[str],
        records: list[Progress],
        *,
        rolling_back: bool,
    ) -> bool:
        """Append new records, and return whether the tasks match the service's specification."""


def _watch(service: Service) -> _Watch:
    mode = service.spec.mode
    if mode.replicated is not None and mode.replicated.replicas is not None:
        return _Replicated()
    if mode.global_ is not None:
        return _Global()
    if mode.replicated_job is not None:
        return _ReplicatedJob(service)
    if mode.global_job is not None:
        return _GlobalJob()
    raise EngineError("unrecognized service mode")


def _state(task: Task) -> int:
    return ORDER.get(task.status.state or "", 0)


def _desired(task: Task) -> int:
    return ORDER.get(task.desired_state or "", 0)


def _runs(task: Task) -> bool:
    return _desired(task) <= _RUNNING and task.status.state == "running"


def _earlier(task: Task, other: Task | None) -> bool:
    """Whether a slot shows `task` rather than `other`: the one meant to run, or else the one in an earlier state."""
    return other is None or (_desired(task), _state(task)) < (_desired(other), _state(other))


class _Running(_Watch):
    """Tasks of a service that is not a job."""

    def __init__(self) -> None:
        self._initialized = False
        self._done = False

    def _count(
        self, tasks: Iterable[Task], desired: int, records: list[Progress], *, rolling_back: bool
    ) -> bool:
        running = sum(map(_runs, tasks))
        if not self._done:
            records.append(TasksRunning(running, desired, rolling_back))
            self._done = running == desired
        return running == desired

    def _check_done(self, tasks: Iterable[Task]) -> None:
        if any(task.status.state != "running" for task in tasks):
            self._done = False


class _Replicated(_Running):
    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[int, int] = {}

    def look(
        self,
        service: Service,
        tasks: Sequence[Task],
        active: Collection[str],
        records: list[Progress],
        *,
        rolling_back: bool,
    ) -> bool:
        mode = service.spec.mode.replicated
        if mode is None or mode.replicas is None:
            raise EngineError("no replica count")
        total = mode.replicas
        if not self._initialized:
            records.append(TasksRunning(0, total, rolling_back))
            records += [Slot(number, total) for number in range(1, total + 1)]
            self._initialized = True
        by_slot: dict[int, Task] = {}
        for task in tasks:
            slot = task.slot or 0
            if not (_state(task) and _desired(task) and _earlier(task, by_slot.get(slot))):
                continue
            if not task.node_id or task.node_id in active:
                by_slot[slot] = task
        self._check_done(by_slot.values())
        for slot, task in by_slot.items():
            number = self._numbers.setdefault(slot, len(self._numbers) + 1)
            if not self._done and number <= total:
                records.append(Slot(number, total, task=task))
        return self._count(by_slot.values(), total, records, rolling_back=rolling_back)


class _Global(_Running):
    def look(
        self,
        service: Service,
        tasks: Sequence[Task],
        active: Collection[str],
        records: list[Progress],
        *,
        rolling_back: bool,
    ) -> bool:
        by_node: dict[str, Task] = {}
        for task in tasks:
            node = task.node_id or ""
            if _state(task) and _desired(task) and _earlier(task, by_node.get(node)):
                by_node[node] = task
        if not self._initialized:
            if not by_node:
                records.append(WaitingForTasks())
                return False
            records.append(TasksRunning(0, len(by_node), rolling_back))
            self._initialized = True
        self._check_done(by_node.values())
        here = {node: task for node, task in by_node.items() if node in active}
        if not self._done:
            records += [Slot(0, len(by_node), node, task) for node, task in here.items()]
        return self._count(here.values(), len(by_node), records, rolling_back=rolling_back)


def _index(iteration: JobIteration | None) -> int | None:
    """The index of a job's run, None for a service that is not a job; the JSON omits it for the first run."""
    return None if iteration is None else iteration.index or 0


def _of_run(tasks: Iterable[Task], run: int) -> list[Task]:
    return [task for task in tasks if _index(task.job_iteration) == run]


def _run_of(service: Service) -> int:
    return (service.job_status is not None and _index(service.job_status.job_iteration)) or 0


class _ReplicatedJob(_Watch):
    def __init__(self, service: Service) -> None:
        mode = service.spec.mode.replicated_job
        self._total = (mode and mode.total_completions) or 0
        self._concurrent = (mode and mode.max_concurrent) or 0
        self._run = _run_of(service)
        self._initialized = False

    def look(
        self,
        service: Service,
        tasks: Sequence[Task],
        active: Collection[str],
        records: list[Progress],
        *,
        rolling_back: bool,
    ) -> bool:
        if not self._initialized:
            records.append(self._progress(0, 0))
            records += [Slot(number, self._total, job=True) for number in range(1, self._total + 1)]
            self._initialized = True
        by_slot: dict[int, Task] = {}
        for task in _of_run(tasks, self._run):
            slot = task.slot or 0
            if _state(task) and _desired(task):
                known = by_slot.get(slot)
                if known is None or _state(known) > _state(task):
                    by_slot[slot] = task
        records += [Slot(slot + 1, self._total, task=by_slot[slot], job=True) for slot in sorted(by_slot)]
        under_way = sum(_state(task) <= _RUNNING for task in by_slot.values())
        completed = sum(task.status.state == "complete" for task in by_slot.values())
        records.append(self._progress(completed, under_way))
        return completed == self._total

    def _progress(self, completed: int, active: int) -> JobProgress:
        wanted = min(self._total - completed, self._concurrent)
        return JobProgress(completed, self._total, active, wanted, self._concurrent)


class _GlobalJob(_Watch):
    def __init__(self) -> None:
        self._nodes: set[str] | None = None  # nodes at the start; later ones are not waited for

    def look(
        self,
        service: Service,
        tasks: Sequence[Task],
        active: Collection[str],
        records: list[Progress],
        *,
        rolling_back: bool,
    ) -> bool:
        own = _of_run(tasks, _run_of(service))
        if self._nodes is None:
            if not tasks and active:
                records.append(WaitingForTasks(job=True))
                return False
            self._nodes = {task.node_id or "" for task in own}
            records.append(JobProgress(0, len(self._nodes)))
        by_node: dict[str, Task] = {}
        for task in own:
            node = task.node_id or ""
            known = by_node.get(node)
            if node in self._nodes and (known is None or _state(known) > _state(task)):
                by_node[node] = task
        total = len(self._nodes)
        records += [Slot(0, total, node, task, job=True) for node, task in by_node.items()]
        completed = sum(task.status.state == "complete" for task in by_node.values())
        records.append(JobProgress(completed, total))
        return completed == total
