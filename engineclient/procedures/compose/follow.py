"""Follow the output of a container from its start to its end, across restarts by its restart policy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from engineclient.api.containers import containers as api
from engineclient.calls import Steps
from engineclient.compose.plan import Decision
from engineclient.errors import NotFound
from engineclient.models.containers import ContainerState
from engineclient.procedures.container_logs import read_lines
from engineclient.steps import Sleep
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

_POLL = 0.1  # seconds
_RESTART = timedelta(milliseconds=100)  # the least time between an end and a restart


class Watcher(NamedTuple):
    """The callbacks of an attached `up`. A sync engine calls them from several threads at once.

    Attributes:
        shown: the services whose output is passed on.
        watched: the services whose containers `up` waits for: it returns when all of them have exited.
        attaching: takes the decisions about the containers, before the first one starts.
        line: takes the name of a container, the stream and a line without its end.
        exited: takes the name of a container, its exit code, and whether it is restarted.
        hook_line: takes a line that a hook prints: the name of the container, the stream and the line without its end.

    """

    shown: Sequence[str]
    watched: Sequence[str]
    attaching: Callable[[Sequence[Decision]], object]
    line: Callable[[str, str, bytes], object]
    exited: Callable[[str, int, bool], object]
    hook_line: Callable[[str, str, bytes], object] | None = None


def follow(watcher: Watcher, name: str, id: str, attached: Handle[Frame]) -> Steps[None]:
    """Pass on the output of a container until it has exited and is not restarted, or is removed.

    Args:
        watcher: takes its lines and its exits.
        name: the name of the container.
        id: its ID.
        attached: its output, attached before its start.

    """
    stream: Handle[Frame] = attached
    while True:
        try:
            found = yield from api.inspect(id)
            yield from read_lines(stream, partial(watcher.line, name))
            state = yield from after_end(id, found.state)
            watcher.exited(name, state.exit_code, state.restarting)
            if not state.restarting:
                return
            # the output since the restart: the engine restarts a container 100 ms after its end at the earliest
            since = datetime.fromisoformat(state.finished_at) + _RESTART / 2
            while state.restarting:
                yield from Sleep(_POLL)
                found = yield from api.inspect(id)
                state = found.state
            stream = yield from api.logs(id, follow=True, since=since, tty=found.config.tty)
        except NotFound:
            return  # it was removed


def after_end(id: str, state: ContainerState) -> Steps[ContainerState]:
    """The state of a container after its end: the engine records the end a moment after the output is over.

    Args:
        id: the ID of the container.
        state: a state of it from before the end, or a later one.

    """
    started = state.started_at
    while state.running and not state.restarting and state.started_at == started:
        yield from Sleep(_POLL)
        state = (yield from api.inspect(id)).state
    return state
