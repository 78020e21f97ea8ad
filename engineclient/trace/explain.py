"""The story of a conversation for a person at a terminal, told while it happens or afterwards."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from engineclient.events import Data, Elided, End, Request, Response
from engineclient.golang.units import human_size
from engineclient.trace.daemon_events import DaemonEvent, DaemonEventFilter
from engineclient.trace.exchanges import Exchange, Part
from engineclient.trace.explanations import HALF_CLOSED, HIJACKED, MOMENTS, Note
from engineclient.trace.fields import brief_path, fields, pick, plain, quoted, short
from engineclient.trace.phrases import duration, phrase, size_of, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engineclient.events import Event

__all__ = ["Explainer"]

_NARROWEST: Final = 40
_WIDEST: Final = 110
_SHOWN: Final = 12  # parts of one exchange; the rest is counted
_STREAM_NUMBERS: Final = {"stdin": 0, "stdout": 1, "stderr": 2}
_BOLD, _DIM, _RED, _GREEN, _YELLOW, _CYAN = "1", "2", "31", "32", "33", "36"


class _Told:
    """An exchange that is under way, and how much of it was told."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.parts = 0
        self.bytes = 0
        self.shown = 0
        self.kind = "record"  # what the parts are
        self.framed = False  # it was told what a frame is
        self.progress: set[tuple[str, str]] = set()  # layer and status that were shown


