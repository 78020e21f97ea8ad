"""A container's output from its start to its end, and over the restarts that its policy makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from engineclient.api.containers import containers as api
from engineclient.calls import Steps
from engineclient.compose.log_prefix import Lines
from engineclient.compose.plan import Decision
from engineclient.errors import NotFound
from engineclient.models.containers import ContainerState
from engineclient.steps import Next, Sleep
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

_POLL = 0.1  # seconds
_RESTART = timedelta(milliseconds=100)  # the least time between an end and a restart


class Watcher(NamedTuple):
    """What an attached `up` hands on; all is called from several threads at once in a sync engine.

    Attributes:
        shown: the services whose containers' lines are handed on.
        watched: the services until the end of whose containers `up` lasts.
        attaching: takes the decisions about the containers, before the first one starts.
        line: takes a container's name, the stream and a line without its end.
        exited: takes a container's name, its exit code, and whether it is restarted.
        arrived: takes the name and the service of a container that starts later, or again.
        recreated: takes what a container that is being replaced is called, and its service.
        hook_line: takes what the hooks of services print: container, stream, line.

    """

    shown: Sequence[str]
    watched: Sequence[str]
    attaching: Callable[[Sequence[Decision]], object]
    line: Callable[[str, str, bytes], object]
    exited: Callable[[str, int, bool], object]
    arrived: Callable[[str, str], object]
    recreated: Callable[[str, str], object]
    hook_line: Callable[[str, str, bytes], object] | None = None


def follow(
    watcher: Watcher, name: str, id: str, attached: Handle[Frame], codes: Mapping[str, int]
) -> Steps[None]:
    """Hand on what a container prints until it has ended and is not restarted.

    Args:
        watcher: what takes lines and ends.
        name: the container's.
        id: its ID.
        attached: the stream that was attached to it before it was started.
        codes: the exit codes of containers that have ended, by ID, as events tell them: a container that runs again
            has none.

    """
    stream: Handle[Frame] = attached
    while True:
        try:
            found = yield from api.inspect(id)
            yield from _lines(watcher, name, stream)
            state = yield from after_end(id, found.state)
            again = state.running or state.restarting
            runs = state.running and not state.restarting
            watcher.exited(name, codes.get(id, 0) if runs else state.exit_code, again)
            if not again:
                return
            # what it prints after its restart, which the engine delays by more than this
            since = datetime.fromisoformat(state.finished_at) + _RESTART / 2
            while state.restarting:
                yield from Sleep(_POLL)
                found = yield from api.inspect(id)
                state = found.state
            stream = yield from api.logs(id, follow=True, since=since, tty=found.config.tty)
        except NotFound:
            if id in codes:  # it was removed after its end
                watcher.exited(name, codes[id], False)
            return


def _lines(watcher: Watcher, name: str, stream: Handle[Frame]) -> Steps[None]:
    lines = {"stdout": Lines(), "stderr": Lines(), "stdin": Lines()}
    while (frame := (yield from Next(stream))) is not None:
        for text in lines[frame.stream].feed(frame.data):
            watcher.line(name, frame.stream, text)
    for kind, rest in lines.items():
        for text in rest.end():
            watcher.line(name, kind, text)


def after_end(id: str, state: ContainerState) -> Steps[ContainerState]:
    """The state of a container whose output has ended, once the engine knows that it has.

    Args:
        id: the container.
        state: its state while it was running, or later.

    """
    started = state.started_at
    while state.running and not state.restarting and state.started_at == started:
        yield from Sleep(_POLL)
        state = (yield from api.inspect(id)).state
    return state
