"""The API version for an engine behind proxies that hang up, refuse, or keep it back, sync and async."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from engineclient import AsyncEngine, Engine
from tests.support import answer, scripted

_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"
_PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


async def used(host: str, kind: str) -> None:
    """Make one call."""
    if kind == "sync":
        with Engine(host) as engine:
            await asyncio.to_thread(engine.info)
    else:
        async with AsyncEngine(host) as engine:
            await engine.info()


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize(
    ("answers", "target"),
    [
        ({b"HEAD": b"", b"/_ping": answer(b"OK")}, "/v1.51/info"),  # it hangs up at HEAD
        ({b"HEAD": b"", b"/_ping": b""}, "/v1.44/info"),
        ({b"HEAD": b"", b"/_ping": b"", b"/version": answer(b'{"ApiVersion":"1.47"}')}, "/v1.47/info"),
        ({b"HEAD": b"", b"/_ping": _REFUSED, b"/version": _REFUSED}, "/v1.44/info"),
        ({b"/_ping": _REFUSED, b"/version": b""}, "/v1.44/info"),
        ({b"HEAD": b"HTTP/1.1 200 OK\r\nApi-Version: \r\nContent-Length: 2\r\n\r\n"}, "/v1.40/info"),
    ],
)
async def test_a_proxy_that_keeps_the_version_back_is_no_end(
    tmp_path: Path, kind: str, answers: dict[bytes, bytes], target: str
) -> None:
    def script(connection: socket.socket, head: bytes) -> None:
        method, path = head.split()[:2]
        sent = answers.get(method, answers.get(path, _PLAIN if path.endswith(b"/info") else b""))
        if not sent:
            raise OSError("hang up")
        connection.sendall(sent)

    with scripted(tmp_path / "s", script) as engine:
        await used(engine.host, kind)
        assert engine.heads[-1].split()[1].decode() == target
