"""A trace as a Mermaid sequence diagram, for documentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engineclient.events import End, Request, Response
from engineclient.trace.build_steps import in_words
from engineclient.trace.exchanges import Exchange
from engineclient.trace.fields import brief, fields, quoted, short
from engineclient.trace.part import Part
from engineclient.trace.phrases import phrase, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.trace.trace import Trace

__all__ = ["render"]

_SHOWN: Final = 12  # parts shown of one exchange; the rest is counted
# Characters that Mermaid may take for syntax, or a page for markup
_SPECIAL: Final = re.compile(r"[^\w \-./:?=&,·*()'@+]")


def render(trace: Trace) -> str:
    """The text of the file: requests, answers and frames as arrows, the daemon's own events as notes beside them."""
    lines = ["sequenceDiagram", "    participant C as client", "    participant E as engine"]
    timed = [(at, f"    {line}") for at, line in _arrows(trace)]
    for daemon_event in trace.daemon_events:
        place = next((index for index, (at, _) in enumerate(timed) if at > daemon_event.at), len(timed))
        note = _escaped(" ".join([daemon_event.title, *daemon_event.details]))
        timed.insert(place, (daemon_event.at, f"    Note right of E: {note}"))
    return "\n".join([*lines, *(line for _, line in timed)]) + "\n"


def _arrows(trace: Trace) -> Iterator[tuple[float, str]]:
    exchanges: dict[int, Exchange] = {}
    counted: dict[int, int] = {}
    for event in trace.events:
        if isinstance(event, Request):
            exchange = exchanges[event.exchange] = Exchange.of(event)
            query = "&".join(f"{name}={short(value)}" for name, value in event.query)
            asked = " ".join([brief(event.path) + ("?" + query if query else ""), *fields(exchange.json, 3)])
            yield event.at, f"C->>E: {event.exchange} {_escaped(f'{event.method} {asked}')}"
            continue
        exchange = exchanges[event.exchange]
        parts = exchange.take(event)
        number = event.exchange
        if isinstance(event, Response) and exchange.streams:
            yield event.at, f"E-->>C: {number} {_escaped(_status(exchange))}"
            if exchange.hijacked:
                yield event.at, "Note over C,E: here HTTP ends#59; bytes go both ways"
        elif isinstance(event, End) and not exchange.streams and event.side == "daemon":
            yield event.at, _ending(exchange, parts, event)
            continue
        for part in parts:
            if part.kind == "record" and in_words(part.json) == "":
                continue
            counted[number] = counted.get(number, 0) + 1
            if counted[number] <= _SHOWN:
                yield part.at, _arrow(number, part)
        if isinstance(event, End) and exchange.streams:
            rest = counted.get(number, 0) - _SHOWN
            if rest > 0 and exchange.over:
                yield event.at, f"Note over C,E: {number} and {rest} more"
            arrow = "C-)E" if event.side == "client" else "E--)C"
            yield event.at, f"{arrow}: {number} {event.how}"


def _ending(exchange: Exchange, parts: list[Part], event: End) -> str:
    if exchange.response is None or event.how != "complete":
        return f"E--xC: {event.exchange} the connection ends"
    answer = " ".join([_status(exchange), *summary(exchange, parts)])
    return f"E-->>C: {event.exchange} {_escaped(answer)}"


def _status(exchange: Exchange) -> str:
    assert exchange.response is not None
    return f"{exchange.response.status} {phrase(exchange.response.status)}"


def _arrow(number: int, part: Part) -> str:
    arrow = "C-)E" if part.side == "client" else "E--)C"
    record = part.json if part.kind == "record" else None
    if (content := in_words(record)) is None:
        content = (
            " ".join(fields(record, 3)) if record is not None else f"{part.kind} {quoted(part.text, 40)}"
        )
    return f"{arrow}: {number} {_escaped(content)}"


def _escaped(text: str) -> str:
    """`text` with special characters as Mermaid's entities: `#59;` for a semicolon, which would end the line."""
    return _SPECIAL.sub(lambda match: f"#{ord(match[0])};", text)
