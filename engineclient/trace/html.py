"""A trace as one page of HTML that needs nothing else: lanes along an axis of time, every request and frame to unfold.

What passed may be hostile. It is text and attributes, escaped, and the page's own policy lets no script run but its own,
by digest, and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shlex
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.events import Elided, End, Event, Pairs, Request, Response
from engineclient.trace.curl import curl
from engineclient.trace.fields import brief_path, plain, quoted
from engineclient.trace.notes import HIJACKED, MOMENTS
from engineclient.trace.words import duration, phrase, size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engineclient.trace.collected import Trace
    from engineclient.trace.exchanges import Exchange, Part
    from engineclient.trace.moments import Moment

__all__ = ["render"]

_SHOWN: Final = 1000  # parts of one exchange
_LONGEST: Final = 64 * 1024  # characters of one body
_TICKS: Final = 8


def render(trace: Trace) -> str:
    """The text of the file."""
    style, script = (Path(__file__).with_name(f"page.{kind}").read_text("utf-8") for kind in ("css", "js"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    title = _text(shlex.join(trace.command) or trace.engine)
    exchanges = trace.exchanges()
    scale = _Scale.of(trace)
    lanes = "".join(_lane(trace, scale, exchange, parts) for exchange, parts in exchanges)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title} · what the engine was asked</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1><code>{title}</code></h1>
<p class="facts">{_facts(trace, len(exchanges))}</p>
</header>
<div class="bar">
<fieldset><legend>Across</legend>{_scales(trace)}</fieldset>
<button type="button" id="all" hidden>Unfold or fold all</button>
</div>
<ul class="key">
<li><i class="c"></i>the client asks or sends</li><li><i class="e"></i>the engine answers or sends</li>
<li><i class="d"></i>the daemon's own events (GET /events)</li>
</ul>
<main class="lanes" style="--step:{100 * _step(trace) / scale.length:.3f}%">
<div class="lane axis row"><span class="label"></span><span class="track">{_ticks(trace)}</span></div>
{_moments(trace, scale)}{lanes}</main>
<script>{script}</script>
</body>
</html>
"""


def _facts(trace: Trace, count: int) -> str:
    facts = [trace.engine]
    if trace.server:
        facts.append(trace.server)
    if trace.api_version:
        facts.append(f"API {trace.api_version}")
    facts.append(f"{count} request{'' if count == 1 else 's'}")
    if trace.timed:
        facts += [duration(trace.length), trace.date(0)]
    return _text(" · ".join(facts))