class Explainer:
    """Tells a conversation, event by event. Not thread-safe: whoever calls it keeps the order.

    Args:
        write: takes one line after the other, without its end.
        colour: with the colours of a terminal.
        width: columns to fill.
        timed: the events have times worth showing.

    """

    def __init__(
        self, write: Callable[[str], None], *, colour: bool = False, width: int = 100, timed: bool = True
    ) -> None:
        self._write = write
        self._colour = colour
        self._width = max(_NARROWEST, min(width, _WIDEST))
        self._timed = timed
        self._under_way: dict[int, _Told] = {}
        self._moments = DaemonEventFilter()
        self._noted: set[str] = set()
        self._requests = 0
        self._last = 0.0
        self._slowest = 0.0, ""

    def begin(self, title: str) -> None:
        """Say what follows."""
        self._rule(title)

    def event(self, event: Event) -> None:
        """Tell an event of the conversation."""
        self._last = max(self._last, event.at)
        if isinstance(event, Request):
            begun = Exchange.of(event)
            self._under_way[event.exchange] = _Told(begun)
            self._request(begun)
            self._tell_moments(self._moments.named(begun, event))
            return
        told = self._under_way.get(event.exchange)
        if told is None:  # it was over: the rest of a body that nobody waited for
            return
        parts = told.exchange.take(event)
        match event:
            case Response() if told.exchange.streams:
                self._answer(told.exchange, event.at)
            case Data(side="client") if not parts:
                self._note(f"its body: {size_of(event.data)}")
            case End():
                self._end(told, event, parts)
            case _:
                self._parts(told, parts)
        for part in parts:
            self._tell_moments(self._moments.named(told.exchange, part))

    def moment(self, moment: DaemonEvent) -> None:
        """Tell an event of the daemon's if it belongs to the conversation, and as soon as it does."""
        self._tell_moments(self._moments.heard(moment))

    def end(self, ending: str = "") -> None:
        """Sum up; `ending` is what else is to be said, such as `exit 0`."""
        said = [f"{self._requests} request{'' if self._requests == 1 else 's'}"]
        if self._timed:
            said.append(duration(self._last))
        if self._timed and self._slowest[1]:
            said.append(f"longest: {self._slowest[1]}, {duration(self._slowest[0])}")
        self._write("")
        self._rule(" · ".join([*said, ending] if ending else said))

    # requests and answers

    def _request(self, exchange: Exchange) -> None:
        request = exchange.request
        self._requests += 1
        self._write("")
        what = f"{self._paint(plain(request.method), _BOLD)} {brief_path(request.path)}"
        if not request.method:
            what = exchange.ask
        if request.query:
            pairs = "&".join(f"{plain(name)}={short(value)}" for name, value in request.query)
            what += self._paint(f"?{pairs}", _DIM)
        self._line(exchange.number, "→", request.at, what)
        self._say("  ".join(fields(exchange.json)))
        self._explain(exchange.note)

    def _explain(self, note: Note | None) -> None:
        if note is None or note.purpose in self._noted:
            return
        self._noted.add(note.purpose)
        self._note(note.purpose)
        if note.without:
            self._note(f"Without it, {note.without}")
        self._note(f"Background: {note.behind}")

    def _answer(self, exchange: Exchange, at: float, parts: Iterable[Part] = ()) -> None:
        response = exchange.response
        assert response is not None
        took = response.at - exchange.request.at
        if took > self._slowest[0] and not exchange.hijacked:
            self._slowest = took, exchange.ask_briefly
        told = [self._paint(f"{response.status} {phrase(response.status)}".strip(), _hue(response.status))]
        if self._timed:
            told.append(duration(took))
        told += [plain(item) for item in _headers_of(exchange)]
        told += summary(exchange, parts)
        if exchange.streams and not exchange.hijacked:
            told.append("the answer goes on")
        self._line(exchange.number, "←", at, " · ".join(told))
        if exchange.hijacked:
            self._once(HIJACKED)
        note = exchange.note
        if note is not None and response.status in note.answers:
            self._note(note.answers[response.status])

    def _end(self, told: _Told, event: End, parts: list[Part]) -> None:
        exchange = told.exchange
        number, at = event.exchange, event.at
        match event.side, event.how:
            case "client", "complete":
                return
            case "client", "half-close":
                self._line(number, "▸", at, "end of the input")
                self._once(HALF_CLOSED)
                return
            case _, "complete" if exchange.response is not None and not exchange.streams:
                self._answer(exchange, at, parts)
            case _, "complete":
                self._parts(told, parts)
                self._line(number, "■", at, f"the answer ends: {self._count(told)}")
            case "daemon", _ if exchange.hijacked:
                self._parts(told, parts)
                self._line(number, "■", at, f"the engine closes the connection: {self._count(told)}")
            case "daemon", _:
                where = "without an answer" if exchange.response is None else "inside its answer"
                self._line(number, "✗", at, self._paint(f"the connection ends {where}", _RED))
            case _:
                self._line(number, "■", at, f"the client hangs up: {self._count(told)}")
        del self._under_way[number]

    # what passes behind the heads

    def _parts(self, told: _Told, parts: Iterable[Part]) -> None:
        for part in parts:
            told.parts += 1
            told.bytes += part.size
            told.kind = "frame" if part.framed else "record" if part.kind == "record" else "piece"
            if told.shown > _SHOWN:
                continue
            text = self._part(told, part)
            if not text:
                continue
            told.shown += 1
            arrow = "▸" if part.side == "client" else "◂"
            if told.shown > _SHOWN:
                text = self._paint("… and so on; the rest is counted at the end", _DIM)
            self._line(told.exchange.number, arrow, part.at, text)
            if part.framed and not told.framed:
                told.framed = True
                self._note(
                    f"It came in a frame: its header, {part.head.hex(' ')}, says stream "
                    f"{_STREAM_NUMBERS[part.kind]} ({part.kind}) and {part.size} bytes."
                )

    def _part(self, told: _Told, part: Part) -> str:
        """A line for a part; none for what only counts on."""
        record = part.json if part.kind == "record" else None
        if isinstance(record, dict) and "status" in record and "Type" not in record:
            step = str(record.get("id", "")), str(record["status"])
            if step in told.progress:
                return ""
            told.progress.add(step)
            return plain(": ".join(word for word in step if word))
        if isinstance(record, dict) and "error" in record:
            return self._paint(plain(str(record["error"])), _RED)
        if record is not None:
            note = told.exchange.note
            return "  ".join(pick(record, note.tells if note else ()))
        if isinstance(part.data, Elided):
            return size_of(part.data)
        return f"{self._paint(part.kind, _YELLOW)} {size_of(part.data)} {quoted(part.text)}"

    def _count(self, told: _Told) -> str:
        return f"{told.parts} {told.kind}{'' if told.parts == 1 else 's'}, {human_size(told.bytes)}"

    def _tell_moments(self, moments: Iterable[DaemonEvent]) -> None:
        for moment in moments:
            self._last = max(self._last, moment.at)
            told = "  ".join([self._paint(plain(moment.title), _CYAN), *moment.details])
            self._line(None, "◆", moment.at, told, hue=_CYAN)
            if meaning := MOMENTS.get(moment.title):
                self._once(meaning)

    # lines

    def _line(self, number: int | None, arrow: str, at: float, text: str, *, hue: str = _DIM) -> None:
        time = f"{duration(at):>8}  " if self._timed else " "
        label = f"{number:>3}" if number is not None else "   "
        self._write(f"{self._paint(label, _DIM)} {self._paint(arrow, hue)} {self._paint(time, _DIM)}{text}")

    @property
    def _margin(self) -> str:
        return " " * (16 if self._timed else 7)

    def _once(self, text: str) -> None:
        if text not in self._noted:
            self._noted.add(text)
            self._note(text)

    def _note(self, text: str) -> None:
        self._say(text, _DIM)

    def _say(self, text: str, hue: str = "") -> None:
        for line in textwrap.wrap(text, self._width - len(self._margin), break_on_hyphens=False):
            self._write(self._margin + self._paint(line, hue))

    def _rule(self, title: str) -> None:
        title = plain(title)
        self._write(self._paint(f"── {title} " + "─" * max(2, self._width - len(title) - 4), _DIM))

    def _paint(self, text: str, hue: str) -> str:
        return f"\x1b[{hue}m{text}\x1b[0m" if self._colour and hue and text else text


def _hue(status: int) -> str:
    return _RED if status >= 500 else _YELLOW if status >= 400 else _GREEN


def _headers_of(exchange: Exchange) -> list[str]:
    """What the headers of an answer say that nothing else does: an answer to a ping is all in them."""
    assert exchange.response is not None
    if not exchange.request.path.endswith("/_ping"):
        return []
    headers = dict(exchange.response.headers)
    return [f"API {version}" for version in (headers.get("api-version"),) if version] + [
        headers[name] for name in ("server",) if name in headers
    ]
