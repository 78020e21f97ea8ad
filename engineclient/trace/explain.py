"""Explain a conversation on a terminal, while it happens or afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.build.trace import TRACE
from engineclient.events import Data, Elided, End, Request, Response
from engineclient.golang.units import human_size
from engineclient.languages import gettext as _, ngettext
from engineclient.text.wrap import Span
from engineclient.trace.build_calls import described, is_call
from engineclient.trace.build_steps import finished, is_report
from engineclient.trace.daemon_events import DaemonEvent
from engineclient.trace.effect_commands import effect_command
from engineclient.trace.exchanges import Exchange
from engineclient.trace.explanations import HALF_CLOSED, HIJACKED, meaning
from engineclient.trace.field_notes import among, client_note, settings, spelled
from engineclient.trace.fields import brief, pick, plain, quoted, short
from engineclient.trace.lines import BOLD, CYAN, DIM, GREEN, RED, YELLOW, Lines
from engineclient.trace.part import Part
from engineclient.trace.phrases import duration, phrase, size_of, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from engineclient.events import Event
    from engineclient.trace.field_notes import FieldNote, Setting

__all__ = ["Explainer"]

_SHOWN: Final = 12  # parts shown of one exchange; the rest is counted
_FIELDS: Final = 8  # fields without a note that are shown
_STREAM_NUMBERS: Final = {"stdin": 0, "stdout": 1, "stderr": 2}


_WHOLE: Final = frozenset({"NodeUpdate", "ServiceUpdate", "SwarmUpdate"})
"""Operations whose body contains the whole object, also what does not change: only fields set by flags are shown."""


class _State:
    """The state of an exchange that is under way: how much of it was shown."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.parts = 0
        self.bytes = 0
        self.shown = 0
        self.kind = "record"  # the kind of its parts
        self.framed = False  # frames were explained
        self.progress: set[tuple[str, str]] = set()  # layers with their statuses that were shown
        self.whole: list[Part] = []  # of an answer that is shown at its end


