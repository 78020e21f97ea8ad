"""A trace as one page of HTML that needs nothing else: lanes along an axis of time, every request and frame to unfold.

What passed may be hostile. It is text and attributes, escaped, and the page's own policy lets no script run but its own,
by digest, and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.events import Elided, Pairs
from engineclient.trace.curl import curl
from engineclient.trace.fields import brief, plain, quoted
from engineclient.trace.lanes import Lanes, text
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
_PREVIEW: Final = 200  # characters of a part that is folded
_DAEMON_KEY: Final = '<li><i class="d"></i>the daemon\'s own events (GET /events)</li>\n'


def render(trace: Trace) -> str:
    """The text of the file."""
    style, script = (Path(__file__).with_name(f"page.{kind}").read_text("utf-8") for kind in ("css", "js"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    title = text(shlex.join(trace.command) or trace.engine)
    exchanges = trace.exchanges()
    lanes = Lanes(trace)
    told = "".join(_lane(trace, lanes, exchange, parts) for exchange, parts in exchanges)
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
{_scales(trace)}
<button type="button" id="all" hidden>Unfold or fold all</button>
</div>
<ul class="key">
<li><i class="c"></i>the client asks or sends</li><li><i class="e"></i>the engine answers or sends</li>
{_DAEMON_KEY if trace.moments else ""}</ul>
<main class="lanes" style="--step:{lanes.step:.3f}%">
{_axis(trace, lanes)}{_moments(trace, lanes)}{told}</main>
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
    return text(" · ".join(facts))


def _scales(trace: Trace) -> str:
    """What lies across: the time, or, and without times always, the order."""
    if not trace.timed:
        return '<input type="radio" id="order" checked hidden>'
    choices = (("time", "time", " checked"), ("order", "order of events", ""))
    radios = "".join(
        f'<label><input type="radio" name="scale" id="{id}"{checked}> {name}</label>'
        for id, name, checked in choices
    )
    return f"<fieldset><legend>Across</legend>{radios}</fieldset>"


def _axis(trace: Trace, lanes: Lanes) -> str:
    if not trace.timed:
        return ""
    return f'<div class="lane axis row"><span class="label"></span><span class="track">{lanes.axis()}</span></div>\n'


def _moments(trace: Trace, lanes: Lanes) -> str:
    if not trace.moments:
        return ""
    marks = "".join(map(lanes.moment, trace.moments))
    told = "".join(map(_moment, trace.moments))
    return (
        '<details class="lane" id="daemon"><summary class="row"><span class="label"><span class="n"></span>'
        f'<span class="what"><b>the daemon</b> says of itself</span></span><span class="track">{marks}</span></summary>'
        f'<div class="inside"><ul class="moments">{told}</ul></div></details>\n'
    )


def _moment(moment: Moment) -> str:
    said = text(" ".join([moment.title, *moment.details]))
    meaning = text(MOMENTS.get(moment.title, ""))
    return f'<li><code>{duration(moment.at)}</code> {said} <span class="none">{meaning}</span></li>'


def _lane(trace: Trace, lanes: Lanes, exchange: Exchange, parts: list[Part]) -> str:
    number = exchange.number
    return (
        f'<details class="lane" id="x{number}"><summary class="row"><span class="label">'
        f'<span class="n">{number}</span><span class="what mono"><b>{text(exchange.request.method)}</b> '
        f"{_path(exchange)}</span>{_status(exchange)}</span>"
        f'<span class="track">{lanes.exchange(number)}</span></summary>'
        f'<div class="inside">{_note(exchange)}<div class="sides">{_request(exchange)}{_answer(trace, exchange, parts)}'
        f"</div>{_parts(trace, exchange, parts)}{_pasted(trace, exchange)}</div></details>\n"
    )


def _path(exchange: Exchange) -> str:
    """The path, which may be broken before a slash."""
    return text(brief(exchange.request.path) or exchange.ask).replace("/", "<wbr>/")


def _status(exchange: Exchange) -> str:
    if exchange.response is None:
        return '<span class="status bad">no answer</span>'
    status = exchange.response.status
    kind = " bad" if status >= 500 else " warn" if status >= 400 else ""
    return f'<span class="status{kind}">{status}</span>'


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
        f'<p class="note">{text(note.purpose)}{"".join(f"<span>{text(line)}</span>" for line in lines)}</p>'
    )


def _request(exchange: Exchange) -> str:
    request = exchange.request
    version = f"/v{request.version}" if request.version else ""
    return (
        f"<section><h2>Request</h2><code>{text(f'{request.method} {version}{request.path}'.strip())}</code>"
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
    return f"<section><h2>Answer</h2><code>{text(' '.join(told))}</code>{_table(response.headers)}{body}</section>"


def _parts(trace: Trace, exchange: Exchange, parts: Sequence[Part]) -> str:
    if not exchange.streams or not parts:
        return ""
    more = len(parts) - _SHOWN
    rest = f'<p class="none">… and {more} more</p>' if more > 0 else ""
    told = "".join(_part(trace, part) for part in parts[:_SHOWN])
    return f'<section class="parts"><h2>What passed</h2>{told}{rest}</section>'


def _part(trace: Trace, part: Part) -> str:
    at = f'<span class="at">{duration(part.at)}</span>' if trace.timed else ""
    says = plain(part.text[:_PREVIEW]) if part.kind == "record" else quoted(part.text, _PREVIEW)
    head = f'<p class="mono none">header of the frame: {part.head.hex(" ")}</p>' if part.framed else ""
    return (
        f'<details class="frame {part.side}"><summary class="mono">{at}<span class="who">{part.kind}</span>'
        f'<span class="size">{size_of(part.data)}</span><span class="says">{text(says)}</span>'
        f"</summary>{head}{_body(part.data)}</details>"
    )


def _pasted(trace: Trace, exchange: Exchange) -> str:
    if not exchange.request.method:
        return ""
    return f'<section class="pasted"><h2>As curl</h2><pre>{_lines(curl(exchange.request, trace.socket))}</pre></section>'


def _table(pairs: Pairs) -> str:
    rows = "".join(
        f"<tr><th>{text(name)}</th><td><code>{text(value)}</code></td></tr>" for name, value in pairs
    )
    return f"<table>{rows}</table>" if rows else ""


def _body(data: bytes | Elided) -> str:
    if not data:
        return ""
    if isinstance(data, Elided):
        return f'<p class="none">{size_of(data)}, not kept; sha256 {text(data.sha256) or "not taken"}</p>'
    try:
        body = json.dumps(json.loads(data), indent=2, ensure_ascii=False)
    except ValueError:
        body = data.decode(errors="replace")
    more = f"\n… {len(body) - _LONGEST} more characters" if len(body) > _LONGEST else ""
    return f"<pre>{_lines((body[:_LONGEST] + more).split(chr(10)))}</pre>"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(map(text, lines))
