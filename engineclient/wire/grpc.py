"""A gRPC server for one connection, over HTTP/2, without I/O: `feed` it the received bytes, send what it returns.

In a BuildKit session the roles are reversed: the client opens the connection, and the engine makes the calls on it. A
method returns an iterator of messages, which is advanced only while HTTP/2's windows are open, so that a file is not
read before it can be sent, and memory use stays constant.

Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from enum import IntEnum
from typing import Final

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, RequestReceived, StreamEnded, StreamReset
from h2.exceptions import H2Error
from h2.settings import SettingCodes

from engineclient.errors import DecodeError, EngineError
from engineclient.wire.grpc_messages import Compressed, Messages, TooLarge, encoded_text, framed

_MOST_STREAMS: Final = 256
_MOST_RECEIVED: Final = 64 << 20  # bytes of incomplete messages, of all calls together
_WINDOW: Final = 1 << 20  # bytes that the engine may send in a call before we have processed them
_CONNECTION_WINDOW: Final = 1 << 24
# Bytes sent for one call before it is the turn of the others. A socket's buffer holds about as many, so the engine has
# something to read while the next ones are made.
_AT_ONCE: Final = 1 << 18
_MOST_WAITING: Final = 1 << 20  # unanswered messages of one call, while its window is closed


HEALTH_CHECK: Final = "/grpc.health.v1.Health/Check"
_SERVING: Final = b"\x08\x01"

Metadata = Mapping[str, list[str]]
"""The headers of a call, each with all its values."""


class Code(IntEnum):
    """The status code of a call."""

    OK = 0
    CANCELED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


def code_name(number: int) -> str:
    """The name of a status code, as Go prints it.

    >>> code_name(5), code_name(0), code_name(99)
    ('NotFound', 'OK', 'Code(99)')

    """
    try:
        name = Code(number).name
    except ValueError:
        return f"Code({number})"
    return name if name == "OK" else name.title().replace("_", "")


class Refusal(EngineError):
    """Raised by a method to end its call with an error, which is sent to the engine."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code


class Method:
    """One call in progress; subclasses override what they need. Each function returns the messages to send, lazily.

    Attributes:
        metadata: the call's headers.
        is_over: set to True by the functions once no more messages will follow.

    """

    def __init__(self, metadata: Metadata) -> None:
        self.metadata = metadata
        self.is_over: bool = False

    def begin(self) -> Iterator[bytes]:
        """The messages to send before any has arrived."""
        return iter(())

    def receive(self, message: bytes) -> Iterator[bytes]:
        """The messages to send in reply to a message."""
        return iter(())

    def end(self) -> Iterator[bytes]:
        """The messages to send after the last message of the engine."""
        self.is_over = True
        return iter(())

    def close(self) -> None:
        """Release resources; called when the call has ended, by an error or not."""


Methods = dict[str, Callable[[Metadata], Method]]
"""The methods that a server offers, by path: `/moby.filesync.v1.Auth/Credentials`."""


def unary(answer: Callable[[bytes], bytes]) -> Callable[[Metadata], Method]:
    """A method with one request message and one reply."""

    class Unary(Method):
        def receive(self, message: bytes) -> Iterator[bytes]:
            yield answer(message)

    return Unary


class _Call:
    def __init__(self, method: Method) -> None:
        self.method = method
        self.received = Messages()
        self.sending: deque[Iterator[bytes]] = deque([method.begin()])
        self.ready = bytearray()
        self.sent = 0  # bytes of `ready`

    def messages(self, data: bytes) -> Iterator[bytes]:
        """The messages that `data` completes."""
        self.received.add(data)
        try:
            yield from self.received.take()
        except Compressed as error:
            raise Refusal(Code.UNIMPLEMENTED, str(error)) from error
        except TooLarge as error:
            raise Refusal(Code.RESOURCE_EXHAUSTED, str(error)) from error

    def fill(self, size: int) -> None:
        """Prepare about `size` bytes to send, or fewer if there are no more at present."""
        if len(self.ready) - self.sent >= size:
            return
        del self.ready[: self.sent]
        self.sent = 0
        while self.sending and len(self.ready) < size:
            message = next(self.sending[0], None)
            if message is None:
                self.sending.popleft()
            else:
                self.ready += framed(message)