class Explainer:
    """Explains a conversation, event by event. Not thread-safe; events must be passed in order.

    Args:
        write: called with each line, without a newline.
        colour: use the colours of a terminal.
        width: columns to fill.
        timed: show the times of the events.
        apart: put a bar before each line, to set it apart from the program's own output.
        everything: also show the fields that were not set, and every record and frame.
        noted: notes that need not be repeated; those that are shown are added.

    """

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        colour: bool = False,
        width: int = 100,
        timed: bool = True,
        apart: bool = False,
        everything: bool = False,
        noted: set[str] | None = None,
    ) -> None:
        self._lines = Lines(write, colour=colour, width=width, timed=timed, apart=apart)
        self._timed = timed
        self._everything = everything
        self._under_way: dict[int, _State] = {}
        self._noted = set[str]() if noted is None else noted
        self._unnamed: dict[str, list[FieldNote]] = {}  # by request: shown once its object has a name
        self._requests = 0
        self._last = 0.0
        self._slowest = 0.0, ""
        self._failed: Exchange | None = None
        self._removing = False  # a container was created with --rm
        self._flags: frozenset[str] = frozenset()

    def begin(
        self, title: str, command: str = "", flags: Iterable[str] = (), words: Iterable[str] = ()
    ) -> None:
        """Write the title, and explain the flags that the client itself handles.

        Args:
            title: the title.
            command: the name of the command.
            flags: the long names of the flags that were given to it.
            words: its command line instead, where its flags are not known by their names.

        """
        self._lines.rule(title)
        flags = [*flags]
        self._flags = frozenset([*(f"--{flag}" for flag in flags), *spelled(words)])
        for flag in flags:
            if note := client_note(command, flag):
                self._lines.say(Span(note.flags, YELLOW), Span(f" → {_(note.effect)}", DIM))

    def event(self, event: Event) -> None:
        """Show an event of the conversation."""
        self._last = max(self._last, event.at)
        if isinstance(event, Request):
            begun = Exchange.of(event)
            self._under_way[event.exchange] = _State(begun)
            self._request(begun)
            return
        state = self._under_way.get(event.exchange)
        if state is None:  # it was over: the rest of a body that nobody waited for
            return
        parts = state.exchange.take(event)
        match event:
            case Response() if state.exchange.streams:
                self._answer(state.exchange, event.at)
            case Data(side="client") if not parts:
                self._lines.note(_("its body: {size}").format(size=size_of(event.data)))
            case Data(side="daemon") if not state.exchange.streams:
                state.whole += parts
            case End():
                self._end(state, event, [*state.whole, *parts])
            case _other:
                self._parts(state, parts)

    def daemon_event(self, daemon_event: DaemonEvent) -> None:
        """Show an event of the daemon that belongs to the conversation."""
        self._last = max(self._last, daemon_event.at)
        details = [Span(f"  {detail}") for detail in daemon_event.details]
        self._lines.line(
            None, "◆", daemon_event.at, Span(plain(daemon_event.title), CYAN), *details, hue=CYAN
        )
        for sentence in meaning(daemon_event.title, removing=self._removing):
            self._note_once(sentence)

    def end(self, *, failed: bool = False, causes: Sequence[str] = ()) -> None:
        """Write the summary.

        Args:
            failed: whether the command failed: then the request at which it did is named.
            causes: sentences about why, and what to do.

        """
        if failed and self._failed is not None:
            self._failure(self._failed)
        for cause in causes:
            self._lines.say(Span(cause, YELLOW))
        facts = [ngettext("{n} request", "{n} requests", self._requests).format(n=self._requests)]
        if self._timed:
            facts.append(duration(self._last))
        if self._timed and self._slowest[1]:
            facts.append(
                _("longest: {what}, {time}").format(what=self._slowest[1], time=duration(self._slowest[0]))
            )
        self._lines.empty()
        self._lines.rule(" · ".join(facts))

    def _failure(self, exchange: Exchange) -> None:
        """Name the request at which the command failed."""
        status = exchange.response.status if exchange.response is not None else 0
        how = f"{status} {phrase(status)}".strip() if status >= 400 else _("the answer carries an error")
        if exchange.response is None:
            how = _("no answer")
        text = _("The command failed at request {number}, {ask}: {how}.")
        self._lines.empty()
        self._lines.say(Span(text.format(number=exchange.number, ask=exchange.ask_briefly, how=how), RED))

    # requests and answers

    def _request(self, exchange: Exchange) -> None:
        request = exchange.request
        self._requests += 1
        self._lines.empty()
        what = [Span(plain(request.method), BOLD), Span(f" {brief(request.path)}")]
        if not request.method:
            what = [Span(_("bytes that are no HTTP"))]
        if request.query:
            pairs = "&".join(f"{plain(name)}={short(value)}" for name, value in request.query)
            what.append(Span(f"?{pairs}", DIM))
        self._lines.line(exchange.number, "→", request.at, *what)
        operation = exchange.operation.id if exchange.operation else ""
        found = [*settings(operation, exchange.json, request.query)]
        if operation in _WHOLE and self._flags:
            found = [each._replace(given=each.given and self._is_set_by_a_flag(each)) for each in found]
        self._removing |= any(each.path == "HostConfig.AutoRemove" and each.value for each in found)
        new = self._settings(found)
        self._explain(exchange)
        for setting in new:
            self._field(setting, exchange)

    def _is_set_by_a_flag(self, setting: Setting) -> bool:
        return setting.note is not None and not self._flags.isdisjoint(setting.note.flags.split(", "))

    def _settings(self, found: Iterable[Setting]) -> list[Setting]:
        """Show the fields without a note, or with one that was shown already, in one line; return the others."""
        new: list[Setting] = []
        plainly: list[str] = []
        for setting in found:
            if not (setting.given or self._everything):
                continue
            if setting.note is None or setting.note.effect in self._noted:
                plainly += [setting.text] * (not setting.path.startswith("?"))
            else:
                new.append(setting)
        more = len(plainly) - _FIELDS
        if more > 0 and not self._everything:
            plainly[_FIELDS:] = [ngettext("+{n} more", "+{n} more", more).format(n=more)]
        self._lines.say(Span("  ".join(plainly)))
        return new

    def _field(self, setting: Setting, exchange: Exchange) -> None:
        """Show a field, its effect, and a command that shows it: later, if the object has no name until the answer."""
        note = setting.note
        assert note is not None
        self._lines.say(
            Span(among(note.flags, self._flags), YELLOW), Span(f" → {setting.text.removeprefix('?')}")
        )
        if note.effect in self._noted:  # a second field with the same note
            return
        self._noted.add(note.effect)
        self._lines.say(Span(_(note.effect), DIM), indent=2)
        if command := effect_command(note, exchange):
            self._lines.say(Span(f"{_('See it yourself:')} {command}", DIM), indent=2)
        elif note.see:
            self._unnamed.setdefault(exchange.ask, []).append(note)

    def _created(self, exchange: Exchange, parts: Iterable[Part]) -> None:
        """Show the commands that had to wait for the name of what the exchange has created."""
        parts = [*parts]
        notes = self._unnamed.pop(exchange.ask, [])
        shown = {effect_command(note, exchange, parts): among(note.flags, self._flags) for note in notes}
        shown.pop("", None)
        if shown:
            self._lines.note(_("See it yourself:"))
        for command, flags in shown.items():
            self._lines.say(Span(f"{flags}: ", YELLOW), Span(command, DIM), indent=2)

    def _explain(self, exchange: Exchange) -> None:
        note = exchange.note
        if note is None or note.purpose in self._noted:
            return
        self._noted.add(note.purpose)
        self._lines.note(_(note.purpose))
        if note.without:
            self._lines.note(_("Without it, {what}").format(what=_(note.without)))
        self._lines.note(_("Background: {what}").format(what=_(note.behind)))

    def _answer(self, exchange: Exchange, at: float, parts: Iterable[Part] = ()) -> None:
        response = exchange.response
        assert response is not None
        if response.status >= 400:
            self._failed = exchange
        took = response.at - exchange.request.at
        if took > self._slowest[0] and not exchange.hijacked:
            self._slowest = took, exchange.ask_briefly
        facts = [duration(took)] if self._timed else []
        facts += [plain(item) for item in _headers_of(exchange)]
        facts += filter(None, summary(exchange, parts))
        if exchange.streams and not exchange.hijacked:
            facts.append(_("the answer goes on"))
        status = Span(f"{response.status} {phrase(response.status)}".strip(), _hue(response.status))
        self._lines.line(exchange.number, "←", at, status, *(Span(f" · {each}") for each in facts))
        if exchange.hijacked:
            self._note_once(HIJACKED)
        note = exchange.note
        if note is not None and response.status in note.answers:
            self._note_once(note.answers[response.status])
        if response.status < 400:
            self._created(exchange, parts)

    def _end(self, state: _State, event: End, parts: list[Part]) -> None:
        exchange = state.exchange
        number, at = event.exchange, event.at
        match event.side, event.how:
            case "client", "complete":
                return
            case "client", "half-close":
                self._lines.line(number, "▸", at, Span(_("end of the input")))
                self._note_once(HALF_CLOSED)
                return
            case _side, "complete" if exchange.response is not None and not exchange.streams:
                self._answer(exchange, at, parts)
            case _side, "complete":
                self._parts(state, parts)
                self._lines.line(
                    number, "■", at, Span(_("the answer ends: {count}").format(count=_count(state)))
                )
            case "daemon", _how if exchange.hijacked:
                self._parts(state, parts)
                text = _("the engine closes the connection: {count}")
                self._lines.line(number, "■", at, Span(text.format(count=_count(state))))
            case "daemon", _how:
                self._failed = exchange
                without = exchange.response is None
                text = (
                    _("the connection ends without an answer")
                    if without
                    else _("the connection ends inside its answer")
                )
                self._lines.line(number, "✗", at, Span(text, RED))
            case _other:
                self._lines.line(
                    number, "■", at, Span(_("the client hangs up: {count}").format(count=_count(state)))
                )
        del self._under_way[number]

    def _note_once(self, text: str) -> None:
        if text not in self._noted:
            self._noted.add(text)
            self._lines.note(_(text))

    # content

    def _parts(self, state: _State, parts: Iterable[Part]) -> None:
        for part in parts:
            state.parts += 1
            state.bytes += part.size
            state.kind = "frame" if part.framed else "record" if part.kind == "record" else "piece"
            if state.shown > _SHOWN and not self._everything:
                continue
            spans = self._part(state, part)
            if not any(span.text for span in spans):
                continue
            state.shown += 1
            arrow = "▸" if part.side == "client" else "◂"
            if state.shown > _SHOWN and not self._everything:
                spans = [Span(_("… and so on; the rest is counted at the end"), DIM)]
            self._lines.line(state.exchange.number, arrow, part.at, *spans)
            if part.framed and not state.framed:
                state.framed = True
                text = _(
                    "It came in a frame: its header, {head}, says stream {number} ({stream}) and {size} bytes."
                )
                self._lines.note(
                    text.format(
                        head=part.head.hex(" "),
                        number=_STREAM_NUMBERS[part.kind],
                        stream=part.kind,
                        size=part.size,
                    )
                )

    def _part(self, state: _State, part: Part) -> list[Span]:
        """The line for a part; empty for mere progress of what was shown."""
        record = part.json if part.kind == "record" else None
        if isinstance(record, dict) and is_call(record) and not is_report(record):
            return [Span(brief(plain(described(record))))]
        if isinstance(record, dict) and "status" in record and "Type" not in record:
            step = str(record.get("id", "")), str(record["status"])
            if step in state.progress:
                return []
            state.progress.add(step)
            return [Span(brief(": ".join(word for word in step if word)))]
        if is_report(record):
            ended = [str(each) for each in finished(record) if (TRACE, each.name) not in state.progress]
            state.progress |= {(TRACE, each.name) for each in finished(record)}
            return [Span(brief(" · ".join(ended)))]
        if isinstance(record, dict) and isinstance(record.get("stream"), str) and len(record) == 1:
            return [Span(brief(plain(record["stream"].strip())))]  # of the classic builder
        if isinstance(record, dict) and "error" in record:
            self._failed = state.exchange
            return [Span(brief(str(record["error"])), RED)]
        if record is not None:
            note = state.exchange.note
            return [Span("  ".join(pick(record, note.tells if note else ())))]
        if isinstance(part.data, Elided):
            return [Span(size_of(part.data))]
        return [Span(part.kind, YELLOW), Span(f" {size_of(part.data)} {quoted(part.text)}")]


def _count(state: _State) -> str:
    counted = {
        "frame": ngettext("{n} frame", "{n} frames", state.parts),
        "record": ngettext("{n} record", "{n} records", state.parts),
        "piece": ngettext("{n} piece", "{n} pieces", state.parts),
    }
    return f"{counted[state.kind].format(n=state.parts)}, {human_size(state.bytes)}"


def _hue(status: int) -> str:
    return RED if status >= 500 else YELLOW if status >= 400 else GREEN


def _headers_of(exchange: Exchange) -> list[str]:
    """The headers of an answer that carry its information: all of it in an answer to a ping."""
    assert exchange.response is not None
    if not exchange.request.path.endswith("/_ping"):
        return []
    headers = dict(exchange.response.headers)
    return [f"API {version}" for version in (headers.get("api-version"),) if version] + [
        headers[name] for name in ("server",) if name in headers
    ]
