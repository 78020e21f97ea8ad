"""A session: the connection on which BuildKit asks this client for files, secrets, logins. Without I/O.

The connection is `POST /session`, taken over. Engine 29 deprecates that route for HTTP/2 on its own socket
(`moby.buildkit.v1.Control/Session`): the same bytes on another way, so that only what carries them would change.

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
UPGRADE: Final = "h2c"


class Session:
    """One session, named by a random id.

    Args:
        methods: what the engine may ask for: the services of this package, joined with `|`.
        shared_key: the same for each build of the same directory: what has been sent before is not sent again.
        on_call: is called with the path of each call that comes.

    Attributes:
        id: for the parameter `session` of the build.

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
        """The first error of ours, with which a call has ended; the engine's own account of it is shorter."""
        return self._server.failure

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What is to be sent after `data` has come; none is the end of the connection.

        The pieces are made as they are asked for: files are read then, and no faster than the engine takes them.

        Raises:
            DecodeError: the engine does not keep to the protocol.

        """
        if not data:
            self._server.close()
            return iter(())
        return self._server.feed(data)

    def close(self) -> None:
        """Let go of all that the calls under way hold: the connection is gone."""
        self._server.close()
