"""One exchange in full, as HTML: its purpose, the fields that were set and their effects, both sides, and curl.

Used by the page of a trace and by the live page. The traffic may be hostile: it is inserted as escaped text only.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Final

from engineclient.events import Elided, Pairs
from engineclient.languages import gettext as _, ngettext
from engineclient.trace.build_steps import in_words
from engineclient.trace.curl import DEFAULT_SOCKET, curl
from engineclient.trace.effect_commands import effect_command
from engineclient.trace.explanations import HIJACKED
from engineclient.trace.field_notes import settings
from engineclient.trace.fields import plain, quoted
from engineclient.trace.phrases import duration, phrase, size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engineclient.trace.exchanges import Exchange
    from engineclient.trace.field_notes import Setting
    from engineclient.trace.part import Part

__all__ = ["text", "unfolded"]

_SHOWN: Final = 1000  # parts shown of one exchange
_LONGEST: Final = 64 * 1024  # characters shown of one body
_PREVIEW: Final = 200  # characters shown of a folded part


def text(value: str) -> str:
    """Escape text for HTML."""
    return escape(plain(value.expandtabs()))


def unfolded(
    exchange: Exchange, parts: Sequence[Part], *, socket: str = DEFAULT_SOCKET, timed: bool = True
) -> str:
    """The HTML of an unfolded exchange.

    Args:
        exchange: the request and its answer.
        parts: the parts of their content.
        socket: the engine's socket, for the curl command.
        timed: whether the events have times.

    """
    return (
        f'{_note(exchange)}{_fields(exchange, parts)}<div class="sides">{_request(exchange)}'
        f"{_answer(exchange, parts, timed=timed)}</div>{_parts(exchange, parts, timed=timed)}{_pasted(exchange, socket)}"
    )


def _note(exchange: Exchange) -> str:
    note = exchange.note
    if note is None:
        return ""
    lines = [
        *([_("Without it, {what}").format(what=_(note.without))] if note.without else []),
        _("Background: {what}").format(what=_(note.behind)),
    ]
    if exchange.hijacked:
        lines.insert(0, _(HIJACKED))
    if exchange.response is not None and exchange.response.status in note.answers:
        lines.insert(0, _(note.answers[exchange.response.status]))
    spans = "".join(f"<span>{text(line)}</span>" for line in lines)
    return f'<p class="note">{text(_(note.purpose))}{spans}</p>'


def _fields(exchange: Exchange, parts: Sequence[Part]) -> str:
    """The fields that were set in the request, each with its effect."""
    operation = exchange.operation.id if exchange.operation else ""
    given = [
        each
        for each in settings(operation, exchange.json, exchange.request.query)
        if each.given and each.note
    ]
    if not given:
        return ""
    items = "".join(_field(each, exchange, parts) for each in given)
    return f'<section class="fields"><h3>{text(_("What was set"))}</h3><dl>{items}</dl></section>'


def _field(setting: Setting, exchange: Exchange, parts: Sequence[Part]) -> str:
    note = setting.note
    assert note is not None
    see = effect_command(note, exchange, parts)
    how = f"<span>{text(_('See it yourself:'))} <code>{text(see)}</code></span>" if see else ""
    return (
        f"<dt><b>{text(note.flags)}</b> <code>{text(setting.text.removeprefix('?'))}</code></dt>"
        f"<dd>{text(_(note.effect))}{how}</dd>"
    )


def _request(exchange: Exchange) -> str:
    request = exchange.request
    version = f"/v{request.version}" if request.version else ""
    return (
        f"<section><h3>{text(_('Request'))}</h3><code>{text(f'{request.method} {version}{request.path}'.strip())}</code>"
        f"{_table(request.query)}{_table(request.headers)}{_body(exchange.body)}</section>"
    )


def _answer(exchange: Exchange, parts: Sequence[Part], *, timed: bool) -> str:
    response = exchange.response
    title = f"<h3>{text(_('Answer'))}</h3>"
    if response is None:
        return f'<section>{title}<p class="none">{text(_("None came."))}</p></section>'
    facts = [f"{response.status} {phrase(response.status)}".strip()]
    if timed:
        facts.append(_("after {time}").format(time=duration(response.at - exchange.request.at)))
    body = "" if exchange.streams else "".join(_body(part.data) for part in parts)
    return f"<section>{title}<code>{text(' '.join(facts))}</code>{_table(response.headers)}{body}</section>"


def _parts(exchange: Exchange, parts: Sequence[Part], *, timed: bool) -> str:
    if not exchange.streams or not parts:
        return ""
    more = len(parts) - _SHOWN
    rest = (
        f'<p class="none">… {text(ngettext("and {n} more", "and {n} more", more).format(n=more))}</p>'
        if more > 0
        else ""
    )
    shown = "".join(_part(part, timed=timed) for part in parts[:_SHOWN])
    return f'<section class="parts"><h3>{text(_("What passed"))}</h3>{shown}{rest}</section>'


def _part(part: Part, *, timed: bool) -> str:
    at = f'<span class="at">{duration(part.at)}</span>' if timed else ""
    says = _record(part) if part.kind == "record" else quoted(part.text, _PREVIEW)
    header = text(_("header of the frame: {head}").format(head=part.head.hex(" ")))
    head = f'<p class="mono none">{header}</p>' if part.framed else ""
    return (
        f'<details class="frame {part.side}"><summary class="mono">{at}<span class="who">{part.kind}</span>'
        f'<span class="size">{size_of(part.data)}</span><span class="says">{text(says)}</span>'
        f"</summary>{head}{_body(part.data)}</details>"
    )


def _record(part: Part) -> str:
    """A record on one line: a call of BuildKit in words, a status as its finished steps, any other unchanged."""
    return plain(in_words(part.json) or part.text)[:_PREVIEW]


def _pasted(exchange: Exchange, socket: str) -> str:
    if not exchange.request.method:
        return ""
    lines = _lines(curl(exchange.request, socket))
    return f'<section class="pasted"><h3>{text(_("As curl"))}</h3><pre tabindex="0">{lines}</pre></section>'


def _table(pairs: Pairs) -> str:
    rows = "".join(
        f'<tr><th scope="row">{text(name)}</th><td><code>{text(value)}</code></td></tr>'
        for name, value in pairs
    )
    return f"<table>{rows}</table>" if rows else ""


def _body(data: bytes | Elided) -> str:
    if not data:
        return ""
    if isinstance(data, Elided):
        placeholder = _("{size}, not kept; sha256 {digest}").format(
            size=size_of(data), digest=data.sha256 or "-"
        )
        return f'<p class="none">{text(placeholder)}</p>'
    try:
        body = json.dumps(json.loads(data), indent=2, ensure_ascii=False)
    except ValueError:
        body = data.decode(errors="replace")
    more = f"\n… +{len(body) - _LONGEST}" if len(body) > _LONGEST else ""
    return f'<pre tabindex="0">{_lines((body[:_LONGEST] + more).split(chr(10)))}</pre>'


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(map(text, lines))
