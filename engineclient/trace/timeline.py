"""The positions of marks in the lanes of a page: by time, and by their index among all events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.events import Data, Event, Response
from engineclient.languages import gettext as _
from engineclient.trace.phrases import duration, size_of
from engineclient.trace.unfolded import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.trace.daemon_events import DaemonEvent
    from engineclient.trace.trace import Trace

__all__ = ["Timeline"]

_SHOWN: Final = 1000  # marks shown of one exchange
_TICKS: Final = 8


class Timeline:
    """The marks of a trace. Each has both positions, in percent; the page's style selects one.

    Attributes:
        step: the distance between two ticks of the axis, in percent.

    """

    def __init__(self, trace: Trace, daemon_events: Sequence[DaemonEvent]) -> None:
        everything: list[Event | DaemonEvent] = sorted(
            [*trace.events, *daemon_events], key=lambda item: item.at
        )
        self._order = {id(item): 100 * index / len(everything) for index, item in enumerate(everything)}
        self._length = trace.length or 1.0
        self._events: dict[int, list[Event]] = {}
        for event in trace.events:
            self._events.setdefault(event.exchange, []).append(event)
        rounds = (factor * 10.0**power for power in range(-5, 10) for factor in (1, 2, 5))
        self._tick = next(step for step in rounds if self._length / step <= _TICKS)
        self.step: float = 100 * self._tick / self._length

    def axis(self) -> str:
        """The ticks of the time axis."""
        return "".join(
            f'<span class="tick" style="--t:{index * self.step:.3f}%">'
            f"{duration(index * self._tick) if index else 0}</span>"
            for index in range(int(self._length / self._tick) + 1)
        )

    def exchange(self, number: int) -> str:
        """The marks of an exchange: the spans until its answer and until its end, and its parts."""
        events = self._events[number]
        first, last = events[0], events[-1]
        head = next((event for event in events if isinstance(event, Response)), last)
        marks = [
            f'<span class="span works" style="{self._span(first, head)}"></span>',
            f'<span class="dot client asks" style="{self._at(first)}"></span>',
        ]
        if head is not last:
            marks.append(f'<span class="span open" style="{self._span(head, last)}"></span>')
        parts = [event for event in events if isinstance(event, Data)]
        marks += [
            f'<span class="dot {part.side}" style="{self._at(part)}" title="{size_of(part.data)}"></span>'
            for part in parts[:_SHOWN]
        ]
        return "".join(marks)

    def spoken(self, number: int) -> str:
        """The times of an exchange as text, for screen readers."""
        events = self._events[number]
        first, last = events[0], events[-1]
        head = next((event for event in events if isinstance(event, Response)), last)
        text = _("begins at {at}, answered after {time}, over after {end}")
        return text.format(
            at=duration(first.at), time=duration(head.at - first.at), end=duration(last.at - first.at)
        )

    def daemon_event(self, daemon_event: DaemonEvent) -> str:
        """The mark of an event of the daemon."""
        title = text(" ".join([daemon_event.title, *daemon_event.details]))
        return f'<span class="moment" style="{self._at(daemon_event)}" title="{title}"></span>'

    def _at(self, item: Event | DaemonEvent) -> str:
        return f"--t:{self._time(item):.3f}%;--o:{self._order[id(item)]:.3f}%"

    def _span(self, begin: Event, end: Event) -> str:
        time = max(self._time(end) - self._time(begin), 0)
        order = max(self._order[id(end)] - self._order[id(begin)], 0)
        return f"{self._at(begin)};--tw:{time:.3f}%;--ow:{order:.3f}%"

    def _time(self, item: Event | DaemonEvent) -> float:
        return 100 * max(item.at, 0) / self._length