class Server:
    """One connection.

    Args:
        methods: the offered methods; the health check is offered in addition.
        on_call: called with the path of each incoming call.

    Attributes:
        failure: the first error other than a `Refusal` that a method raised.

    """

    def __init__(self, methods: Methods, on_call: Callable[[str], None] | None = None) -> None:
        self.methods: dict[str, Callable[[Metadata], Method]] = dict(methods)
        self.failure: Exception | None = None
        self._offered = {HEALTH_CHECK: unary(lambda _: _SERVING), **self.methods}
        self._on_call = on_call
        self._calls: dict[int, _Call] = {}
        self._h2 = H2Connection(H2Configuration(client_side=False, header_encoding=None))
        self._h2.initiate_connection()
        self._h2.update_settings(
            {SettingCodes.INITIAL_WINDOW_SIZE: _WINDOW, SettingCodes.MAX_CONCURRENT_STREAMS: _MOST_STREAMS}
        )
        self._h2.increment_flow_control_window(_CONNECTION_WINDOW)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes to send after `data` has arrived: pieces of some 256 kB, produced as they are consumed.

        Raises:
            DecodeError: `data` is not HTTP/2.

        """
        try:
            events = self._h2.receive_data(data)
        except (H2Error, ValueError, LookupError) as error:
            raise DecodeError(f"the engine breaks HTTP/2 in its session: {error!r}") from error
        taken: dict[int, int] = {}  # bytes by call, acknowledged together: small requests come by the hundred
        for event in events:
            match event:
                case RequestReceived(stream_id=int(stream), headers=headers):
                    self._open(stream, headers or [])
                case DataReceived(stream_id=int(stream), data=piece, flow_controlled_length=size):
                    self._take(stream, piece or b"")
                    taken[stream] = taken.get(stream, 0) + (size or 0)
                case StreamEnded(stream_id=int(stream)) if stream in self._calls:
                    self._calls[stream].sending.append(self._calls[stream].method.end())
                case StreamReset(stream_id=int(stream)):
                    self._drop(stream)
                case _:
                    pass
        for stream, size in taken.items():
            self._acknowledge(stream, size)
        while sent := self._send():
            yield sent

    def close(self) -> None:
        """End all calls, because the connection has ended."""
        for stream in [*self._calls]:
            self._drop(stream)

    def _open(self, stream: int, headers: list[tuple[bytes, bytes]]) -> None:
        metadata: dict[str, list[str]] = {}
        for name, value in headers:
            metadata.setdefault(_text(name), []).append(_text(value))
        path = metadata.get(":path", [""])[0]
        if self._on_call is not None:
            self._on_call(path)
        make = self._offered.get(path)
        if make is None:
            self._finish(stream, Code.UNIMPLEMENTED, f"unknown method {path}", begun=False)
            return
        self._h2.send_headers(stream, _HEAD)
        try:
            self._calls[stream] = _Call(make(metadata))
        except Exception as error:
            self._fail(stream, error)

    def _take(self, stream: int, data: bytes) -> None:
        call = self._calls.get(stream)
        if call is None:
            return  # the call has ended on our side
        try:
            if sum(each.received.pending for each in self._calls.values()) + len(data) > _MOST_RECEIVED:
                raise Refusal(Code.RESOURCE_EXHAUSTED, "too much is under way")
            for message in call.messages(data):
                if len(call.sending) >= _MOST_WAITING:
                    raise Refusal(Code.RESOURCE_EXHAUSTED, "too many messages are waiting for an answer")
                call.sending.append(call.method.receive(message))
        except Exception as error:
            self._fail(stream, error)

    def _acknowledge(self, stream: int, size: int) -> None:
        if not size:
            return
        try:
            self._h2.acknowledge_received_data(size, stream)
        except H2Error:
            pass  # the stream is closed and has no window any more

    def _send(self) -> bytes:
        for stream, call in [*self._calls.items()]:
            try:
                self._pump(stream, call)
            except Exception as error:
                self._fail(stream, error)
        return self._h2.data_to_send()

    def _pump(self, stream: int, call: _Call) -> None:
        left = _AT_ONCE
        while left > 0:
            room = min(self._h2.local_flow_control_window(stream), self._h2.max_outbound_frame_size)
            if room <= 0:
                return
            call.fill(room)
            size = min(room, len(call.ready) - call.sent)
            if not size:
                if call.method.is_over:
                    self._finish(stream, Code.OK)
                return
            with memoryview(call.ready) as ready, ready[call.sent : call.sent + size] as frame:
                self._h2.send_data(stream, frame)  # copies it, so that `ready` can change
            call.sent += size
            left -= size

    def _fail(self, stream: int, error: Exception) -> None:
        """End a call with the error that its method raised."""
        if isinstance(error, Refusal):
            self._finish(stream, error.code, str(error))
            return
        if isinstance(error, H2Error):
            self._drop(stream)  # the engine has reset it meanwhile
            return
        self.failure = self.failure or error
        text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        self._finish(stream, Code.UNKNOWN, text)

    def _finish(self, stream: int, code: Code, message: str = "", *, begun: bool = True) -> None:
        self._drop(stream)
        trailers = [("grpc-status", str(int(code)))]
        if message:
            trailers.append(("grpc-message", encoded_text(message)))
        try:
            self._h2.send_headers(stream, trailers if begun else [*_HEAD, *trailers], end_stream=True)
        except H2Error:
            pass  # the engine has reset it meanwhile

    def _drop(self, stream: int) -> None:
        call = self._calls.pop(stream, None)
        if call is not None:
            for iterator in call.sending:
                if isinstance(iterator, Generator):
                    # Another thread is in the middle of it, and will find the call gone
                    with suppress(ValueError):
                        iterator.close()
            call.method.close()


_HEAD: Final = [(":status", "200"), ("content-type", "application/grpc")]


def _text(value: bytes | str) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", "surrogateescape")
