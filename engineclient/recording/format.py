"""Convert events to the lines of a recording and back: one JSON object an event, with bodies decoded where possible.

    {"x": 2, "ask": "POST /containers/create", "query": {"name": "web"}, "json": {"Image": "nginx"}}
    {"x": 2, "answer": 201, "json": {"Id": "{c1}", "Warnings": []}}
    {"x": 3, "answer": 101, "stream": "hijack"}             its bytes follow in lines of their own
    {"x": 3, "stdout": "Hello"}                             a frame of multiplexed output
    {"x": 3, "sent": "input"}                               from the client
    {"x": 3, "sent": {"json": {"call": 1, ...}}}            a call to BuildKit, see engineclient.build.call_records
    {"x": 3, "end": "client half-close"}

`x` is the number of the exchange. The names in braces are explained in canonical.py.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engineclient.events import Data, Elided, End, Event, Framing, Pairs, Request, Response
from engineclient.events.redaction import is_private
from engineclient.recording import content
from engineclient.wire.frames import HEADER, Frame, StreamName, encode
from engineclient.wire.records import json_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Line", "events_of", "has_calls", "is_client", "is_ping", "to_lines"]

Line: TypeAlias = dict[str, Any]

_STREAMS: Final[tuple[StreamName, ...]] = ("stdin", "stdout", "stderr")  # by their number in a frame
_FRAMED: Final = "application/vnd.docker.multiplexed-stream"
_MAYBE_FRAMED: Final = ("application/vnd.docker.raw-stream", "application/octet-stream", "")
_STAT: Final = "x-docker-container-path-stat"


def is_client(line: Line) -> bool:
    """Whether the line is an event of the client."""
    return "ask" in line or "sent" in line or line.get("end", "").startswith("client")


def is_ping(line: Line) -> bool:
    """Whether the line is a request for /_ping, which clients send more or less often and which changes nothing."""
    return bool(line.get("ask", "").endswith(" /_ping"))


def has_calls(line: Line) -> bool:
    """Whether the line is a request for a connection to BuildKit, whose further lines are records of calls."""
    return is_private(line.get("ask", "").partition(" ")[2])


def to_lines(events: Iterable[Event]) -> Iterator[tuple[Line, float]]:
    """The lines for `events`, each with its time; ids and secrets are not replaced yet."""
    return _one_frame(_lines(_joined(events)))


def _lines(queue: list[Event]) -> Iterator[tuple[Line, float]]:
    writers: dict[int, _Output] = {}
    calls: set[int] = set()  # exchanges whose data are records of calls
    position = 0
    while position < len(queue):
        event = queue[position]
        position += 1
        match event:
            case Request():
                if is_private(event.path):
                    calls.add(event.exchange)
                yield _request(event), event.at
            case Data() if event.exchange in calls:
                record = content.content(event.data, "json")
                line = {"sent": record} if event.side == "client" else record
                yield {"x": event.exchange} | line, event.at
            case Response():
                body = _whole_body(queue, position)
                if body is not None:
                    position += len(body) + 1
                    yield _answer(event, whole=True) | _body(body, event), event.at
                else:
                    writers[event.exchange] = _Output(event)
                    yield _answer(event, whole=False), event.at
            case Data(side="client"):
                yield {"x": event.exchange, "sent": content.text(event.data)}, event.at
            case Data():
                output = writers.get(event.exchange)
                for part in output.feed(event.data) if output else [content.content(event.data, "raw")]:
                    yield {"x": event.exchange} | part, event.at
            case End():
                if event.side == "daemon" and (output := writers.pop(event.exchange, None)):
                    for part in output.end():
                        yield {"x": event.exchange} | part, event.at
                yield {"x": event.exchange, "end": f"{event.side} {event.how}"}, event.at


def _one_frame(lines: Iterable[tuple[Line, float]]) -> Iterator[tuple[Line, float]]:
    """`lines` with consecutive frames of one stream of a hijacked connection joined.

    How the engine cuts a container's output there is random; the frames of `logs` are the logged messages.
    """
    last: tuple[Line, float] | None = None
    hijacked: set[int] = set()
    for line, at in lines:
        if line.get("stream") == "hijack":
            hijacked.add(line["x"])
        stream = next((name for name in ("stdout", "stderr") if isinstance(line.get(name), str)), "")
        before = last[0].get(stream) if last and last[0]["x"] == line["x"] and line["x"] in hijacked else None
        if last and isinstance(before, str):
            last = {**line, stream: before + line[stream]}, last[1]
            continue
        if last:
            yield last
        last = line, at
    if last:
        yield last


def events_of(line: Line, at: float = 0.0) -> list[Event]:
    """The events of a line."""
    x: int = line["x"]
    if "ask" in line:
        return [_to_request(line, at)]
    if "answer" in line:
        return _to_response(line, at)
    if "sent" in line:
        return [Data(x, at, "client", content.from_text(line["sent"]))]
    if "end" in line:
        side, _, how = line["end"].partition(" ")
        return [End(x, at, side, how)]
    for stream in _STREAMS:
        if stream in line:
            data = content.from_text(line[stream])
            assert isinstance(data, bytes)
            return [Data(x, at, "daemon", encode(Frame(stream, data)))]
    return [Data(x, at, "daemon", content.from_content(line))]


def _joined(events: Iterable[Event]) -> list[Event]:
    """`events` with consecutive pieces of one unframed stream joined, as where they were cut is random."""
    out: list[Event] = []
    unframed: set[int] = set()
    calls: set[int] = set()
    for event in events:
        if isinstance(event, Request) and is_private(event.path):
            calls.add(event.exchange)
        if isinstance(event, Response) and event.framing in ("hijack", "close"):
            unframed.add(event.exchange)
        unframed -= calls
        last = out[-1] if out else None
        if (
            isinstance(event, Data)
            and isinstance(last, Data)
            and event.exchange in unframed
            and (last.exchange, last.side) == (event.exchange, event.side)
            and isinstance(last.data, bytes)
            and isinstance(event.data, bytes)
        ):
            out[-1] = Data(last.exchange, last.at, last.side, last.data + event.data)
        else:
            out.append(event)
    return out


def _request(event: Request) -> Line:
    line: Line = {"x": event.exchange, "ask": f"{event.method} {event.path}"}
    if event.version:
        line["api"] = event.version
    if event.query:
        line["query"] = _mapping(event.query)
    kind = dict(event.headers).get("content-type", "")
    body = content.content(event.body, kind)
    headers = tuple(
        h for h in event.headers if h != ("content-type", "application/json") or "json" not in body
    )
    if headers:
        line["headers"] = _mapping(headers)
    if not event.complete:
        line["open"] = True  # the body continues in lines of its own
    return line | body


def _to_request(line: Line, at: float) -> Request:
    method, _, path = line["ask"].partition(" ")
    headers = _pairs(line.get("headers", {}))
    if "json" in line:
        headers += (("content-type", "application/json"),)
    body = content.from_content(line)
    return Request(
        line["x"],
        at,
        method,
        path,
        line.get("api", ""),
        _pairs(line.get("query", {})),
        headers,
        body if isinstance(body, bytes) else b"",
        not line.get("open", False),
    )


def _answer(event: Response, *, whole: bool) -> Line:
    line: Line = {"x": event.exchange, "answer": event.status}
    headers = _mapping(event.headers)
    if _STAT in headers:
        headers[_STAT] = _decoded_stat(headers[_STAT])
    if headers:
        line["headers"] = headers
    if not whole:
        line["stream"] = event.framing
    elif event.framing not in ("none", "length"):
        line["framing"] = event.framing
    return line


def _to_response(line: Line, at: float) -> list[Event]:
    x: int = line["x"]
    headers = dict(line.get("headers", {}))
    if not isinstance(headers.get(_STAT, ""), str):
        headers[_STAT] = base64.b64encode(json_bytes(headers[_STAT])).decode()
    framing: Framing = line.get("stream") or line.get("framing") or "length"
    if "stream" in line:
        return [Response(x, at, line["answer"], _pairs(headers), framing)]
    body = content.from_content(line)
    if body == b"" and framing == "length":
        framing = "none"
    response = Response(x, at, line["answer"], _pairs(headers), framing)
    data = [Data(x, at, "daemon", body)] if body else []
    return [response, *data, End(x, at, "daemon", "complete")]


def _whole_body(queue: list[Event], position: int) -> list[bytes | Elided] | None:
    """The pieces of the body that follow an answer directly, so that they need no lines of their own."""
    response = queue[position - 1]
    assert isinstance(response, Response)
    pieces: list[bytes | Elided] = []
    for event in queue[position:]:
        if event.exchange != response.exchange:
            return None
        if isinstance(event, Data) and event.side == "daemon":
            pieces.append(event.data)
            continue
        whole = isinstance(event, End) and (event.side, event.how) == ("daemon", "complete")
        return pieces if whole and _is_one_thing(pieces, response) else None
    return None


def _is_one_thing(pieces: list[bytes | Elided], response: Response) -> bool:
    if response.framing == "hijack" or _Output(response).framed(pieces[0] if pieces else b""):
        return False
    if len(pieces) < 2:
        return True
    return response.framing == "length" or "json" in _body(pieces, response)


def _body(pieces: list[bytes | Elided], response: Response) -> Line:
    kind = dict(response.headers).get("content-type", "")
    if len(pieces) == 1:
        return content.content(pieces[0], kind)
    return content.content(b"".join(piece for piece in pieces if isinstance(piece, bytes)), kind)


class _Output:
    """Splits a streamed answer into lines: pieces as they came, multiplexed output by frames."""

    def __init__(self, response: Response) -> None:
        self._kind = dict(response.headers).get("content-type", "")
        self._frames = False
        self._begun = False
        self._rest = b""  # the beginning of an incomplete frame

    def framed(self, data: bytes | Elided) -> bool:
        """Whether `data` begins a multiplexed stream, by the Content-Type or, before API 1.42, by its bytes."""
        if not isinstance(data, bytes):
            return False
        looks = len(data) >= HEADER and _is_frame(data)
        return self._kind == _FRAMED or (self._kind in _MAYBE_FRAMED and looks)

    def feed(self, data: bytes | Elided) -> list[Line]:
        if not self._begun:
            self._begun = True
            self._frames = self.framed(data)
        if not self._frames or isinstance(data, Elided):
            return [*self.end(), content.content(data, self._kind)]
        frames, self._rest = _split(self._rest + data)
        lines: list[Line] = [{frame.stream: content.text(frame.data)} for frame in frames]
        if self._rest and not _is_frame(self._rest):  # an error of the engine itself: raw bytes from here on
            self._frames = False
            lines += self.end()
        return lines

    def end(self) -> list[Line]:
        rest, self._rest = self._rest, b""
        return [content.content(rest, "raw")] if rest else []


def _is_frame(data: bytes) -> bool:
    """Whether `data` begins with the header of a frame of output, or with a part of one."""
    return data[0] < len(_STREAMS) and not any(data[1:4])


def _split(data: bytes) -> tuple[list[Frame], bytes]:
    """The complete frames at the beginning of `data`, and the rest."""
    frames: list[Frame] = []
    position = 0
    while position + HEADER <= len(data) and _is_frame(data[position : position + HEADER]):
        start = position + HEADER
        end = start + int.from_bytes(data[start - 4 : start], "big")
        if end > len(data):
            break
        frames.append(Frame(_STREAMS[data[position]], data[start:end]))
        position = end
    return frames, data[position:]


def _mapping(pairs: Pairs) -> dict[str, Any]:
    """Pairs as an object; the value of a repeated name is a list."""
    out: dict[str, Any] = {}
    for name, value in sorted(pairs, key=lambda pair: pair[0]):
        if name in out:
            out[name] = [*(out[name] if isinstance(out[name], list) else [out[name]]), value]
        else:
            out[name] = value
    return out


def _pairs(mapping: dict[str, Any]) -> Pairs:
    return tuple(
        (name, one)
        for name, value in mapping.items()
        for one in (value if isinstance(value, list) else [value])
    )


def _decoded_stat(value: str) -> Any:
    try:
        return json.loads(base64.b64decode(value))
    except (ValueError, binascii.Error):
        return value
