"""Match a client's requests to those of a recording, each of which is used once, and report the deviations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engineclient.recording.format import is_ping
from engineclient.recording.replay.matching import Difference, compare, same_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engineclient.events import Request
    from engineclient.recording.canonical import Values
    from engineclient.recording.format import Line

__all__ = ["Claims", "Report", "is_always_answered"]

_READS = ("GET", "HEAD")


@dataclass(slots=True)
class Report:
    """The deviations of a replay from its recording.

    Attributes:
        unexpected: requests that match no recorded one, each with the nearest one and the field that differs.
        unused: recorded requests that the client did not send.
        stalled: answers that timed out while they waited for an event of the client, and for which.
        elided: answers whose bytes are not in the recording; zeros were sent.

    """

    unexpected: list[str] = field(default_factory=list[str])
    unused: list[str] = field(default_factory=list[str])
    stalled: list[str] = field(default_factory=list[str])
    elided: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return "\n".join(
            (
                *(f"unexpected: {text}" for text in self.unexpected),
                *(f"not requested: {text}" for text in self.unused),
                *(f"timed out: {text}" for text in self.stalled),
                *(f"not in the recording: {text}" for text in self.elided),
            )
        )

    @property
    def good(self) -> bool:
        """Whether all went as recorded."""
        return not (self.unexpected or self.unused or self.stalled)


def is_always_answered(asked: Request) -> bool:
    """Whether it is a request for /_ping or /version, which clients send more or less often."""
    return asked.path in ("/_ping", "/version") and asked.method in _READS


class Claims:
    """Matches each request of a client to one recorded request that is still unused. Not thread-safe.

    Attributes:
        exchanges: the lines of each exchange with their indexes, by its number.

    """

    def __init__(self, lines: Sequence[Line], values: Values, *, lenient: bool) -> None:
        """Start with all recorded requests unused.

        Args:
            lines: the lines of the recording.
            values: values for the names in the lines; what a client sends in the place of a wildcard is bound in them.
            lenient: match by method and path alone, and answer a read request as often as it is sent.

        """
        self.exchanges: dict[int, list[tuple[int, Line]]] = {}
        for place, line in enumerate(lines):
            self.exchanges.setdefault(line["x"], []).append((place, line))
        self._values = values
        self._lenient = lenient
        self._left = [x for x, _ in self._requests()]

    @property
    def needed(self) -> list[int]:
        """The exchanges that the client must request: all but pings."""
        return [x for x, line in self._requests() if not is_ping(line)]

    @property
    def unused(self) -> list[str]:
        """The needed requests that the client has not sent yet, as method and path."""
        return [self._text(x) for x in self.needed if x in self._left]

    def claim(self, asked: Request) -> int | None:
        """The exchange that answers the request `asked`: the first unused one that matches, or None."""
        for x in self._left:
            differences, bound = compare(self._line(x), asked, self._values)
            if not differences:
                for name, value in bound.items():
                    self._values.bind(name, value)
                self._left.remove(x)
                return x
        return self._claim_leniently(asked) if self._lenient else None

    def _claim_leniently(self, asked: Request) -> int | None:
        again = [x for x, _ in self._requests()] if asked.method in _READS else []
        for x in (*self._left, *again):
            if same_place(self._line(x), asked, self._values):
                if x in self._left:
                    self._left.remove(x)
                return x
        return None

    def nearest(self, asked: Request) -> str:
        """A description of the request `asked`, and how the most similar recorded request differs."""
        what = f"{asked.method} {asked.path}"
        found: list[tuple[tuple[bool, bool, bool, int], int, list[Difference]]] = []
        for x in self.needed:
            differences, _ = compare(self._line(x), asked, self._values)
            fields = {difference.field for difference in differences}
            rank = ("path" in fields, "method" in fields, x not in self._left, len(differences))
            found.append((rank, x, differences))
        if not found:
            return f"{what}: nothing was recorded"
        _, x, differences = min(found, key=lambda entry: entry[:2])
        if not differences:
            return f"{what}: it was recorded, but has been played already"
        differs = "; ".join(map(str, differences[:3]))
        return (
            f"{what}: the nearest recorded request is number {x}, {self._text(x)}, which differs in {differs}"
        )

    def _requests(self) -> Iterator[tuple[int, Line]]:
        for x, lines in self.exchanges.items():
            if "ask" in lines[0][1]:
                yield x, lines[0][1]

    def _line(self, x: int) -> Line:
        return self.exchanges[x][0][1]

    def _text(self, x: int) -> str:
        return self._values.fill_text(self._line(x)["ask"])
