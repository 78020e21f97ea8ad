"""service logs: show the output of a service's tasks, or of one task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.completion import in_turn, service_names
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.cli.printing.cluster_names import ClusterNames
from engineclient.cli.printing.listing import short_id
from engineclient.cli.since_until import query_time
from engineclient.errors import NotFound
from engineclient.procedures.service_logs import has_terminal, logged_tasks, read_tasks
from engineclient.wire.frames import Frame
from engineclient.wire.task_logs import parse_context

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.models.inspected_task import InspectedTaskSpec
    from engineclient.models.tasks import Task
    from engineclient.procedures.service_logs import TaskOutput
    from engineclient.streams import Stream

_SEPARATOR: Final = b"    | "


class _Source(NamedTuple):
    """The source of logs: a service or a task, whether it has a terminal, and the width of the column of slots."""

    read: Callable[..., None]
    tty: bool
    digits: int


@command("[OPTIONS] SERVICE|TASK", exactly(1), complete=in_turn(service_names))
@flag("--details", BOOL, "Also show the labels and variables that the log driver stores")
@flag("-f, --follow", BOOL, "Continue with new output as it is printed")
@flag("--no-resolve", BOOL, "Show IDs of services and nodes instead of their names")
@flag("--no-task-ids", BOOL, "Do not show the IDs of tasks")
@flag("--no-trunc", BOOL, "Do not shorten IDs")
@flag("--raw", BOOL, "Show the output alone, without the names of tasks")
@flag("--since", STRING, "Show output since a time (2013-01-02T13:23:37Z) or a duration ago (42m)")
@flag("-n, --tail", STRING, "Number of lines from the end of each task", default="all")
@flag("-t, --timestamps", BOOL, "Show the time of each line")
def logs(
    app: App,
    name: str,
    *,
    details: bool,
    follow: bool,
    no_resolve: bool,
    no_task_ids: bool,
    no_trunc: bool,
    raw: bool,
    since: str,
    tail: str,
    timestamps: bool,
) -> None:
    """Print the logs of a service or a task, each line with the name of its task in front."""
    engine = app.engine()
    source = _source(engine, name, raw=raw)
    shown = _Lines(
        engine,
        ClusterNames(engine, resolve=not no_resolve),
        digits=source.digits,
        timestamps=timestamps,
        details=details,
        task_ids=not no_task_ids,
        truncate=not no_trunc,
    )

    def show(piece: Frame | TaskOutput) -> None:
        out = app.err if piece.stream == "stderr" else app.out
        task = None if isinstance(piece, Frame) else piece.task
        out.write(piece.data if raw or source.tty else shown(piece.data, task))

    source.read(
        show,
        follow=follow,
        since=query_time(since, "since"),
        timestamps=timestamps,
        details=details or not raw,
        tail=tail,
    )


def _source(engine: Engine, name: str, *, raw: bool) -> _Source:
    try:
        service = engine.services.inspect(name)
    except NotFound:
        return _task_source(engine, name, raw=raw)
    tty = _tty(service.spec.task_template, raw=raw)
    mode = service.spec.mode
    replicas = mode.replicated.replicas if mode.replicated is not None else None
    several = mode.replicated_job is not None or (replicas or 0) > 1

    def read(show: Callable[[TaskOutput | Frame], None], *, follow: bool, **options: Any) -> None:
        found = engine.perform(logged_tasks(service.id))
        if _have_own_nodes(found) and not (follow and several):
            _show_all(engine.services.logs(name, tty=tty, follow=follow, **options), show)
        else:
            engine.perform(read_tasks(service, found, show, follow=follow, **options))

    return _Source(read, tty, 0 if replicas is None else len(str(replicas)))


def _have_own_nodes(tasks: list[Task]) -> bool:
    """Whether no two tasks are on one node. Then the engine can merge their logs; otherwise it may stall."""
    return len({task.node_id for task in tasks}) == len(tasks)


def _tty(spec: InspectedTaskSpec, *, raw: bool) -> bool:
    """Whether tasks have a terminal.

    Raises:
        Failure: they have one, and lines are to have the names of tasks in front.

    """
    tty = has_terminal(spec)
    if tty and not raw:
        raise Failure("tty service logs only supported with --raw")
    return tty


def _task_source(engine: Engine, name: str, *, raw: bool) -> _Source:
    try:
        task = engine.tasks.inspect(name)
    except NotFound:
        raise Failure(f"no such task or service: {name}") from None
    tty = _tty(task.spec, raw=raw)

    def read(show: Callable[[Frame], None], **options: Any) -> None:
        _show_all(engine.tasks.logs(name, tty=tty, **options), show)

    return _Source(read, tty, len(str(task.slot or 0)))


def _show_all(stream: Stream[Frame], show: Callable[[Frame], None]) -> None:
    with stream as frames:
        for frame in frames:
            show(frame)


class _Lines:
    """Prefixes each line with its task."""

    def __init__(
        self,
        engine: Engine,
        names: ClusterNames,
        *,
        digits: int,
        timestamps: bool,
        details: bool,
        task_ids: bool,
        truncate: bool,
    ) -> None:
        self._engine = engine
        self._names = names
        self._digits = digits
        self._timestamps = timestamps
        self._details = details
        self._task_ids = task_ids
        self._truncate = truncate
        self._known: dict[tuple[str, str, str], bytes] = {}

    def __call__(self, line: bytes, task: Task | None = None) -> bytes:
        try:
            context = parse_context(line, timestamps=self._timestamps)
        except ValueError as error:
            raise Failure(str(error)) from None
        key = (context.node, context.service, context.task)
        if key not in self._known:
            self._known[key] = self._prefix(*key, task).encode(errors="surrogateescape")
        parts = [context.time + b" " if self._timestamps else b"", self._known[key], _SEPARATOR]
        if self._details:
            parts.append(context.rest() + b" ")
        return b"".join([*parts, context.text])

    def _prefix(self, node: str, service: str, task: str, known: Task | None) -> str:
        node, service = self._names.node(node), self._names.service(service)
        found = known or self._engine.tasks.inspect(task)
        slot = str(found.slot or 0)
        id = short_id(found.id) if self._truncate else found.id
        name = f"{service}.{slot}.{id}" if self._task_ids else f"{service}.{slot}"
        return f"{name}@{node}{' ' * (self._digits - len(slot))}"
