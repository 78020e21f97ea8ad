"""The gRPC server: calls, windows, and an engine that does not keep to the protocol."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator

import pytest

from engineclient.errors import DecodeError
from engineclient.wire.grpc import HEALTH_CHECK, Code, Metadata, Method, Refusal, Server, unary
from tests.build.engine import EngineSide


class Echo(Method):
    closed = 0

    def receive(self, message: bytes) -> Iterator[bytes]:
        yield message
        yield message.upper()

    def end(self) -> Iterator[bytes]:
        self.is_over = True
        yield b"bye"

    def close(self) -> None:
        Echo.closed += 1


class Endless(Method):
    made = 0

    def begin(self) -> Iterator[bytes]:
        while True:
            Endless.made += 1
            yield bytes(10_000)


def refuse(_: bytes) -> bytes:
    raise Refusal(Code.NOT_FOUND, "secret ä: not found")


def fail(_: bytes) -> bytes:
    raise OSError(5, "Input/output error")


METHODS = {
    "/a/Echo": Echo,
    "/a/Endless": Endless,
    "/a/Double": unary(lambda message: message * 2),
    "/a/Refuse": unary(refuse),
    "/a/Fail": unary(fail),
}


def test_one_message_each_way() -> None:
    call = EngineSide(METHODS).call("/a/Double", b"ab").half_close()
    assert (call.messages, call.status, call.headers["content-type"]) == (
        [b"abab"],
        (0, ""),
        "application/grpc",
    )


def test_many_messages_both_ways() -> None:
    call = EngineSide(METHODS).call("/a/Echo", b"a", b"b")
    assert (call.messages, call.status) == ([b"a", b"A", b"b", b"B"], None)
    call.half_close()
    assert (call.messages[-1], call.status) == (b"bye", (0, ""))


def test_messages_cut_anywhere_and_empty_ones() -> None:
    engine = EngineSide(METHODS)
    call = engine.call("/a/Echo")
    for byte in b"\0\0\0\0\2ab\0\0\0\0\0":
        call.send_raw(bytes([byte]))
    assert call.messages == [b"ab", b"AB", b"", b""]


def test_the_health_check_is_always_there() -> None:
    assert EngineSide({}).call(HEALTH_CHECK, b"").half_close().messages == [b"\x08\x01"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/a/Refuse", (5, "secret ä: not found")),
        ("/a/Fail", (2, "Input/output error")),
        ("/a/Nope", (12, "unknown method /a/Nope")),
    ],
)
def test_calls_that_fail(path: str, status: tuple[int, str]) -> None:
    assert EngineSide(METHODS).call(path, b"").status == status


def test_an_error_of_ours_is_kept_a_refusal_is_none() -> None:
    engine = EngineSide(METHODS)
    engine.call("/a/Refuse", b"")
    assert engine.server.failure is None
    engine.call("/a/Fail", b"")
    assert isinstance(engine.server.failure, OSError)


def test_a_method_that_cannot_begin() -> None:
    def make(metadata: Metadata) -> Method:
        raise Refusal(Code.PERMISSION_DENIED, f"not {metadata['dir-name'][0]}")

    call = EngineSide({"/a/B": make}).call("/a/B", dir_name="x")
    assert call.status == (7, "not x")


def test_nothing_is_made_before_the_window_is_open() -> None:
    Endless.made = 0
    engine = EngineSide(METHODS, window=100_000, acknowledge=False)
    engine.call("/a/Endless")
    assert Endless.made <= 12


def test_more_than_a_window_arrives_whole() -> None:
    call = EngineSide(METHODS, window=70_000).call("/a/Double", bytes(1_000_000)).half_close()
    assert (len(call.messages[0]), call.status) == (2_000_000, (0, ""))


def test_a_call_that_the_engine_resets_is_closed() -> None:
    Echo.closed = 0
    engine = EngineSide(METHODS)
    engine.call("/a/Echo", b"a").reset()
    assert Echo.closed == 1
    assert engine.call("/a/Double", b"a").messages == [b"aa"]


def test_the_end_of_the_connection_closes_all_calls() -> None:
    Echo.closed = 0
    engine = EngineSide(METHODS)
    engine.call("/a/Echo")
    engine.call("/a/Echo")
    engine.server.close()
    assert Echo.closed == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\1\0\0\0\1a", Code.UNIMPLEMENTED),  # compressed
        (b"\0\xff\xff\xff\xff", Code.RESOURCE_EXHAUSTED),  # four gigabytes announced
    ],
)
def test_messages_that_are_refused(data: bytes, code: Code) -> None:
    call = EngineSide(METHODS).call("/a/Echo").send_raw(data)
    assert call.status is not None
    assert call.status[0] == code


@pytest.mark.parametrize(
    "data", [b"GET / HTTP/1.1\r\n\r\n", bytes(100), b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9)]
)
def test_what_is_no_http2(data: bytes) -> None:
    with pytest.raises(DecodeError, match="breaks HTTP/2"):
        list(Server({}).feed(data))


def test_no_bytes_do_harm() -> None:
    chance = random.Random(1)
    for _ in range(300):
        server = Server(METHODS)
        list(server.feed(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"))
        try:
            for _ in range(5):
                kind, flags = chance.randrange(10), chance.randrange(256)
                body = chance.randbytes(chance.randrange(30))
                frame = (
                    len(body).to_bytes(3, "big")
                    + bytes((kind, flags))
                    + chance.randrange(9).to_bytes(4, "big")
                )
                list(server.feed(frame + body))
        except DecodeError:
            pass


def test_the_end_may_come_while_a_method_is_at_work() -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Working(Method):
        def receive(self, message: bytes) -> Iterator[bytes]:
            begun.set()
            assert go_on.wait(10)
            yield message

    engine = EngineSide({"/a/Working": Working})
    call = threading.Thread(target=lambda: engine.call("/a/Working", b"x"))
    call.start()
    assert begun.wait(10)
    engine.server.close()
    go_on.set()
    call.join(10)
    assert not call.is_alive()
