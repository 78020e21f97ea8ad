"""A trace as one self-contained HTML page: the outcome, then one lane for each request along an axis of time.

Folded, the page shows the outcome and one sentence a lane. The traffic may be hostile: it is inserted only as escaped
text and attributes, and the content security policy allows the page's own script only, by digest, and no fetches.
"""

from __future__ import annotations

import base64
import hashlib
import shlex
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engineclient.languages import current, gettext as _, ngettext
from engineclient.trace.explanations import meaning
from engineclient.trace.fields import brief, short
from engineclient.trace.names import Names
from engineclient.trace.phrases import duration
from engineclient.trace.sentences import error_of, output_of, sentence
from engineclient.trace.timeline import Timeline
from engineclient.trace.unfolded import text, unfolded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.trace.daemon_events import DaemonEvent
    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.part import Part
    from engineclient.trace.trace import Trace

__all__ = ["policy", "render", "resource"]

_OUTPUT: Final = 8 * 1024  # characters shown of the program's output
_CLIENTS: Final = frozenset({"docker", "minidocker", "podman"})

_WithParts = tuple["Exchange", "list[Part]"]


def resource(name: str) -> str:
    """A file of the page: its style or its script."""
    return Path(__file__).with_name(name).read_text("utf-8")


def policy(script: str) -> str:
    """The content security policy: the page's own style, its own script by digest, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def render(trace: Trace) -> str:
    """The text of the file."""
    script = resource("page.js")
    title = text(shlex.join(trace.command) or trace.engine)
    return f"""<!doctype html>
<html lang="{current()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{policy(script)}">
<title>{title} · {text(_("requests to the engine"))}</title>
<style>
{resource("page.css")}</style>
</head>
<body>
{_Page(trace).body(title)}
<script>{script}</script>
</body>
</html>
"""


class _Page:
    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._exchanges = trace.exchanges()
        self._daemon_events = trace.daemon_events or trace.inferred_daemon_events()
        self._names = Names()
        for exchange, parts in self._exchanges:
            self._names.learn(exchange, parts)
        for daemon_event in self._daemon_events:
            self._names.learn_daemon_event(daemon_event)
        self._lanes = Timeline(trace, self._daemon_events)
        self._longest = self._find_longest()
        self._removing = trace.removes_by_itself()

    def _find_longest(self) -> int:
        """The number of the request whose answer took longest, 0 if there are no times."""
        answered = [
            (exchange.response.at - exchange.request.at, exchange.number)
            for exchange, _parts in self._exchanges
            if exchange.response is not None and not exchange.hijacked
        ]
        return max(answered, default=(0.0, 0))[1] if self._trace.timed and len(answered) > 1 else 0

    def body(self, title: str) -> str:
        lanes = "".join(self._groups())
        daemon = self._daemon()
        key = f'<li><i class="d"></i>{text(_("events of the daemon"))}</li>' if daemon else ""
        return f"""<header>
