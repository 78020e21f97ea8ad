"""The sources of the live page: the live traffic, and recordings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engineclient.errors import EngineError
from engineclient.languages import gettext as _
from engineclient.live.feed import Feed
from engineclient.recording.grading import grade
from engineclient.recording.library import open_recording, recordings
from engineclient.recording.recording import EngineInfo, Recording

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.events import Event

__all__ = ["Sources"]

_OPENED: Final = 4  # recordings kept in memory


class Sources:
    """The live feed, if there is one, and every recording by its name.

    Args:
        live: the feed of the live traffic.
        engine: returns the description of its engine, for a recording made of it.

    """

    def __init__(self, live: Feed | None, engine: Callable[[], EngineInfo] | None = None) -> None:
        self.live = live
        self._engine = engine
        self._opened: dict[str, Feed] = {}

    def names(self) -> list[tuple[str, str]]:
        """The name and the title of each source; the first one has an empty name."""
        live = [("", _("what passes now"))] if self.live is not None else [("", _("choose a recording"))]
        return [*live, *((name, name) for name, _path in recordings())]

    def find(self, name: str) -> Feed | None:
        """The feed of that name, or None."""
        if not name:
            return self.live or Feed("")
        if name not in self._opened:
            known = dict(recordings())
            if name not in known:
                return None
            while len(self._opened) >= _OPENED:
                del self._opened[next(iter(self._opened))]
            self._opened[name] = _played(Recording.load(known[name]))
        return self._opened[name]

    def recording_of(self, feed: Feed) -> Recording:
        """The traffic of a feed, as a recording."""
        engine = self._engine() if self._engine is not None else EngineInfo("Docker", "0", "1.40")
        trace = feed.trace()
        return Recording.of(
            trace.events, scenario="live", engine=engine, command=trace.command, began=trace.began
        )

    def compare(self, feed: Feed, name: str) -> list[list[str]]:
        """The differences of a feed's traffic from a recording: grade, request and text of each change.

        Raises:
            EngineError: there is no such recording.

        """
        if not name:
            raise EngineError(_("Choose a recording to compare with."))
        old, new = open_recording(name), self.recording_of(feed)
        return [[str(change.grade), change.request, change.text] for change in grade(old.lines, new.lines)]


def _played(recording: Recording) -> Feed:
    """A feed with all events of a recording."""
    feed = Feed(recording.description, tuple(recording.command), timed=recording.times is not None)
    feed.began = recording.times.began if recording.times else 1.0
    for index, event in enumerate(recording.events()):
        feed.event(event if recording.times else _at(event, index))
    return feed


def _at(event: Event, index: int) -> Event:
    """The event with its index as its time, for a recording without times."""
    return replace(event, at=index / 1000)
