"""Read the logs of several containers together, line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from engineclient.api.containers import containers
from engineclient.api.system import system
from engineclient.calls import Steps, StreamCall
from engineclient.compose.log_prefix import Lines
from engineclient.errors import EngineError
from engineclient.models.system import Event
from engineclient.steps import All, Ended, Join, MergeEnds, Next
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

Line = Callable[[str, str, bytes], object]
"""Called with the name of a container, the stream, and a line without its end."""
Arrived = Callable[[Event], str]
"""Called with the event of a container's start; returns the container's name."""

_EVENTS: Final = ""  # no container has this name


def streams_of(ids: Mapping[str, str], options: Mapping[str, Any]) -> Steps[dict[str, StreamCall[Frame]]]:
    """The calls that open the log of each container, by its name; `ids` are the ids by name."""
    details = yield from All([containers.inspect(id) for id in ids.values()])
    return {
        name: containers.logs(id, tty=detail.config.tty, **options)
        for (name, id), detail in zip(ids.items(), details, strict=True)
    }


def read_together(
    ids: Mapping[str, str],
    line: Line,
    *,
    joining: Mapping[str, list[str]] | None = None,
    arrived: Arrived | None = None,
    **options: Any,
) -> Steps[None]:
    """Read the logs of several containers at the same time. `GET /containers/{id}/logs`.

    Lines of one container arrive in order, those of different ones in any order. If the log of a container cannot be read,
    the others are read nevertheless.

    Args:
        ids: the ids of the containers, by name.
        line: called with each line.
        joining: also read the containers that match these filters whenever one starts; this never ends. None to read
            only those in `ids`.
        arrived: returns the name of such a container; required with `joining`.
        options: options of `containers.logs`: `follow`, `since`, `until`, `tail`, `timestamps`, `details`.

    Raises:
        EngineError: a log could not be read; the first such error, raised when all logs have ended.

    """
    events = {}
    if joining is not None:
        filters = {**joining, "type": ["container"], "event": ["start"]}
        events = {_EVENTS: system.events(filters=filters)}
    merged: Handle[Any] = yield from MergeEnds(events)  # opened first, so that no start is missed
    for name, stream in (yield from streams_of(ids, options)).items():
        yield from Join(merged, name, stream)
    known, lines, errors = set(ids.values()), FrameLines(line), list[EngineError]()
    while (item := (yield from Next(merged))) is not None:
        name, value = item
        if isinstance(value, Event):
            if arrived is not None and value.actor.id not in known:
                known.add(value.actor.id)
                name = arrived(value)
                joined = yield from streams_of(
                    {name: value.actor.id}, {**options, "tail": "all", "since": None}
                )
                yield from Join(merged, name, joined[name])
            continue
        try:
            lines.take(name, value)
        except EngineError as error:
            errors.append(error)
    if errors:
        raise errors[0]


def read_lines(stream: Handle[Frame], line: Callable[[str, bytes], object]) -> Steps[None]:
    """Read frames until their stream ends; `line` is called with `stdout` or `stderr` and each line without its end."""
    lines = FrameLines(lambda _name, kind, text: line(kind, text))
    while (frame := (yield from Next(stream))) is not None:
        lines.take("", frame)
    lines.take("", Ended(None))


class FrameLines:
    """Joins the frames of several containers to lines."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._partial: dict[tuple[str, str], Lines] = {}

    def take(self, name: str, item: Frame | Ended) -> None:
        """Take a frame, or the end of a container's stream, whose error is raised."""
        if not isinstance(item, Ended):
            for text in self._partial.setdefault((name, item.stream), Lines()).feed(item.data):
                self._line(name, item.stream, text)
            return
        for (other, stream), lines in self._partial.items():
            if other == name:
                for text in lines.end():
                    self._line(name, stream, text)
        if item.error is not None:
            raise item.error
