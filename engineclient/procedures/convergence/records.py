"""What a wait for a service to converge reports, and the states of its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
        rolled_back: the swarm's message about a rollback that was completed before the tasks had converged; "" for none.
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
