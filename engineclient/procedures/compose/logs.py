"""What the containers of a project have printed, and what they print from now on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engineclient.api.containers import containers as api
from engineclient.calls import Steps, StreamCall
from engineclient.compose.log_prefix import Lines
from engineclient.compose.state import Container
from engineclient.steps import All, Ended, MergeEnds, Next
from engineclient.wire.frames import Frame

Line = Callable[[str, str, bytes], object]
"""Takes a container's name, the stream and a line without its end."""


def logs(found: Sequence[Container], line: Line, **options: Any) -> Steps[None]:
    """Read the logs of containers; with `follow` all at once, as they print.

    Args:
        found: the containers.
        line: takes each line: container, stream, text.
        options: those of `containers.logs`: `follow`, `since`, `until`, `tail`, `timestamps`.

    Raises:
        APIError: the engine keeps no logs of one.

    """
    details = yield from All([api.inspect(each.id) for each in found])
    streams = {
        each.name: api.logs(each.id, tty=detail.config.tty, **options)
        for each, detail in zip(found, details, strict=True)
    }
    if options.get("follow"):
        yield from _merged(streams, line)
        return
    for name, stream in streams.items():
        yield from _merged({name: stream}, line)


def _merged(streams: Mapping[str, StreamCall[Frame]], line: Line) -> Steps[None]:
    partial: dict[tuple[str, str], Lines] = {}
    merged = yield from MergeEnds(streams)
    while (item := (yield from Next(merged))) is not None:
        name, frame = item
        if isinstance(frame, Ended):
            for (other, stream), lines in partial.items():
                if other == name:
                    for text in lines.end():
                        line(name, stream, text)
            if frame.error is not None:
                raise frame.error
            continue
        for text in partial.setdefault((name, frame.stream), Lines()).feed(frame.data):
            line(name, frame.stream, text)
