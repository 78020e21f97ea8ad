"""The event loop of a session, between pipes of ours and a scripted engine."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from engineclient import Engine, Frame, StreamTruncated
from engineclient.cli.failures import Detached, OutputClosed
from engineclient.cli.output import Output
from engineclient.cli.terminal import pump
from engineclient.cli.terminal.pump import Pump
from engineclient.wire.detach import DetachKeys
from engineclient.wire.frames import encode
from tests.support import UPGRADED, scripted

Peer = Callable[[socket.socket], None]


class Ends(NamedTuple):
    """The far ends of our three standard streams, the near ones, and the duplex."""

    stdin: Any
    stdout: Any
    stderr: Any
    source: Any
    sinks: Any
    duplex: Any

    def pump(self, keys: DetachKeys | None = None) -> Pump:
        return Pump(self.duplex, self.source.fileno(), self.sinks, keys)


@contextmanager
def pipe() -> Iterator[tuple[Any, Any]]:
    """Two files: what is written to the second can be read from the first."""
    read, write = os.pipe()
    with os.fdopen(read, "rb", buffering=0) as reader, os.fdopen(write, "wb") as writer:
        yield reader, writer


@pytest.fixture
def ends(tmp_path: Path) -> Callable[[Peer], Any]:
    """Opens a conversation whose other end is a function of the connection."""

    @contextmanager
    def opened(peer: Peer) -> Iterator[Ends]:
        def script(connection: socket.socket, _: bytes) -> None:
            connection.sendall(UPGRADED)
            peer(connection)

        with (
            scripted(tmp_path / "s", script) as server,
            Engine(server.host, api_version="1.51") as engine,
            engine.containers.attach("x", stdin=True) as duplex,
            pipe() as (source, stdin),
            pipe() as (stdout, out),
            pipe() as (stderr, err),
        ):
            sinks = {"stdout": Output(TextIOWrapper(out)), "stderr": Output(TextIOWrapper(err))}
            yield Ends(stdin, stdout, stderr, source, sinks, duplex)

    return opened


def received(connection: socket.socket) -> bytes:
    """All until the end."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def type(end: Ends, keys: bytes) -> None:
    end.stdin.write(keys)
    end.stdin.flush()


def say(connection: socket.socket, *frames: Frame) -> None:
    connection.sendall(b"".join(map(encode, frames)))
    connection.shutdown(socket.SHUT_WR)


def answer_with_what_was_read(connection: socket.socket) -> None:
    say(connection, Frame("stdout", b"read " + received(connection)))


def test_frames_go_to_their_streams(ends: Any) -> None:
    def peer(connection: socket.socket) -> None:
        say(connection, Frame("stdout", b"out\xff\n"), Frame("stderr", b"err\n"), Frame("stdout", b"more\n"))
        received(connection)

    with ends(peer) as end:
        end.pump().run()
        assert (end.stdout.read(100), end.stderr.read(100)) == (b"out\xff\nmore\n", b"err\n")


def test_input_and_its_end_are_passed_on_and_output_still_comes(ends: Any) -> None:
    with ends(answer_with_what_was_read) as end:
        type(end, b"\x00 words\n")
        end.stdin.close()
        end.pump().run()
        assert end.stdout.read(100) == b"read \x00 words\n"


def test_without_input_the_other_side_reads_the_end_at_once(ends: Any) -> None:
    with ends(answer_with_what_was_read) as end:
        Pump(end.duplex, None, end.sinks).run()
        assert end.stdout.read(100) == b"read "


def test_megabytes_both_ways_at_once(ends: Any) -> None:
    data = bytes(range(256)) * 20_000
    read = bytearray()

    def echo(connection: socket.socket) -> None:
        while piece := connection.recv(65536):
            connection.sendall(encode(Frame("stdout", piece)))
        connection.shutdown(socket.SHUT_WR)

    with ends(echo) as end:

        def look() -> None:
            while len(read) < len(data):
                read.extend(end.stdout.read(1000))

        def type_all() -> None:
            type(end, data)
            end.stdin.close()

        threads = [threading.Thread(target=work) for work in (type_all, look)]
        for thread in threads:
            thread.start()
        end.pump().run()
        for thread in threads:
            thread.join()
        assert bytes(read) == data


def test_output_is_shown_though_nobody_reads_the_input(ends: Any) -> None:
    def peer(connection: socket.socket) -> None:
        say(connection, Frame("stdout", b"bye"))
        connection.shutdown(socket.SHUT_RD)

    with ends(peer) as end:
        type(end, b"x" * 60_000)
        end.pump().run()
        assert end.stdout.read(100) == b"bye"


def test_detach_keys_end_it_and_what_was_typed_before_them_is_passed_on(ends: Any) -> None:
    typed, read = bytearray(), threading.Event()

    def peer(connection: socket.socket) -> None:
        typed.extend(received(connection))
        read.set()

    with ends(peer) as end:
        type(end, b"words\x10\x11more")
        with pytest.raises(Detached):
            end.pump(DetachKeys()).run()
        end.duplex.close()
        assert read.wait(10)
    assert typed == b"words"


@pytest.mark.parametrize(("typed", "passed"), [(b"once\n", b"read once\n"), (b"\x10", b"read ")])
def test_input_can_be_ended_after_what_comes_next(ends: Any, typed: bytes, passed: bytes) -> None:
    with ends(answer_with_what_was_read) as end:
        session = end.pump(DetachKeys())
        session.end_input_after_next()
        type(end, typed)
        session.run()  # although stdin stays open
        assert end.stdout.read(100) == passed


def test_a_reader_who_has_left_ends_it(ends: Any) -> None:
    def peer(connection: socket.socket) -> None:
        say(connection, Frame("stdout", b"words"))
        received(connection)

    with ends(peer) as end:
        end.stdout.close()
        with pytest.raises(OutputClosed):
            end.pump().run()


def test_a_cut_frame_is_no_clean_end(ends: Any) -> None:
    def peer(connection: socket.socket) -> None:
        connection.sendall(encode(Frame("stdout", b"words"))[:-1])
        connection.shutdown(socket.SHUT_WR)
        received(connection)

    with ends(peer) as end:
        with pytest.raises(StreamTruncated):
            end.pump().run()


def test_it_sleeps_while_nothing_happens(ends: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wait, waits = pump._wait, list[int]()
    me = Path(f"/proc/self/task/{threading.get_native_id()}/status")

    def counted(wanted: Any) -> Any:
        waits.append(1)
        return wait(wanted)

    def end_when_it_sleeps(end: Ends) -> None:
        while len(waits) < 3 or "State:\tS" not in me.read_text():
            pass
        end.stdin.close()

    with ends(answer_with_what_was_read) as end:
        monkeypatch.setattr(pump, "_wait", counted)
        type(end, b"words")
        ending = threading.Thread(target=end_when_it_sleeps, args=(end,))
        ending.start()
        end.pump().run()
        ending.join()
    assert len(waits) < 10