<h1><code>{title}</code></h1>
{self._outcome()}
<p class="facts">{self._facts()}</p>
</header>
<main>
{self._output()}
<div class="bar">
{self._scales()}
<ul class="key">
<li><i class="c"></i>{text(_("the client sends"))}</li>
<li><i class="e"></i>{text(_("the engine works on its answer"))}</li>
<li><i class="o"></i>{text(_("the answer stays open"))}</li>
{key}</ul>
<button type="button" id="all" hidden>{text(_("Unfold or fold all"))}</button>
</div>
<div class="lanes" style="--step:{self._lanes.step:.3f}%">
{self._axis()}{daemon}{lanes}</div>
</main>"""

    def _outcome(self) -> str:
        """The outcome in one line."""
        trace = self._trace
        failed = [
            (exchange, error) for exchange, parts in self._exchanges if (error := error_of(exchange, parts))
        ]
        code = trace.exit_code
        bad = code not in (None, 0)
        facts = [_("Ended with exit code {code}").format(code=code)] if code is not None else []
        if trace.timed:
            facts.append(_("{time} in all").format(time=duration(trace.length)))
        facts.append(
            ngettext("{n} request", "{n} requests", len(self._exchanges)).format(n=len(self._exchanges))
        )
        if self._longest and trace.timed:
            exchange = next(
                exchange for exchange, _parts in self._exchanges if exchange.number == self._longest
            )
            assert exchange.response is not None
            time = duration(exchange.response.at - exchange.request.at)
            facts.append(_("longest: {what}, {time}").format(what=self._path(exchange), time=time))
        if code is None and failed:
            wrong = ngettext("{n} answer was an error", "{n} answers were errors", len(failed))
            facts.append(wrong.format(n=len(failed)))
        why = ""
        if failed and (bad or code is None):
            exchange, error = failed[-1]
            link = f'<a href="#x{exchange.number}">{text(self._path(exchange))}</a>'
            why = f'<p class="why">{link}: {text(self._names.put_into(error))}</p>'
        mark = "bad" if bad else "good" if code == 0 or not failed else "open"
        return f'<p class="outcome {mark}">{text(" · ".join(facts))}</p>{why}'

    def _path(self, exchange: Exchange) -> str:
        return self._names.put_into(exchange.ask_briefly)

    def _facts(self) -> str:
        trace = self._trace
        facts = [trace.engine]
        if trace.server:
            facts.append(trace.server)
        if trace.api_version:
            facts.append(f"API {trace.api_version}")
        if trace.timed:
            facts.append(trace.date(0))
        return text(" · ".join(facts))

    def _output(self) -> str:
        """The program's output, as a terminal shows it."""
        parts = [part for exchange, parts in self._exchanges for part in output_of(exchange, parts)]
        if not parts:
            return ""
        shown, left = "", _OUTPUT
        for part in parts:
            piece = part.text[:left]
            left -= len(piece)
            shown += f'<span class="{part.kind}">{_multiline(piece)}</span>'
        more = "…" if left <= 0 else ""
        return (
            f'<section class="output"><h2>{text(_("What the program wrote"))}</h2>'
            f'<pre tabindex="0">{shown}{more}</pre></section>'
        )

    def _scales(self) -> str:
        """The choice of the horizontal axis: time, or order; without times always the order."""
        if not self._trace.timed:
            return '<input type="radio" id="order" checked hidden>'
        choices = (("time", _("time"), " checked"), ("order", _("order of events"), ""))
        radios = "".join(
            f'<label><input type="radio" name="scale" id="{id}"{checked}> {text(name)}</label>'
            for id, name, checked in choices
        )
        return f"<fieldset><legend>{text(_('Across'))}</legend>{radios}</fieldset>"

    def _axis(self) -> str:
        if not self._trace.timed:
            return ""
        track = f'<span class="track">{self._lanes.axis()}</span>'
        return f'<div class="lane axis row" aria-hidden="true"><span class="label"></span>{track}</div>\n'

    def _daemon(self) -> str:
        """A lane for the daemon's own events, and one for each task of a swarm."""
        tasks: dict[str, list[DaemonEvent]] = {}
        own: list[DaemonEvent] = []
        for daemon_event in self._daemon_events:
            (tasks.setdefault(daemon_event.id, []) if daemon_event.kind == "task" else own).append(
                daemon_event
            )
        source = _("in GET /events") if self._trace.daemon_events else _("as its answers tell")
        lanes = [self._events_lane("daemon", _("the daemon"), source, own)] if own else []
        for id, states in tasks.items():
            slot = states[-1].attributes.get("slot", "")
            lanes.append(
                self._events_lane(f"task-{id}", _("task {slot}").format(slot=short(slot)), short(id), states)
            )
        return "".join(lanes)

    def _events_lane(self, id: str, name: str, source: str, daemon_events: Sequence[DaemonEvent]) -> str:
        marks = "".join(map(self._lanes.daemon_event, daemon_events))
        items = "".join(map(self._daemon_event, daemon_events))
        names = ", ".join(dict.fromkeys(daemon_event.title for daemon_event in daemon_events))
        label = _label("", f"<b>{text(name)}</b> {text(source)}", "", text(names), "")
        return (
            f'<details class="lane" id="{text(id)}"><summary class="row">{label}<span class="track">{marks}</span></summary>'
            f'<div class="inside"><ul class="moments">{items}</ul></div></details>\n'
        )

    def _daemon_event(self, daemon_event: DaemonEvent) -> str:
        title = text(self._names.put_into(" ".join([daemon_event.title, *daemon_event.details])))
        what = text(" ".join(map(_, meaning(daemon_event.title, removing=self._removing))))
        at = f"<code>{duration(daemon_event.at)}</code> " if self._trace.timed else ""
        return f'<li>{at}{title} <span class="none">{what}</span></li>'

    def _groups(self) -> list[str]:
        """The lanes, grouped under headings if there were several commands; a ping begins a command.

        A client that ran alone may ping more than once: a build does.
        """
        starts = [index for index, (exchange, _parts) in enumerate(self._exchanges) if _is_ping(exchange)]
        alone = self._trace.command and self._trace.command[0].rpartition("/")[2] in _CLIENTS
        if len(starts) < 2 or alone:
            return [self._lane(*each) for each in self._exchanges]
        edges = sorted({0, *starts, len(self._exchanges)})
        lanes: list[str] = []
        for number, (begin, end) in enumerate(pairwise(edges), 1):
            group = self._exchanges[begin:end]
            lanes.append(self._heading(number, group))
            lanes += [self._lane(*each) for each in group]
        return lanes

    def _heading(self, number: int, group: Sequence[_WithParts]) -> str:
        telling = next((each for each in group if each[0].request.method in ("POST", "DELETE", "PUT")), None)
        exchange, parts = telling or group[-1]
        heading = _("Command {number}:").format(number=number)
        return f'<h2 class="group">{text(heading)} <span>{text(sentence(exchange, parts, self._names))}</span></h2>\n'

    def _lane(self, exchange: Exchange, parts: list[Part]) -> str:
        number = exchange.number
        error = error_of(exchange, parts)
        described = sentence(exchange, parts, self._names)
        path = text(self._path(exchange).partition(" ")[2] or exchange.ask).replace("/", "<wbr>/")
        service = self._names.service(exchange)
        lane = f'<span class="service">{text(service)}</span> ' if service else ""
        what = f"{lane}<b>{text(exchange.request.method)}</b> {path}"
        note = (
            f'<span class="error">{text(described)}</span>'
            if error or exchange.response is None
            else text(described)
        )
        took = ""
        if self._trace.timed and exchange.response is not None:
            took = duration(exchange.response.at - exchange.request.at)
        label = _label(str(number), what, _status(exchange), note, took)
        opened = " open" if error or exchange.response is None or number == self._longest else ""
        spoken = text(self._lanes.spoken(number)) if self._trace.timed else ""
        inside = unfolded(exchange, parts, socket=self._trace.socket, timed=self._trace.timed)
        return (
            f'<details class="lane" id="x{number}"{opened}><summary class="row">{label}'
            f'<span class="track"><span class="spoken">{spoken}</span>{self._lanes.exchange(number)}</span></summary>'
            f'<div class="inside">{inside}</div></details>\n'
        )


def _label(number: str, what: str, status: str, described: str, took: str) -> str:
    """The left side of a lane: the request, its status, its time and its sentence."""
    return (
        f'<span class="label"><span class="n">{number}</span><span class="words"><span class="what mono">{what}</span>'
        f'<span class="sentence">{described}</span></span><span class="figures">{status}'
        f'<span class="took">{took}</span></span></span>'
    )


def _status(exchange: Exchange) -> str:
    if exchange.response is None:
        return f'<span class="status bad">{text(_("no answer"))}</span>'
    status = exchange.response.status
    kind = " bad" if status >= 500 else " warn" if status >= 400 else ""
    return f'<span class="status{kind}">{status}</span>'


def _is_ping(exchange: Exchange) -> bool:
    return brief(exchange.request.path).endswith("/_ping")


def _multiline(value: str) -> str:
    return "\n".join(text(line.rstrip("\r")) for line in value.split("\n"))
