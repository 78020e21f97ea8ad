"""The logs of all tasks of a service, read as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engineclient.api.services import services
from engineclient.api.tasks import tasks
from engineclient.calls import Merge, Next, Steps
from engineclient.models.services import Service
from engineclient.models.tasks import Task
from engineclient.wire.frames import StreamName
from engineclient.wire.task_logs import parse_context


@dataclass(frozen=True, slots=True)
class TaskOutput:
    """A piece of the output of a task.

    Attributes:
        task: that wrote it.
        stream: "stdout" or "stderr"; with a terminal everything is "stdout".
        data: the bytes, a line each.
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
    """Read the logs of all tasks of a service as one.

        engine.services.read_logs("web", lambda line: print(line.task.slot, line.data))

    The pieces of one task come in their order, those of several as they arrive. Each task is read over a connection of
    its own; with `follow` there is one connection for all of them, also for those that start later.

    Args:
        service: id or name.
        output: takes every piece.
        follow: go on with what is printed from now on. The engine does not end it, not even when the service is removed:
            cancel it, or raise something in `output`.
        tail: so many lines from the end of each task; None or "all" for all.
        since: unix seconds, with a fraction if need be.
        timestamps: begin each line with its time.

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
    """The engine merges by itself; its details say which task a line is of."""
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
    """The output of terminals, which comes cut anywhere, as lines with their ends."""

    def __init__(self) -> None:
        self._rest = b""

    def lines(self, data: bytes) -> Iterable[bytes]:
        """The lines that are complete now."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [line + b"\n" for line in lines]


def _has_terminal(service: Service) -> bool:
    container = service.spec.task_template.container_spec
    return container is not None and bool(container.tty)


def _has_container(task: Task) -> bool:
    status = task.status.container_status
    return status is not None and bool(status.container_id)
