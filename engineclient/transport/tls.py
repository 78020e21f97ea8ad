"""TLS over any connection, with Python's in-memory TLS: it works in both worlds, and has a half-close.

A client that has sent `close_notify` has ended only its own direction: it still reads what the engine sends. Docker
relies on that to end the stdin of a container.
"""

from __future__ import annotations

import socket
import ssl
import threading
from typing import TYPE_CHECKING, Final

from engineclient.transport.countdown import Countdown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from engineclient.backend import Line

_RECORD: Final = 64 * 1024
_FIRST: Final = 64
_DONTWAIT: Final = getattr(socket, "MSG_DONTWAIT", 0)


class TLSLine:
    """A TLS connection over another connection.

    Args:
        line: carries the encrypted bytes.
        context: the client's certificates, and the authorities it trusts.
        name: the server's host name, which its certificate must contain.

    """

    def __init__(self, line: Line, context: ssl.SSLContext, name: str | None) -> None:
        self._line = line
        self._received = ssl.MemoryBIO()
        self._to_send = ssl.MemoryBIO()
        self._tls: ssl.SSLObject = context.wrap_bio(self._received, self._to_send, server_hostname=name)
        self._lock = threading.Lock()  # reader and writer may be two threads, and share the TLS state
        self._plain = bytearray()  # decrypted, not read yet
        self._ended = False  # the other side has ended its direction
        self._first = b""  # the first bytes received, for the error if they are not TLS
        self._unsent = b""  # encrypted; records must be sent whole, and in the order in which they were made
        # How many plain bytes were encrypted for `offer`, which has not returned their number yet
        self._offered = 0

    async def handshake(self, timeout: float | None) -> None:
        """Do the TLS handshake.

        Raises:
            ssl.SSLError: the server is not trusted, does not speak TLS, or rejects the client's certificate.
            TimeoutError: it took longer than `timeout` seconds.
        """
        countdown = Countdown(timeout)
        while True:
            try:
                with self._lock:
                    self._tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush(countdown.left())
                if not await self._fill(countdown.left()):
                    raise ConnectionResetError(
                        "the server closed the connection in the TLS handshake"
                    ) from None
            except ssl.SSLError as error:
                error.first = self._first  # type: ignore[attr-defined]  # for `connect.causes`
                await self._flush(countdown.left())  # send the alert, which tells the server the reason
                raise
            else:
                break
        await self._flush(countdown.left())

    async def receive(self, size: int, timeout: float | None) -> bytes:
        """The next decrypted bytes, b"" at the end."""
        while not self._decrypt(size):
            if self._to_send.pending:
                self._push()  # without waiting: the other side may do nothing else until it has been read
            if not await self._fill(timeout):
                self._decrypt(size)
                self._ended = True
        with self._lock:
            data = bytes(self._plain[:size])
            del self._plain[:size]
        return data

    def _decrypt(self, size: int) -> bool:
        """Decrypt what has arrived; True if reading returns at once, with data or the end."""
        with self._lock:
            self._decrypt_locked(size)
            return bool(self._plain) or self._ended

    def _decrypt_locked(self, size: int) -> None:
        try:
            while len(self._plain) < size and not self._ended:
                data = self._tls.read(size)
                self._plain += data
                self._ended = not data
        except ssl.SSLWantReadError:
            pass
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            self._ended = True  # Go's servers close without a close_notify if HTTP marks the end already

    async def _fill(self, timeout: float | None) -> bool:
        """Receive encrypted bytes; False at the end of the connection."""
        data = await self._line.receive(_RECORD, timeout)
        self._first = self._first or data[:_FIRST]
        with self._lock:
            if data:
                self._received.write(data)
            else:
                self._received.write_eof()
        return bool(data)

    def _push(self) -> bool:
        """Send what is encrypted, without waiting; True if that was all."""
        with self._lock:
            return self._push_locked()

    def _push_locked(self) -> bool:
        self._unsent += self._to_send.read()
        if self._unsent:
            self._unsent = self._unsent[self._line.offer(self._unsent) :]
        return not self._unsent

    async def _flush(self, timeout: float | None) -> None:
        while not self._push():
            await self._line.writable(timeout)

    async def send(self, data: bytes, timeout: float | None) -> None:
        """Encrypt and send all of `data`."""
        rest = memoryview(data)
        while True:
            with self._lock:
                rest, self._offered = rest[self._offered :], 0
                done = self._push_locked()
                if done and rest:
                    rest = rest[self._tls.write(rest[:_RECORD]) :]
                    done = self._push_locked()
            if not done:
                await self._line.writable(timeout)
            elif not rest:
                return

    async def shut(self) -> None:
        """Half-close: send `close_notify`; reading goes on."""
        with self._lock:
            # `unwrap` throws away a record that it finds, so the reader must not add one in between.
            self._decrypt_locked(1 << 30)
            try:
                self._tls.unwrap()
            except ssl.SSLError:
                pass  # it was sent; the error only means that the other side has not sent its own yet
        await self._flush(None)

    async def writable(self, timeout: float | None) -> None:
        """Wait until `offer` sends something."""
        await self._line.writable(timeout)

    async def close(self) -> None:
        """Close the connection."""
        self.abort()

    def abort(self) -> None:
        """Close the connection at once."""
        self._line.abort()

    def readable(self) -> bool:
        """Whether reading returns at once; messages of TLS itself (new session tickets) do not count."""
        connection = self._line.socket()
        try:
            while connection is not None and self._line.readable():
                data = connection.recv(_RECORD, _DONTWAIT)
                with self._lock:
                    if data:
                        self._received.write(data)
                    else:
                        self._received.write_eof()
                        self._ended = True
                        break
            return self._decrypt(_RECORD)
        except OSError:
            return True

    def buffered(self) -> bool:
        """Whether decrypted bytes or the end are kept here, though the descriptor is not readable."""
        return self._decrypt(_RECORD)

    def offer(self, data: bytes) -> int:
        """Encrypt a part of `data` and send without waiting; the part counts as sent when all of it is."""
        with self._lock:
            if not self._offered and self._push_locked():
                self._offered = self._tls.write(memoryview(data)[:_RECORD])
            if not self._push_locked():
                return 0
            sent, self._offered = self._offered, 0
            return sent

    def fileno(self) -> int:
        """The descriptor of the connection; when it is readable, a TLS record may still be incomplete."""
        return self._line.fileno()

    def socket(self) -> socket.socket | None:
        """None: the bytes on the socket are encrypted."""
        return None


def secured(
    connect: Callable[[float | None], Awaitable[Line]], context: ssl.SSLContext, name: str | None
) -> Callable[[float | None], Awaitable[Line]]:
    """`connect`, with TLS on the connections it opens."""

    async def connect_securely(timeout: float | None) -> Line:
        countdown = Countdown(timeout)
        line = await connect(timeout)
        tls = TLSLine(line, context, name)
        try:
            await tls.handshake(countdown.left())
        except BaseException:
            line.abort()
            raise
        return tls

    return connect_securely
