"""Replay a recorded connection with BuildKit, `POST /grpc`: answer the client's gRPC calls as recorded."""

from __future__ import annotations

import base64
import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from engineclient.build.call_records import TELEMETRY, readable_request
from engineclient.build.solve import BUILD_ID, SOLVE
from engineclient.errors import DecodeError
from engineclient.recording.format import is_client
from engineclient.recording.replay.matching import differences
from engineclient.wire.grpc_responder import Asked, Responder

if TYPE_CHECKING:
    import socket

    from engineclient.recording.canonical import Values
    from engineclient.recording.format import Line

__all__ = ["RecordedCalls"]

_PIECE: Final = 64 * 1024
_INTERNAL: Final = 13  # a status of gRPC
_FILES: Final = ("local", "tar", "oci", "docker")
"""Exporters whose result is sent to the client."""


class RecordedCalls:
    """The calls of one connection. `speak` and `listen` run in threads of their own until the client leaves.

    Args:
        sock: the connection.
        lines: its lines in the recording, with their indexes.
        values: values for the names in the lines.
        hold: waits until the line with this index may be sent; returns False if it never may.
        saw: called with the index of a line of the client whose event has occurred.
        lenient: match calls by their method alone.

    Attributes:
        complaints: how the client's calls differ from the recorded ones.

    """

    def __init__(
        self,
        sock: socket.socket,
        lines: Sequence[tuple[int, Line]],
        values: Values,
        *,
        hold: Callable[[int], bool],
        saw: Callable[[int], None],
        lenient: bool,
    ) -> None:
        self.complaints: list[str] = []
        self._sock = sock
        self._values = values
        self._hold = hold
        self._saw = saw
        self._lenient = lenient
        self._responder = Responder()
        self._lock = threading.Lock()
        self._left = [(index, line["sent"]["json"]) for index, line in lines if "sent" in line]
        self._answers = [
            (index, line["json"]) for index, line in lines if "json" in line and not is_client(line)
        ]
        self._streams: dict[int, int] = {}  # the client's stream numbers, by the number of the recorded call
        self._open: set[int] = set()
        self._failed = ""

    def listen(self, rest: bytes) -> None:
        """Read the client's calls until it closes the connection."""
        data = rest
        with contextlib.suppress(OSError):
            while data or (data := self._sock.recv(_PIECE)):
                try:
                    with self._lock:
                        for asked in self._responder.feed(data):
                            self._take(asked)
                        self._send()
                except DecodeError as error:
                    self.complaints.append(str(error))
                    break
                data = b""
        if not self.complaints and self._left and not self._lenient:
            methods = [record.get("method", "a further message") for _, record in self._left]
            self.complaints.append(f"the client does not call {', '.join(methods)}")

    def speak(self) -> None:
        """Send the recorded answers, each after the client's events that precede it in the recording."""
        for index, recorded in self._answers:
            if not self._hold(index):
                return
            record = self._values.fill(recorded)
            with self._lock, contextlib.suppress(OSError):
                stream = self._streams.get(record["call"])
                if stream is None or stream not in self._open:
                    continue
                if "status" in record:
                    self._open.discard(stream)
                    self._responder.end(
                        stream, record["status"], record.get("error", ""), record.get("details", "")
                    )
                elif "elided" in record:
                    self._fail("the recording does not hold the answer to this call")
                else:
                    self._responder.send(
                        stream, base64.b64decode(record.get("message", record.get("aux", "")))
                    )
                self._send()

    def _take(self, asked: Asked) -> None:
        if asked.path == TELEMETRY:
            self._responder.send(asked.stream, b"")
            self._responder.end(asked.stream, 0)
            return
        record: dict[str, Any] = {"method": asked.path, "request": readable_request(asked.path, asked.data)}
        if BUILD_ID in asked.metadata:
            record["ref"] = asked.metadata[BUILD_ID]
        self._open.add(asked.stream)
        nearest = f"the recording has no call of {asked.path}"
        for place, (index, recorded) in enumerate(self._left):
            if recorded.get("method") != asked.path:
                continue
            found, bound = differences(
                {k: v for k, v in recorded.items() if k != "call"}, record, self._values
            )
            if found and not self._lenient:
                nearest = f"{asked.path}: {'; '.join(map(str, found[:3]))}"
                continue
            for name, value in bound.items():
                self._values.bind(name, value)
            del self._left[place]
            self._streams[recorded["call"]] = asked.stream
            self._saw(index)
            if asked.path == SOLVE and any(
                each["type"] in _FILES for each in record["request"].get("exporters", ())
            ):
                self._fail("the recording does not hold the files of a result")
            return
        self.complaints.append(nearest)
        self._fail(f"this call is not in the recording: {nearest}")

    def _fail(self, text: str) -> None:
        """End all open and all later calls with an error: after a failed call the others would wait forever."""
        self._failed = self._failed or text
        for stream in self._open:
            self._responder.end(stream, _INTERNAL, self._failed)
        self._open.clear()

    def _send(self) -> None:
        if self._failed:
            self._fail(self._failed)
        if data := self._responder.to_send():
            self._sock.sendall(data)
