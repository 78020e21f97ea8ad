"""Turn events into exchanges: each request with its answer, and the content of both in readable parts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from engineclient.api.operations import Operation, find
from engineclient.errors import EngineError
from engineclient.events import Data, Elided, End, Event, Request, Response, Side
from engineclient.events.redaction import is_private, redacted_body
from engineclient.trace.explanations import Note, note_of
from engineclient.trace.fields import brief
from engineclient.versions import is_before
from engineclient.wire.frames import HEADER, Frame, Multiplexed, Raw, encode
from engineclient.wire.websocket import Messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Conversation", "Exchange", "Kind", "Part", "redacted_events"]

Kind: TypeAlias = Literal["stdin", "stdout", "stderr", "record", "body", "bytes"]

_FRAMED: Final = "application/vnd.docker.multiplexed-stream"
_RAW: Final = "application/vnd.docker.raw-stream"
_RAW_IS_RAW: Final = "1.42"  # before this version multiplexed streams had the raw type, too


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the content of an exchange that can be read by itself.

    Attributes:
        at: the time of its last byte.
        side: the side that sent it.
        kind: a stream of a container ("stdin", "stdout", "stderr"), a JSON "record" of a streamed answer, the whole
            "body" of an answer, or "bytes" of anything else.
        data: the content; secrets in JSON are replaced.
        framed: whether it came in a frame.

    """

    at: float
    side: Side
    kind: Kind
    data: bytes | Elided
    framed: bool = False

    @property
    def head(self) -> bytes:
        """The header of its frame, b"" without one."""
        return encode(Frame(self.kind, self.data))[:HEADER] if self.framed else b""  # type: ignore[arg-type]  # then it is

    @property
    def size(self) -> int:
        """The number of bytes of `data`."""
        return self.data.size if isinstance(self.data, Elided) else len(self.data)

    @property
    def text(self) -> str:
        """`data` as text, or a placeholder for content that was not kept."""
        if isinstance(self.data, Elided):
            return f"({self.size} bytes, not kept)"
        return self.data.decode(errors="replace")

    @property
    def json(self) -> Any:
        """`data` as JSON, None if it is not."""
        return _json(self.data)


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
    _reader: _Reader | None = None

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
        return _json(self.body)

    @property
    def hijacked(self) -> bool:
        """Whether the connection has stopped being HTTP."""
        return self.response is not None and self.response.framing == "hijack"

    @property
    def has_calls(self) -> bool:
        """Whether it is a connection of BuildKit's: its parts are records of calls, its bytes are in no event."""
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
                self._reader = self._reader or _Output(certain=False)
                return self._redacted(self._reader.feed(event))
            case End():
                self.ends.append(event)
                if self._reader is not None and self.over:
                    reader, self._reader = self._reader, None
                    return self._redacted(reader.end(event.at))
            case Request():
                raise ValueError(f"exchange {self.number} begins twice")
        return []

    def _choose_reader(self, response: Response) -> _Reader:
        if not self.streams:
            return _Whole()
        if self._in_records or self.has_calls:
            return _Records()
        if self.hijacked and self.operation is not None and self.operation.upgrade == "websocket":
            return _WebSocket()
        kind = dict(response.headers).get("content-type", "")
        version = self.request.version
        raw = kind == _RAW and bool(version) and not is_before(version, _RAW_IS_RAW)
        return _Output(certain=kind == _FRAMED, raw=raw)

    def _redacted(self, parts: list[Part]) -> list[Part]:
        if parts and parts[0].kind not in ("body", "record"):
            return parts
        return [
            replace(part, data=self._without_secrets(part.data)) if part.kind in ("body", "record") else part
            for part in parts
        ]

    def _without_secrets(self, data: bytes | Elided) -> bytes | Elided:
        return redacted_body(data, self.ask) if isinstance(data, bytes) else data


class _Reader:
    """Splits an answer into parts."""

    def feed(self, event: Data) -> list[Part]:
        raise NotImplementedError

    def end(self, at: float) -> list[Part]:
        """The remaining parts at the end."""
        return []


class _Whole(_Reader):
    """Reads an answer as one part."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def feed(self, event: Data) -> list[Part]:
        if isinstance(event.data, Elided):
            return [Part(event.at, "daemon", "bytes", event.data)]
        self._pieces.append(event.data)
        return []

    def end(self, at: float) -> list[Part]:
        body = b"".join(self._pieces)
        return [Part(at, "daemon", "body", body)] if body else []


class _Records(_Reader):
    """Reads JSON records, one a line."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, event: Data) -> list[Part]:
        if isinstance(event.data, Elided):
            return [Part(event.at, "daemon", "bytes", event.data)]
        *lines, self._rest = (self._rest + event.data).split(b"\n")
        return [Part(event.at, "daemon", "record", line.strip()) for line in lines if line.strip()]

    def end(self, at: float) -> list[Part]:
        rest = self._rest.strip()
        return [Part(at, "daemon", "record", rest)] if rest else []


class _Output(_Reader):
    """Reads a container's output: frames, or the bytes of a terminal."""

    def __init__(self, *, certain: bool, raw: bool = False) -> None:
        """Start; if not `certain` whether it is framed or `raw`, the first bytes decide."""
        self._decoder: Multiplexed | Raw | None = Multiplexed() if certain else Raw() if raw else None
        self._held = b""

    def feed(self, event: Data) -> list[Part]:
        if isinstance(event.data, Elided):
            return [Part(event.at, "daemon", "bytes", event.data)]
        data = self._held + event.data
        if self._decoder is None:
            if 0 < len(data) < HEADER and data[0] < 3:
                self._held = data
                return []
            framed = data[:1] < b"\x03" and not any(data[1:4])
            self._held, self._decoder = b"", Multiplexed() if framed else Raw()
        try:
            frames = self._decoder.feed(data)
        except EngineError:  # an error of the engine between the frames
            self._decoder = Raw()
            return [Part(event.at, "daemon", "bytes", data)]
        framed = isinstance(self._decoder, Multiplexed)
        return [Part(event.at, "daemon", stream, payload, framed) for stream, payload in frames]

    def end(self, at: float) -> list[Part]:
        return [Part(at, "daemon", "stdout", self._held)] if self._held else []


class _WebSocket(_Reader):
    """Reads the frames of a WebSocket; the bytes unchanged if they are not frames."""

    def __init__(self) -> None:
        self._messages: Messages | None = Messages()

    def feed(self, event: Data) -> list[Part]:
        if isinstance(event.data, Elided):
            return [Part(event.at, "daemon", "bytes", event.data)]
        if self._messages is not None:
            try:
                messages = self._messages.feed(event.data)
                return [
                    Part(event.at, "daemon", "stdout", each.data) for each in messages if each.kind == "data"
                ]
            except EngineError:
                self._messages = None
        return [Part(event.at, "daemon", "bytes", event.data)]


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


def _json(data: bytes | Elided) -> Any:
    if isinstance(data, Elided) or not data:
        return None
    try:
        return json.loads(data)
    except ValueError:
        return None
