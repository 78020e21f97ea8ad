"""Short texts for times, statuses and answers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from engineclient.events import Elided
from engineclient.golang.units import human_size
from engineclient.trace.fields import brief, pick, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.part import Part

__all__ = ["duration", "phrase", "size_of", "summary"]


def duration(seconds: float) -> str:
    """A human-readable time: `0.4 ms`, `25 ms`, `1.3 s`, `2 min 5 s`."""
    if seconds < 0.00995:
        return f"{max(seconds, 0) * 1000:.1f} ms"
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def phrase(status: int) -> str:
    """The reason phrase of an HTTP status, "" for an unknown one."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def size_of(data: bytes | Elided) -> str:
    """The human-readable size of content, kept or not."""
    return human_size(data.size if isinstance(data, Elided) else len(data))


def summary(exchange: Exchange, parts: Iterable[Part]) -> list[str]:
    """A summary of an answer's body, in a few words."""
    return [word for part in parts for word in _told_of(part, exchange)]


def _told_of(part: Part, exchange: Exchange) -> list[str]:
    if part.kind != "body":
        return [size_of(part.data)]
    value: Any = part.json
    response = exchange.response
    if response is not None and response.status >= 400:
        message = value.get("message") if isinstance(value, dict) else None
        return [brief(message if isinstance(message, str) else part.text.strip())]
    if value is None:
        return [size_of(part.data) if "\0" in part.text else quoted(part.text)]  # an archive is no text
    return ["  ".join(pick(value, exchange.note.tells if exchange.note else ()))]
