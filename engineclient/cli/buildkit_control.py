"""Calls of BuildKit's Control service in the engine, from commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Failure
from engineclient.errors import NotFound, StreamError
from engineclient.wire.grpc_client import ClientCall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.cli.app import App

_UNIMPLEMENTED: Final = 12  # a status of gRPC


def called(app: App, path: str, request: bytes = b"") -> Iterator[bytes]:
    """The messages of BuildKit's answer to one call.

    Raises:
        Failure: the engine has no BuildKit, or one that does not know the call.
        StreamError: BuildKit refuses.

    """
    call = ClientCall(path, request)
    try:
        with app.engine().images.grpc() as duplex:
            duplex.write(call.to_send())
            for frame in duplex:
                yield from call.feed(frame.data)
                if call.over:
                    return
                if reply := call.to_send():
                    duplex.write(reply)
            yield from call.feed(b"")
    except NotFound as error:
        raise Failure("this engine has no BuildKit that could be asked") from error
    except StreamError as error:
        if error.code == _UNIMPLEMENTED:
            raise Failure("the BuildKit of this engine is too old to tell that") from error
        raise
