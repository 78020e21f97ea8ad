from __future__ import annotations

import io
import os
import threading
from typing import Any

import pytest

from engineclient.cli.failures import Failure, OutputClosed
from engineclient.cli.output import Output


class Sink(io.RawIOBase):
    """A raw stream that counts how often it is written to, or fails."""

    def __init__(self, error: OSError | None = None) -> None:
        self.writes: list[bytes] = []
        self.error = error

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self.error:
            raise self.error
        self.writes.append(bytes(data))
        return len(data)


def output(sink: Sink) -> tuple[Output, io.TextIOWrapper]:
    stream = io.TextIOWrapper(io.BufferedWriter(sink), encoding="ascii")
    return Output(stream), stream


def test_text_and_bytes_keep_their_order_and_go_out_at_once() -> None:
    sink = Sink()
    out, _stream = output(sink)
    out.write("é")
    out.write(b"\xff")
    out.line("x")
    assert sink.writes == ["é".encode(), b"\xff", b"x\n"]


def test_undecodable_bytes_go_out_as_they_came() -> None:
    sink = Sink()
    out, _stream = output(sink)
    out.write(b"\xff".decode("utf-8", "surrogateescape"))
    assert sink.writes == [b"\xff"]


def test_a_reader_that_left_is_no_failure_of_the_command() -> None:
    sink = Sink(BrokenPipeError(32, "Broken pipe"))
    out, stream = output(sink)
    with pytest.raises(OutputClosed):
        out.write("x")
    sink.error = None
    stream.close()


def test_a_full_disk_is_a_failure() -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        with pytest.raises(Failure) as failure:
            Output(full).write("x")
    assert failure.value.text == "write /dev/full: no space left on device"


def test_a_write_in_parts_is_finished() -> None:
    class Slow(Sink):
        def write(self, data: Any) -> int:
            return super().write(bytes(data)[:2])

    sink = Slow()
    out, _stream = output(sink)
    out.write(b"abcde")
    assert sink.writes == [b"ab", b"cd", b"e"]


def test_a_full_pipe_that_does_not_block_is_waited_for() -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    sent = b"x" * (1 << 20)  # more than a pipe holds
    received: list[bytes] = []
    with open(reader, "rb") as ours, open(writer, "w") as theirs:  # noqa: PTH123
        thread = threading.Thread(target=lambda: received.append(ours.read()))
        thread.start()
        Output(theirs).write(sent)
        theirs.close()
        thread.join()
    assert received == [sent]


def test_a_stream_that_the_shell_closed_swallows_everything() -> None:
    out = Output(None)
    out.line("x")
    assert not out.is_terminal()
    with pytest.raises(OSError, match="closed"):
        out.fileno()


def test_a_stream_of_text_alone_gets_text() -> None:
    """As a program that calls this one in its process may set it: `contextlib.redirect_stdout(io.StringIO())`."""
    stream = io.StringIO()
    out = Output(stream)
    out.line("a")
    out.write("é".encode()[:1])
    out.write("é".encode()[1:] + b"\xff|")
    assert stream.getvalue() == "a\né\udcff|"
    assert (out.is_terminal(), out.size()) == (False, (0, 0))
