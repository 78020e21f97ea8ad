"""Read the logs of a project's containers, once or continuously."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from engineclient.api.containers import containers as api
from engineclient.api.system import system
from engineclient.calls import Steps
from engineclient.compose import labels
from engineclient.compose.state import Container
from engineclient.errors import EngineError, NotFound, Unimplemented
from engineclient.models.system import Event
from engineclient.procedures.compose.follow import after_end
from engineclient.procedures.container_logs import FrameLines, Line, streams_of
from engineclient.steps import Ended, Join, MergeEnds, Next
from engineclient.streams import Handle

Exited = Callable[[str, int, bool], object]
"""Takes the name of a container, its exit code, and whether the engine restarts it."""
Unreadable = Callable[[str, EngineError], object]
"""Takes the name of a container, and the error why its logs cannot be read."""
Arrived = Callable[[Container], object]
"""Takes a container that was started for the first time since the logs are followed."""

_EVENTS: Final = ""  # no container has this name


def logs(
    found: Sequence[Container], line: Line, *, unreadable: Unreadable | None = None, **options: Any
) -> Steps[None]:
    """Read the logs of containers, one after the other.

    Args:
        found: the containers.
        line: takes each line: the name of the container, the stream and the line without its end.
        unreadable: takes each container whose log driver does not support reading, and the error; by default it is raised.
        options: options of `containers.logs`: `since`, `until`, `tail`, `timestamps`.

    Raises:
        APIError: a log cannot be read.

    """
    streams = yield from streams_of(_ids(found), options)
    for name, stream in streams.items():
        lines = FrameLines(line)
        merged: Handle[Any] = yield from MergeEnds({name: stream})
        while (item := (yield from Next(merged))) is not None:
            if not _is_unreadable(name, item[1], unreadable):
                lines.take(*item)


def follow_logs(
    project: str,
    services: Collection[str],
    found: Sequence[Container],
    line: Line,
    exited: Exited,
    arrived: Arrived,
    *,
    unreadable: Unreadable | None = None,
    **options: Any,
) -> Steps[None]:
    """Read the logs of containers until all of them have exited, including containers that are started meanwhile.

    Args:
        project: the name of the project.
        services: the services whose new containers are followed, too; empty for all.
        found: the existing containers.
        line: takes each line: the name of the container, the stream and the line without its end.
        exited: takes the exit of each container that ran.
        arrived: takes each container that was not among those found.
        unreadable: as for `logs`.
        options: options of `containers.logs`: `since`, `until`, `tail`, `timestamps`.

    Raises:
        APIError: a log cannot be read.

    """
    filters = {"type": ["container"], "event": ["start"], "label": [f"{labels.PROJECT}={project}"]}
    merged: Handle[Any] = yield from MergeEnds({_EVENTS: system.events(filters=filters)})
    running = {each.name: each.id for each in found if each.state in ("running", "paused", "restarting")}
    known = {each.name for each in found}
    open_ = {each.name for each in found}
    restarting: set[str] = set()
    ended: dict[str, str | None] = {}
    for name, stream in (yield from streams_of(_ids(found), {**options, "follow": True})).items():
        yield from Join(merged, name, stream)
    lines = FrameLines(line)
    while (open_ or restarting) and (item := (yield from Next(merged))) is not None:
        name, value = item
        if isinstance(value, Event):
            started = _started(value)
            if started is None or (services and started.service not in services) or started.name in open_:
                continue
            if started.name not in known:
                known.add(started.name)
                arrived(started)
            running[started.name] = started.id
            restarting.discard(started.name)
            open_.add(started.name)
            since = {"since": ended.get(started.name), "tail": "all", "follow": True}
            streams = yield from streams_of(_ids([started]), {**options, **since})
            yield from Join(merged, started.name, streams[started.name])
            continue
        if not _is_unreadable(name, value, unreadable):
            lines.take(name, value)
        if isinstance(value, Ended) and name != _EVENTS:
            open_.discard(name)
            if id := running.pop(name, ""):
                ended[name], again = yield from _end(name, id, exited)
                if again:
                    restarting.add(name)


def _is_unreadable(name: str, item: Any, unreadable: Unreadable | None) -> bool:
    """Whether an item is the error that a log cannot be read; it is passed to `unreadable`, if that is given."""
    if unreadable is None or not isinstance(item, Ended) or not isinstance(item.error, Unimplemented):
        return False
    unreadable(name, item.error)
    return True


def _end(name: str, id: str, exited: Exited) -> Steps[tuple[str | None, bool]]:
    """Report the exit of a container; return its time, None if the container was removed, and whether it is restarted."""
    try:
        state = (yield from api.inspect(id)).state
        state = yield from after_end(id, state)
    except NotFound:
        return None, False  # it was removed
    if state.running and not state.restarting:
        return state.finished_at, True  # the engine has restarted it already
    exited(name, state.exit_code, state.restarting)
    return state.finished_at, state.restarting


def _ids(found: Sequence[Container]) -> dict[str, str]:
    return {each.name: each.id for each in found}


def _started(event: Event) -> Container | None:
    """The container that an event is about; None for a one-off container."""
    attributes = event.actor.attributes
    if attributes.get(labels.ONE_OFF) == "True":
        return None
    names = [f"/{attributes.get('name', '')}"]
    return Container({"Id": event.actor.id, "Names": names, "Labels": attributes, "State": "running"})
