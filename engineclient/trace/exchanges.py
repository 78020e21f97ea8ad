"""Turn events into exchanges: each request with its answer, and the content of both in readable parts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from engineclient.api.operations import Operation, find
from engineclient.events import Data, Elided, End, Event, Request, Response
from engineclient.events.redaction import is_private, redacted_body
from engineclient.trace.answer_readers import OutputReader, Reader, RecordReader, WebSocketReader, WholeReader
from engineclient.trace.explanations import Note, note_of
from engineclient.trace.fields import brief
from engineclient.trace.part import Part, json_in
from engineclient.versions import is_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Conversation", "Exchange", "redacted_events"]

_FRAMED: Final = "application/vnd.docker.multiplexed-stream"
_RAW: Final = "application/vnd.docker.raw-stream"
_RAW_IS_RAW: Final = "1.42"  # before this version multiplexed streams had the raw type, too


@dataclass(slots=True)
class Exchange:
    """A request and its answer.

    Attributes:
        request: the request, with secrets in its body replaced.
        operation: the API operation, None if there is none.
        response: the head of the answer, None before it has arrived.
        body: the body of the request, which grows with its `Data`.
        ends: the ends of both sides so far.

    """

    request: Request
    operation: Operation | None = None
    response: Response | None = None
    body: bytes | Elided = b""
    ends: list[End] = field(default_factory=list[End])
    _reader: Reader | None = None

    @classmethod
    def of(cls, request: Request) -> Exchange:
        """The exchange of `request`."""
        request = replace(request, body=redacted_body(request.body, f"{request.method} {request.path}"))
        return cls(request, find(request.method, request.path), body=request.body)

    @property
    def number(self) -> int:
        """Its number."""
        return self.request.exchange

    @property
    def ask(self) -> str:
        """Method and path, such as `POST /auth`."""
        return (
            f"{self.request.method} {self.request.path}" if self.request.method else "bytes that are no HTTP"
        )

    @property
    def ask_briefly(self) -> str:
        """`ask` with shortened ids, for output."""
        return brief(self.ask)

    @property
    def note(self) -> Note | None:
        """The explanation of its operation."""
        return note_of(self.operation) if self.operation else None

    @property
    def json(self) -> Any:
        """The request's body as JSON, None if it is not."""
        return json_in(self.body)

    @property
    def hijacked(self) -> bool:
        """Whether the connection has stopped being HTTP."""
        return self.response is not None and self.response.framing == "hijack"

    @property
    def has_calls(self) -> bool:
        """Whether it is a connection to BuildKit, for which events contain records of the calls instead of the bytes."""
        return is_private(self.request.path)

    @property
    def streams(self) -> bool:
        """Whether the answer comes in parts that are meaningful before it ends."""
        if self.response is None:
            return not self.request.method
        if self.hijacked:
            return True
        known = self._in_records or (self.operation is not None and self.operation.answer == "frames")
        return known and self.response.status < 300

    @property
    def _in_records(self) -> bool:
        """Whether the answer is a stream of JSON records, or JSON that arrives late."""
        operation = self.operation
        return operation is not None and (
            operation.answer == "records" or (operation.answer == "whole" and operation.lasts == "waits")
        )

    @property
    def over(self) -> bool:
        """Whether the engine's side has ended, or either side has closed the connection."""
        return any(end.side == "daemon" or end.how == "close" for end in self.ends)

    def take(self, event: Event) -> list[Part]:
        """Add the next event, and return the parts that it completes."""
        match event:
            case Response():
                self.response = event
                self._reader = self._choose_reader(event)
            case Data(side="client") if self.request.method and not self.hijacked:
                self.body = self._without_secrets(event.data)
            case Data(side="client"):
                return [Part(event.at, "client", "record" if self.has_calls else "stdin", event.data)]
            case Data():
                self._reader = self._reader or OutputReader(certain=False)
                return self._redacted(self._reader.feed(event))
            case End():
                self.ends.append(event)
                if self._reader is not None and self.over:
                    reader, self._reader = self._reader, None
                    return self._redacted(reader.end(event.at))
            case Request():
                raise ValueError(f"exchange {self.number} begins twice")
        return []

    def _choose_reader(self, response: Response) -> Reader:
        if not self.streams:
            return WholeReader()
        if self._in_records or self.has_calls:
            return RecordReader()
        if self.hijacked and self.operation is not None and self.operation.upgrade == "websocket":
            return WebSocketReader()
        kind = dict(response.headers).get("content-type", "")
        version = self.request.version
        raw = kind == _RAW and bool(version) and not is_before(version, _RAW_IS_RAW)
        return OutputReader(certain=kind == _FRAMED, raw=raw)

    def _redacted(self, parts: list[Part]) -> list[Part]:
        if parts and parts[0].kind not in ("body", "record"):
            return parts
        return [
            replace(part, data=self._without_secrets(part.data)) if part.kind in ("body", "record") else part
            for part in parts
        ]

    def _without_secrets(self, data: bytes | Elided) -> bytes | Elided:
        return redacted_body(data, self.ask) if isinstance(data, bytes) else data


class Conversation:
    """All exchanges of a list of events, with all their parts.

    Attributes:
        exchanges: the exchanges in the order in which they began, each with its parts.

    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._by_number: dict[int, tuple[Exchange, list[Part]]] = {}
        for event in events:
            self.add(event)

    @property
    def exchanges(self) -> list[tuple[Exchange, list[Part]]]:
        """The exchanges in the order in which they began, each with its parts."""
        return [*self._by_number.values()]

    def add(self, event: Event) -> None:
        """Add the next event."""
        if isinstance(event, Request):
            self._by_number[event.exchange] = Exchange.of(event), []
        elif event.exchange in self._by_number:
            exchange, parts = self._by_number[event.exchange]
            parts.extend(exchange.take(event))


def redacted_events(events: Iterable[Event]) -> Iterator[Event]:
    """`events` with secrets in JSON bodies replaced; a body that is one document becomes one piece."""
    exchanges: dict[int, Exchange] = {}
    for event in events:
        if isinstance(event, Request):
            exchanges[event.exchange] = Exchange.of(event)
            yield exchanges[event.exchange].request
            continue
        exchange = exchanges[event.exchange]
        if isinstance(event, Data) and exchange.streams:
            yield event
            continue
        for part in exchange.take(event):
            if part.kind == "body":
                yield Data(event.exchange, part.at, part.side, part.data)
        if isinstance(event, Data) and event.side == "client":
            yield replace(event, data=exchange.body)
        elif not (isinstance(event, Data) and isinstance(event.data, bytes)):
            yield event
