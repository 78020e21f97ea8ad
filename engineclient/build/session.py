"""A session: the connection on which BuildKit requests files, secrets and logins from this client. Without I/O.

The connection begins as `POST /session` and then carries gRPC, with the engine as the caller. Engine 29 deprecates that
route in favour of `moby.buildkit.v1.Control/Session` in HTTP/2 on the engine's own socket: it carries the same bytes, so
that only the code that opens the connection would change.

    session = Session({**file_sync({"context": Tree("."), "dockerfile": Tree(".")}), **secrets({})})
    duplex = yield from images.session(session.headers)
    yield from Serve(duplex, session)
    stream = yield from images.build(None, version=2, session=session.id, remote="client-session")
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import Final

from engineclient.wire.grpc import Methods, Server

PATH: Final = "/session"


class Session:
    """One session, named by a random id.

    Args:
        methods: the methods that the engine may call: the services of this package, joined with `|`.
        shared_key: identifies the directory of the context: with the same key as in an earlier build, files that were
            sent then are not sent again.
        on_call: called with the path of each incoming call.

    Attributes:
        id: the value of the parameter `session` of the build.

    """

    def __init__(
        self, methods: Methods, *, shared_key: str = "", on_call: Callable[[str], None] | None = None
    ) -> None:
        self.id: str = secrets.token_hex(12)
        self._shared_key = shared_key
        self._server = Server(methods, on_call)

    @property
    def headers(self) -> dict[str, str | list[str]]:
        """The headers of the request that opens the session."""
        return {
            "X-Docker-Expose-Session-Uuid": self.id,
            "X-Docker-Expose-Session-Name": "",
            "X-Docker-Expose-Session-Sharedkey": self._shared_key,
            "X-Docker-Expose-Session-Grpc-Method": [*self._server.methods],
        }

    @property
    def failure(self) -> Exception | None:
        """The first error of this client with which a call ended; the engine's message about it says less."""
        return self._server.failure

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes to send after `data` has arrived; b"" is the end of the connection.

        They are produced as the iterator is advanced, so that files are read no faster than the engine takes them.

        Raises:
            DecodeError: the engine breaks the protocol.

        """
        if not data:
            self._server.close()
            return iter(())
        return self._server.feed(data)

    def close(self) -> None:
        """End all calls and release what they hold, because the connection has ended."""
        self._server.close()
