"""Read the logs of all tasks of a service together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engineclient.api.services import services
from engineclient.api.tasks import tasks
from engineclient.calls import Steps
from engineclient.models.services import Service
from engineclient.models.tasks import Task
from engineclient.steps import Merge, Next
from engineclient.wire.frames import StreamName
from engineclient.wire.task_logs import parse_context


@dataclass(frozen=True, slots=True)
class TaskOutput:
    """A piece of the output of a task.

    Attributes:
        task: the task that wrote it.
        stream: "stdout" or "stderr"; with a terminal always "stdout".
        data: the bytes of one line.
    """

    task: Task
    stream: StreamName
    data: bytes


Output = Callable[[TaskOutput], None]


def read_logs(
    service: str,
    output: Output,
    *,
    follow: bool = False,
    tail: int | str | None = None,
    since: float | str | None = None,
    timestamps: bool = False,
) -> Steps[None]:
    """Read the logs of all tasks of a service together. `GET /tasks/{id}/logs`, or `GET /services/{id}/logs`.

        engine.services.read_logs("web", lambda line: print(line.task.slot, line.data))

    Pieces of one task come in order, those of different tasks as they arrive. Each task is read on a connection of its
    own; with `follow` there is one connection for all tasks, including those that start later.

    Args:
        service: id or name.
        output: called with each piece.
        follow: continue with new output. The engine never ends the stream, even if the service is removed: cancel it or
            raise an exception in `output`.
        tail: the number of lines from the end of each task's log; None or "all" for all.
        since: only output since this time, in seconds since 1970, which may have a fraction.
        timestamps: start each line with its time.

    Raises:
        NotFound: there is no such service.
        StreamError: a node cannot deliver its logs.
    """
    found = yield from services.inspect(service)
    if follow:
        yield from _follow(found, output, tail=tail, since=since, timestamps=timestamps)
        return
    own = yield from tasks.list(filters={"service": found.id})
    started = {task.id: task for task in own if _has_container(task)}
    if not started:
        return
    tty = _has_terminal(found)
    merged = yield from Merge(
        {id: tasks.logs(id, tail=tail, since=since, timestamps=timestamps, tty=tty) for id in started}
    )
    while (item := (yield from Next(merged))) is not None:
        id, frame = item
        output(TaskOutput(started[id], frame.stream, frame.data))


def _follow(
    service: Service, output: Output, *, tail: int | str | None, since: float | str | None, timestamps: bool
) -> Steps[None]:
    """Follow the logs as merged by the engine, whose details name the task of each line."""
    tty = _has_terminal(service)
    known: dict[str, Task] = {}
    stream = yield from services.logs(
        service.id, follow=True, details=True, tail=tail, since=since, timestamps=timestamps, tty=tty
    )
    partial = _Lines()
    while (frame := (yield from Next(stream))) is not None:
        for line in partial.lines(frame.data) if tty else [frame.data]:
            context = parse_context(line, timestamps=timestamps)
            if context.task not in known:
                known[context.task] = yield from tasks.inspect(context.task)
            text = context.time + b" " + context.text if timestamps else context.text
            output(TaskOutput(known[context.task], frame.stream, text))


class _Lines:
    """Splits the output of terminals, which arrives in arbitrary pieces, into lines with their newlines."""

    def __init__(self) -> None:
        self._rest = b""

    def lines(self, data: bytes) -> Iterable[bytes]:
        """Add bytes, and return the lines that they complete."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [line + b"\n" for line in lines]


def _has_terminal(service: Service) -> bool:
    container = service.spec.task_template.container_spec
    return container is not None and bool(container.tty)


def _has_container(task: Task) -> bool:
    status = task.status.container_status
    return status is not None and bool(status.container_id)