def _scales(trace: Trace) -> str:
    time = '<label><input type="radio" name="scale" id="time" checked> time</label>' if trace.timed else ""
    checked = "" if trace.timed else " checked"
    return f'{time}<label><input type="radio" name="scale" id="order"{checked}> order of events</label>'


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where things stand from left to right, in percent: by their time, and by their place in the order of all."""

    length: float
    places: dict[int, float]  # by the identity of an event or a moment

    @classmethod
    def of(cls, trace: Trace) -> _Scale:
        everything: list[Event | Moment] = sorted([*trace.events, *trace.moments], key=lambda item: item.at)
        step = 100 / max(1, len(everything))
        return cls(trace.length or 1.0, {id(item): index * step for index, item in enumerate(everything)})

    def at(self, at: float, order: float) -> str:
        """The style of a mark."""
        return f"--t:{100 * max(at, 0) / self.length:.3f}%;--o:{order:.3f}%"

    def span(self, begin: tuple[float, float], end: tuple[float, float]) -> str:
        """The style of a bar between two places, each a time and a place in the order."""
        width = 100 * max(end[0] - begin[0], 0) / self.length
        return f"{self.at(*begin)};--tw:{width:.3f}%;--ow:{max(end[1] - begin[1], 0):.3f}%"

    def place(self, item: Event | Moment) -> float:
        """The place of an event or a moment in the order."""
        return self.places[id(item)]


def _step(trace: Trace) -> float:
    """Seconds between two ticks of the axis: round, and so that there are few."""
    rounds = (factor * 10.0**power for power in range(-5, 6) for factor in (1, 2, 5))
    return next(step for step in rounds if trace.length / step <= _TICKS)


def _ticks(trace: Trace) -> str:
    if not trace.timed or not trace.length:
        return ""
    step = _step(trace)
    return "".join(
        f'<span class="tick" style="--t:{100 * index * step / trace.length:.3f}%">'
        f"{duration(index * step) if index else 0}</span>"
        for index in range(int(trace.length / step) + 1)
    )


def _moments(trace: Trace, scale: _Scale) -> str:
    if not trace.moments:
        return ""
    marks = "".join(
        f'<span class="moment" style="{scale.at(moment.at, scale.place(moment))}" title="{_told(moment)}"></span>'
        for moment in trace.moments
    )
    told = "".join(
        f"<li><code>{_text(duration(moment.at))}</code> {_told(moment)}{_meaning(moment)}</li>"
        for moment in trace.moments
    )
    return (
        '<details class="lane" id="daemon"><summary class="row"><span class="label"><span class="n"></span>'
        f'<span class="what"><b>the daemon</b> says of itself</span></span><span class="track">{marks}</span></summary>'
        f'<div class="inside"><ul class="moments">{told}</ul></div></details>\n'
    )


def _told(moment: Moment) -> str:
    return _text(" ".join([moment.title, *moment.details]))


def _meaning(moment: Moment) -> str:
    meaning = MOMENTS.get(moment.title)
    return f' <span class="none">{_text(meaning)}</span>' if meaning else ""


def _lane(trace: Trace, scale: _Scale, exchange: Exchange, parts: list[Part]) -> str:
    number = exchange.number
    return (
        f'<details class="lane" id="x{number}"><summary class="row"><span class="label">'
        f'<span class="n">{number}</span><span class="what mono"><b>{_text(exchange.request.method)}</b> '
        f"{_path(exchange)}</span>{_status(exchange)}</span>"
        f'<span class="track">{_marks(trace, scale, exchange)}</span></summary>'
        f'<div class="inside">{_note(exchange)}<div class="sides">{_request(exchange)}{_answer(trace, exchange, parts)}'
        f"</div>{_parts(trace, exchange, parts)}{_pasted(trace, exchange)}</div></details>\n"
    )


def _path(exchange: Exchange) -> str:
    """The path, which may be broken before a slash."""
    return _text(brief_path(exchange.request.path) or exchange.ask).replace("/", "<wbr>/")


def _status(exchange: Exchange) -> str:
    if exchange.response is None:
        return '<span class="status bad">no answer</span>'
    status = exchange.response.status
    kind = " bad" if status >= 500 else " warn" if status >= 400 else ""
    return f'<span class="status{kind}">{status}</span>'


def _marks(trace: Trace, scale: _Scale, exchange: Exchange) -> str:
    events = [event for event in trace.events if event.exchange == exchange.number]
    first, last = events[0], events[-1]
    head = next((event for event in events if isinstance(event, Response)), last)
    begin, headed, end = ((event.at, scale.place(event)) for event in (first, head, last))
    marks = [f'<span class="span asked" style="{scale.span(begin, headed)}"></span>']
    if head is not last:
        marks.append(f'<span class="span open" style="{scale.span(headed, end)}"></span>')
    for event in [event for event in events if not isinstance(event, Request | Response | End)][:_SHOWN]:
        style = scale.at(event.at, scale.place(event))
        marks.append(f'<span class="dot {event.side}" style="{style}" title="{size_of(event.data)}"></span>')
    return "".join(marks)


def _note(exchange: Exchange) -> str:
    note = exchange.note
    if note is None:
        return ""
    lines = [f"Without it, {note.without}", f"Background: {note.behind}"]
    if exchange.hijacked:
        lines.insert(0, HIJACKED)
    if exchange.response is not None and exchange.response.status in note.answers:
        lines.insert(0, note.answers[exchange.response.status])
    return (
        f'<p class="note">{_text(note.purpose)}{"".join(f"<span>{_text(line)}</span>" for line in lines)}</p>'
    )


def _request(exchange: Exchange) -> str:
    request = exchange.request
    version = f"/v{request.version}" if request.version else ""
    return (
        f"<section><h2>Request</h2><code>{_text(f'{request.method} {version}{request.path}'.strip())}</code>"
        f"{_table(request.query)}{_table(request.headers)}{_body(exchange.body)}</section>"
    )


def _answer(trace: Trace, exchange: Exchange, parts: list[Part]) -> str:
    response = exchange.response
    if response is None:
        return '<section><h2>Answer</h2><p class="none">None came.</p></section>'
    told = [f"{response.status} {phrase(response.status)}".strip()]
    if trace.timed:
        told.append(f"after {duration(response.at - exchange.request.at)}")
    body = "" if exchange.streams else "".join(_body(part.data) for part in parts)
    return f"<section><h2>Answer</h2><code>{_text(' '.join(told))}</code>{_table(response.headers)}{body}</section>"


def _parts(trace: Trace, exchange: Exchange, parts: Sequence[Part]) -> str:
    if not exchange.streams or not parts:
        return ""
    more = len(parts) - _SHOWN
    rest = f'<p class="none">… and {more} more</p>' if more > 0 else ""
    told = "".join(_part(trace, part) for part in parts[:_SHOWN])
    return f'<section class="parts"><h2>What passed</h2>{told}{rest}</section>'


def _part(trace: Trace, part: Part) -> str:
    at = f'<span class="at">{_text(duration(part.at))}</span>' if trace.timed else ""
    head = f'<p class="mono none">header of the frame: {part.head.hex(" ")}</p>' if part.framed else ""
    return (
        f'<details class="frame {part.side}"><summary class="mono">{at}<span class="who">{part.kind}</span>'
        f'<span class="size">{size_of(part.data)}</span><span class="says">{_text(quoted(part.text, 200))}</span>'
        f"</summary>{head}{_body(part.data)}</details>"
    )


def _pasted(trace: Trace, exchange: Exchange) -> str:
    if not exchange.request.method:
        return ""
    return f'<section class="pasted"><h2>As curl</h2><pre>{_lines(curl(exchange.request, trace.socket))}</pre></section>'


def _table(pairs: Pairs) -> str:
    rows = "".join(
        f"<tr><th>{_text(name)}</th><td><code>{_text(value)}</code></td></tr>" for name, value in pairs
    )
    return f"<table>{rows}</table>" if rows else ""


def _body(data: bytes | Elided) -> str:
    if not data:
        return ""
    if isinstance(data, Elided):
        return f'<p class="none">{size_of(data)}, not kept; sha256 {_text(data.sha256) or "not taken"}</p>'
    try:
        text = json.dumps(json.loads(data), indent=2, ensure_ascii=False)
    except ValueError:
        text = data.decode(errors="replace")
    cut = f"\n… {len(text) - _LONGEST} more characters" if len(text) > _LONGEST else ""
    return f"<pre>{_lines((text[:_LONGEST] + cut).split(chr(10)))}</pre>"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(map(_text, lines))


def _text(text: str) -> str:
    return escape(plain(text.expandtabs()))
