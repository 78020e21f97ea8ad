"""Read the logs of all tasks of a service together, each task on a connection of its own.

The engine's own merged log (`GET /services/{id}/logs`) stalls, for every client, as soon as more than 64 KiB wait to be
sent from two or more tasks on one node: these share one stream between the node and the manager.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from engineclient.api.services import services
from engineclient.api.tasks import tasks
from engineclient.calls import Steps
from engineclient.errors import EngineError, NotFound, StreamError
from engineclient.models.inspected_task import InspectedTaskSpec
from engineclient.models.services import Service
from engineclient.models.tasks import Task
from engineclient.steps import All, Ended, Join, MergeEnds, Next, Sleep
from engineclient.streams import Handle
from engineclient.wire.frames import Frame, StreamName

_POLL: Final = 1.0  # seconds between two looks for tasks that have started since
_AT_ONCE: Final = 64  # connections
_REASONS: Final = "reasons: "  # what the engine says before the reasons why logs are incomplete


@dataclass(frozen=True, slots=True)
class TaskOutput:
    """A piece of the output of a task.

    Attributes:
        task: the task that wrote it.
        stream: "stdout" or "stderr"; with a terminal always "stdout".
        data: the bytes of one line; if the service has a terminal, what the engine sent at once.
    """

    task: Task
    stream: StreamName
    data: bytes


class LogsIncomplete(StreamError):
    """Some logs could not be read, for different reasons. The message has all of them.

    Attributes:
        errors: one for each log that could not be read.
    """

    def __init__(self, errors: Iterable[EngineError]) -> None:
        self.errors: tuple[EngineError, ...] = tuple(errors)
        super().__init__(_joined([str(each) for each in self.errors]))


def _joined(texts: list[str]) -> str:
    """The texts without repetitions: the reasons alone, with commas, as the engine has them; or a line for each text."""
    head, mark, _ = texts[0].partition(_REASONS)
    if mark and all(text.startswith(head + mark) for text in texts):
        reasons = dict.fromkeys(text.removeprefix(head + mark).rstrip("\n") for text in texts)
        return f"{head}{mark}{', '.join(reasons)}\n"  # the engine's text has a line break at its end
    return "\n".join(dict.fromkeys(texts))


Output = Callable[[TaskOutput], object]


def read_logs(
    service: str,
    output: Output,
    *,
    follow: bool = False,
    tail: int | str | None = None,
    since: float | str | None = None,
    timestamps: bool = False,
) -> Steps[None]:
    """Read the logs of all tasks of a service together. `GET /tasks/{id}/logs`, each task on a connection of its own.

        engine.services.read_logs("web", lambda line: print(line.task.slot, line.data))

    Pieces of one task come in order, those of different tasks as they arrive.

    Args:
        service: id or name.
        output: called with each piece.
        follow: continue with new output, and with the tasks that start later. This never ends, even if the service is
            removed: cancel it or raise an exception in `output`.
        tail: the number of lines from the end of each task's log; None or "all" for all.
        since: only output since this time, in seconds since 1970, which may have a fraction.
        timestamps: start each line with its time.

    Raises:
        NotFound: there is no such service.
        StreamError: a node cannot deliver its logs; raised when all others have been read. If there are several such
            nodes, it is LogsIncomplete, and has the reasons of all.
    """
    found = yield from services.inspect(service)
    own = yield from logged_tasks(found.id)
    yield from read_tasks(found, own, output, follow=follow, tail=tail, since=since, timestamps=timestamps)


def logged_tasks(service_id: str) -> Steps[list[Task]]:
    """The tasks of a service that have had a container, and so may have a log."""
    own = yield from tasks.list(filters={"service": service_id})
    return [task for task in own if _has_container(task)]


def read_tasks(
    service: Service, found: list[Task], output: Output, *, follow: bool = False, **options: Any
) -> Steps[None]:
    """Read the logs of tasks of a service together; see `read_logs`.

    Args:
        service: the service.
        found: the tasks.
        output: called with each piece.
        follow: continue with new output, and with the tasks of the service that start later.
        options: those of `tasks.logs`: `tail`, `since`, `timestamps`, `details`.
    """
    reading = _Reading(
        output, {**options, "follow": follow}, by_line=not has_terminal(service.spec.task_template)
    )
    if follow:
        yield from reading.for_ever(service.id, found)
    else:
        yield from reading.to_the_end(found)


def has_terminal(spec: InspectedTaskSpec) -> bool:
    """Whether the tasks of a specification have a terminal."""
    return spec.container_spec is not None and bool(spec.container_spec.tty)


class _Reading:
    """The logs of several tasks that are read together.

    A task from before an update may have a terminal where the service has none, and the other way round. Its log is read
    as its own specification says. With `by_line` it is passed on by line in any case.
    """

    def __init__(self, output: Output, options: Mapping[str, Any], *, by_line: bool) -> None:
        self._output = output
        self._options = options
        self._by_line = by_line
        self._begun: dict[
            str, bytes
        ] = {}  # of tasks with a terminal: the line of which the end has not come yet
        self._tasks: dict[str, Task] = {}
        self._open: set[str] = set()  # the tasks whose logs have not ended

    def to_the_end(self, found: Iterable[Task]) -> Steps[None]:
        """Read until all logs have ended; then raise the errors. A task may be removed between the list and its log."""
        waiting = iter(found)
        merged = yield from self._opened(islice(waiting, _AT_ONCE))
        errors: list[EngineError] = []
        while (item := (yield from Next(merged))) is not None:
            if (ended := self._take(*item)) is not None:
                if ended.error is not None and not isinstance(ended.error, NotFound):
                    errors.append(ended.error)
                for task in islice(waiting, 1):
                    yield from self._join(merged, task)
        if errors:
            raise errors[0] if len({str(each) for each in errors}) == 1 else LogsIncomplete(errors)

    def for_ever(self, service_id: str, found: Iterable[Task]) -> Steps[None]:
        """Read on, and read tasks that start later, until a log cannot be read."""
        while True:
            merged = yield from self._opened(found)
            yield from All([self._follow(merged), self._join_later(merged, service_id)])
            yield from Sleep(_POLL)
            found = yield from self._later(service_id)

    def _follow(self, merged: Handle[Any]) -> Steps[None]:
        while (item := (yield from Next(merged))) is not None:
            ended = self._take(*item)
            if ended is not None and ended.error is not None and not isinstance(ended.error, NotFound):
                raise ended.error

    def _join_later(self, merged: Handle[Any], service_id: str) -> Steps[None]:
        while self._open:
            yield from Sleep(_POLL)
            for task in (yield from self._later(service_id)) if self._open else ():
                yield from self._join(merged, task)

    def _later(self, service_id: str) -> Steps[list[Task]]:
        """The tasks that were not read yet, to be read from their start."""
        self._options = {**self._options, "tail": None, "since": None}
        found = yield from logged_tasks(service_id)
        return [task for task in found if task.id not in self._tasks]

    def _opened(self, found: Iterable[Task]) -> Steps[Handle[Any]]:
        merged: Handle[Any] = yield from MergeEnds({})
        for task in found:
            yield from self._join(merged, task)
        return merged

    def _join(self, merged: Handle[Any], task: Task) -> Steps[None]:
        self._tasks[task.id] = task
        self._open.add(task.id)
        tty = has_terminal(task.spec)
        if tty and self._by_line:
            self._begun[task.id] = b""
        yield from Join(merged, task.id, tasks.logs(task.id, tty=tty, **self._options))

    def _take(self, id: str, item: Frame | Ended) -> Ended | None:
        """Pass a piece on; return the end of a log."""
        if isinstance(item, Ended):
            self._open.discard(id)
            if rest := self._begun.pop(id, b""):
                self._output(TaskOutput(self._tasks[id], "stdout", rest))
            return item
        if id in self._begun:
            *whole, self._begun[id] = (self._begun[id] + item.data).split(b"\n")
            pieces = [line + b"\n" for line in whole]
        else:
            pieces = [item.data]
        for piece in pieces:
            self._output(TaskOutput(self._tasks[id], item.stream, piece))
        return None


def _has_container(task: Task) -> bool:
    status = task.status.container_status
    return status is not None and bool(status.container_id)
