"""Split the bytes of an answer into parts, by the kind of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.errors import EngineError
from engineclient.events import Elided
from engineclient.trace.part import Part
from engineclient.wire.frames import HEADER, Multiplexed, Raw
from engineclient.wire.websocket import Messages

if TYPE_CHECKING:
    from engineclient.events import Data

__all__ = ["OutputReader", "Reader", "RecordReader", "WebSocketReader", "WholeReader"]


class Reader:
    """Splits an answer into parts."""

    def feed(self, event: Data) -> list[Part]:
        """The parts that `event` completes."""
        raise NotImplementedError

    def end(self, at: float) -> list[Part]:
        """The remaining parts at the end."""
        return []


class WholeReader(Reader):
    """Reads an answer as one part."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def feed(self, event: Data) -> list[Part]:
        """The parts that `event` completes."""
        if isinstance(event.data, Elided):
            return [Part(event.at, "daemon", "bytes", event.data)]
        self._pieces.append(event.data)
        return []

    def end(self, at: float) -> list[Part]:
        """The remaining parts at the end."""
        body = b"".join(self._pieces)
        return [Part(at, "daemon", "body", body)] if body else []


class RecordReader(Reader):
    """Reads JSON records, one a line."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, event: Data) -> list[Part]:
        """The parts that `event` completes."""
        if isinstance(event.data, Elided):
            return [Part(event.at, "daemon", "bytes", event.data)]
        *lines, self._rest = (self._rest + event.data).split(b"\n")
        return [Part(event.at, "daemon", "record", line.strip()) for line in lines if line.strip()]

    def end(self, at: float) -> list[Part]:
        """The remaining parts at the end."""
        rest = self._rest.strip()
        return [Part(at, "daemon", "record", rest)] if rest else []


class OutputReader(Reader):
    """Reads a container's output: frames, or the bytes of a terminal."""

    def __init__(self, *, certain: bool, raw: bool = False) -> None:
        """Start; if not `certain` whether it is framed or `raw`, the first bytes decide."""
        self._decoder: Multiplexed | Raw | None = Multiplexed() if certain else Raw() if raw else None
        self._held = b""

    def feed(self, event: Data) -> list[Part]:
        """The parts that `event` completes."""
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
        """The remaining parts at the end."""
        return [Part(at, "daemon", "stdout", self._held)] if self._held else []


class WebSocketReader(Reader):
    """Reads the frames of a WebSocket; the bytes unchanged if they are not frames."""

    def __init__(self) -> None:
        self._messages: Messages | None = Messages()

    def feed(self, event: Data) -> list[Part]:
        """The parts that `event` completes."""
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
