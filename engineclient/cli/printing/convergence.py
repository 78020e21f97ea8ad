"""Show the convergence of a service as docker does: one line a record; on a terminal, lines updated in place."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final, Literal

from engineclient.cli.failures import PROGRAM, Terminated
from engineclient.cli.printing.listing import short_id
from engineclient.cli.printing.progress import ProgressLines
from engineclient.models.images import Progress as Record
from engineclient.procedures.convergence import (
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

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.cli.app import App

_MOST_BARS: Final = 20
_ERROR_WIDTH: Final = 75
_STATE_WIDTH: Final = max(map(len, ORDER))
_RUNNING: Final = ORDER["running"]
_COMPLETE: Final = ORDER["complete"]
_OVERALL: Final = "overall progress"
_JOB: Final = "job progress"


WaitEnd = Literal["converged", "interrupted", "terminated"]
"""What ended a wait: convergence, Ctrl-C or SIGTERM."""


class ConvergenceLines:
    """Shows the records of a wait for `service`; `converged` is whether its tasks have reached the wanted state."""

    def __init__(self, app: App, service: str) -> None:
        self.converged: bool = False
        self._service = service
        self._show: Callable[[Record], None] = ProgressLines(app.out)

    def __call__(self, record: Progress) -> None:
        """Show one record."""
        self.converged = isinstance(record, Verifying | Converged) or (
            self.converged and not isinstance(record, TaskLost)
        )
        match record:
            case WaitingForTasks(job=job):
                self._act(_JOB if job else _OVERALL, "waiting for tasks" if job else "waiting for new tasks")
            case TasksRunning(running, desired, rolling_back):
                back = "rolling back update: " if rolling_back else ""
                self._act(_OVERALL, f"{back}{running} out of {desired} tasks")
            case JobProgress():
                self._job(record)
            case Slot():
                self._slot(record)
            case Verifying(seconds):
                self._act(
                    "verify", f"Waiting {max(ceil(seconds), 1)} seconds to verify that tasks are stable..."
                )
            case TaskLost():
                self._act("verify", "Detected task failure")
            case RollbackStarted(message):
                self._act("rollback", message)
            case Converged():
                self._end(record)

    def interrupted(self) -> None:
        """Print that the swarm continues on its own."""
        if not self.converged:
            self._message("Operation continuing in background.")
            self._message(f"Use `{PROGRAM} service ps {self._service}` to check progress.")

    def _end(self, end: Converged) -> None:
        if end.job:
            self._message("job complete")
        elif not end.unwatched:
            self._act("verify", f"Service {self._service} converged")
            if end.rolled_back:
                self._show(Record({"id": "rollback", "status": end.rolled_back}))

    def _job(self, job: JobProgress) -> None:
        text = f"{job.completed:>{len(str(job.total))}} out of {job.total} complete"
        self._act(_JOB, text, job.completed, job.total)
        if job.active is not None:
            width = len(str(job.concurrent))
            self._act("active tasks", f"{job.active:>{width}} out of {job.wanted:>{width}} tasks")

    def _slot(self, slot: Slot) -> None:
        if slot.total > _MOST_BARS:
            return
        name = f"{slot.number}/{slot.total}" if slot.number else short_id(slot.node)
        task = slot.task
        if task is None:
            self._act(name, " ")
        elif task.status.err:
            self._act(name, _cut(task.status.err))
        else:
            state, desired = task.status.state or "", task.desired_state or ""
            if slot.job or max(ORDER.get(state, 0), ORDER.get(desired, 0)) <= _RUNNING:
                most = _COMPLETE if slot.job else _RUNNING
                self._act(name, f"{state:<{_STATE_WIDTH}}", ORDER.get(state, 0), most)

    def _act(self, name: str, action: str, current: int = 0, total: int = 0) -> None:
        counts = {"current": current, "total": total, "hidecounts": True} if total else {}
        detail = {key: value for key, value in counts.items() if value}
        self._show(Record({"id": name, "status": action, "progressDetail": detail}))

    def _message(self, text: str) -> None:
        self._show(Record({"status": text}))


def wait_for(app: App, service: str, *, quiet: bool = False) -> WaitEnd:
    """Wait until a service has converged, and show the progress unless `quiet`. Ctrl-C ends the wait without an error.

    So does SIGTERM while progress is shown; docker's exit code is 0 then, too.

    Raises:
        UpdatePaused: the swarm has paused the update or the rollback.

    """
    lines = ConvergenceLines(app, service)
    try:
        app.engine().services.wait_converged(service, progress=None if quiet else lines)
    except Terminated:
        if quiet:
            raise
        return "terminated"
    except KeyboardInterrupt:
        if not quiet:
            lines.interrupted()
        return "interrupted"
    return "converged"


def _cut(error: str) -> str:
    """An error as one line, cut to fit a narrow terminal; docker counts bytes."""
    encoded = error.replace("\n", " ").encode()
    if len(encoded) <= _ERROR_WIDTH:
        return encoded.decode()
    return encoded[: _ERROR_WIDTH - 1].decode(errors="replace") + "…"
