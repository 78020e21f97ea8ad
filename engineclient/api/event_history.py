"""Remembers which events have arrived, so that a lost stream can be resumed without gaps and duplicates."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from engineclient.wire.records import json_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.calls import Head, StreamCall
    from engineclient.models.system import Event

_SECOND: Final = 1_000_000_000  # nanoseconds
_OVERLAP: Final = _SECOND
"""Nanoseconds before the newest event that are read again; events that arrived before are dropped. Engines may send
events in another order than that of their times."""

_FEW: Final = 64  # events that are remembered whatever their age


class EventHistory:
    """The events of the last second of a stream; see `calls.Resume`.

    Args:
        begin: makes the call that reads events from a time on, given in unix seconds.
        since: where the user's own request begins; None for the time at which it is answered.
    """

    def __init__(self, begin: Callable[[str], StreamCall[Event]], since: str | None) -> None:
        self._begin = begin
        self._since = since
        self._first = 0
        self._newest = 0
        self._arrived: dict[bytes, int] = {}  # the time of each event
        self._most = _FEW

    def opened(self, head: Head) -> None:
        """Remember where the stream begins: without `since` that is the time of the answer, by the engine's clock."""
        if self._since is None:
            self._since = str(_seconds(head.headers.get("date", "")))

    def new(self, events: list[Event]) -> list[Event]:
        """The events that have not arrived before."""
        fresh: list[Event] = []
        for event in events:
            key = json_bytes(event.raw)
            if key not in self._arrived:
                self._arrived[key] = event.time_nano
                self._first = self._first or event.time_nano
                self._newest = max(self._newest, event.time_nano)
                fresh.append(event)
        if len(self._arrived) > self._most:
            begin = self._overlap
            self._arrived = {key: at for key, at in self._arrived.items() if at >= begin}
            self._most = 2 * len(self._arrived) + _FEW
        return fresh

    @property
    def _overlap(self) -> int:
        return max(self._first, self._newest - _OVERLAP)

    def rest(self) -> StreamCall[Event]:
        """The call that continues the stream."""
        if not self._newest:
            return self._begin(self._since or "0")
        seconds, nanoseconds = divmod(self._overlap, _SECOND)
        return self._begin(f"{seconds}.{nanoseconds:09}")


def _seconds(date: str) -> int:
    """The time in a Date header; the local time if there is none."""
    from email.utils import parsedate_to_datetime  # imported here because few streams are lost

    try:
        return int(parsedate_to_datetime(date).timestamp())
    except ValueError:
        return int(time.time())
