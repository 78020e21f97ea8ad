"""Decide from a series of snapshots whether a service has converged: its tasks match its specification. No I/O.

A `Convergence` is given the service, its up-to-date tasks and the nodes at each poll, and returns new records: first
how many tasks run, then that they keep running, and finally that the service has converged.
"""

from engineclient.procedures.convergence.fold import Convergence
from engineclient.procedures.convergence.records import (
    ORDER,
    Converged,
    JobProgress,
    Progress,
    RollbackStarted,
    Slot,
    TaskLost,
    TasksRunning,
    Verifying,
    WaitingForTasks,
)

__all__ = [
    "ORDER",
    "Converged",
    "Convergence",
    "JobProgress",
    "Progress",
    "RollbackStarted",
    "Slot",
    "TaskLost",
    "TasksRunning",
    "Verifying",
    "WaitingForTasks",
]
