"""Whether the tasks of a service match its specification, by its mode: replicated, global, or a job of either kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from engineclient.errors import EngineError
from engineclient.models.cluster import JobIteration
from engineclient.models.services import Service
from engineclient.models.tasks import Task
from engineclient.procedures.convergence.records import (
    ORDER,
    JobProgress,
    Progress,
    Slot,
    TasksRunning,
    WaitingForTasks,
)

_RUNNING: Final = ORDER["running"]


class Watch(ABC):
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


def watch_of(service: Service) -> Watch:
    """The state for the mode of a service.

    Raises:
        EngineError: the mode is unknown.

    """
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


class _Running(Watch):
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


class _ReplicatedJob(Watch):
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


class _GlobalJob(Watch):
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
