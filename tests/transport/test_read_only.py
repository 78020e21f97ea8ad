"""What a read-only engine sends; the rule itself is tested in tests/api/test_permissions.py."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from engineclient import Engine, Frame, WouldChange
from engineclient.backend import finish
from engineclient.transport.exchange import Outgoing
from engineclient.transport.read_only import ReadOnlyTransport
from engineclient.wire.frames import encode
from tests.support import UPGRADED, scripted

OUT = Frame("stdout", b"out\n")


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda stream: stream.write(b"touch /x\n"), WouldChange),
        (lambda stream: stream.close_stdin(), None),  # as whoever only listens does
    ],
    ids=["write", "close_stdin"],
)
def test_nothing_is_sent_on_a_connection_that_was_taken_over(
    tmp_path: Path, act: Callable[[Any], object], error: type[WouldChange] | None
) -> None:
    sent: list[bytes] = []

    def script(connection: socket.socket, _: bytes) -> None:
        connection.sendall(UPGRADED + encode(OUT))
        connection.settimeout(0.2)
        try:
            sent.append(connection.recv(100))
        except TimeoutError:
            connection.shutdown(socket.SHUT_RDWR)

    with (
        scripted(tmp_path / "s", script) as server,
        Engine(server.host, api_version="1.51", read_only=True) as engine,
        engine.containers.attach("web", stdout=True, tty=False) as stream,
    ):
        with pytest.raises(error, match="its input may change something") if error else nullcontext():
            act(stream)
        assert list(stream) == [OUT]
    assert sent == []


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (Outgoing("POST", "/containers/x/wait", headers=[("Content-Length", "7")]), "Content-Length"),
        (Outgoing("GET", "/info", headers=[("X-A", "é")]), "not plain ASCII"),
        (Outgoing("GET", "/info", body=b"{}"), "takes no body"),
        (Outgoing("GET", "/containers/../info"), "not normalized"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_could_be_read_in_two_ways_is_not_sent(request_: Outgoing, reason: str) -> None:
    class Never:
        async def exchange(self, request: Outgoing) -> Any:
            pytest.fail(f"{request} was sent")

        async def close(self) -> None:
            pass

    with pytest.raises(WouldChange, match=reason):
        finish(ReadOnlyTransport(Never()).exchange(request_))
