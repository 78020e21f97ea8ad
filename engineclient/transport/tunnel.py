"""Connections through an HTTP proxy, by CONNECT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.connect.proxies import ProxyRefused
from engineclient.transport.countdown import Countdown
from engineclient.wire.http import request_head

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from engineclient.backend import Line
    from engineclient.connect.proxies import Proxy

_END: Final = b"\r\n\r\n"
_MOST_HEAD: Final = 64 * 1024


def tunnelled(
    connect: Callable[[float | None], Awaitable[Line]], proxy: Proxy, address: str
) -> Callable[[float | None], Awaitable[Line]]:
    """A function that opens connections to `address` (`host:port`) through the proxy; `connect` connects to the proxy."""

    async def connect_through(timeout: float | None) -> Line:
        countdown = Countdown(timeout)
        line = await connect(timeout)
        try:
            head = request_head("CONNECT", address, [("Host", address), *proxy.headers()])
            await line.send(head, countdown.left())
            _check(await _answer(line, countdown))
        except BaseException:
            line.abort()
            raise
        return line

    return connect_through


async def _answer(line: Line, countdown: Countdown) -> bytes:
    """Read the head of the answer, and not a byte of what follows it."""
    head = b""
    while not head.endswith(_END):
        data = await line.receive(1, countdown.left())
        if not data or len(head) > _MOST_HEAD:
            raise ProxyRefused("EOF")
        head += data
    return head


def _check(head: bytes) -> None:
    _, _, status = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
    code, _, reason = status.partition(" ")
    if not code.startswith("2"):
        raise ProxyRefused(reason or code)
