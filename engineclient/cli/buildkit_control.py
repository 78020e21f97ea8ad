"""Call BuildKit's Control service in the engine, through `POST /grpc`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import Failure
from engineclient.errors import NotFound, StreamError
from engineclient.wire.grpc_client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.cli.app import App

_UNIMPLEMENTED: Final = 12  # a status of gRPC


def called(app: App, path: str, request: bytes = b"") -> Iterator[bytes]:
    """Call the method at `path` (`/moby.buildkit.v1.Control/DiskUsage`), and yield the messages of the answer.

    Raises:
        Failure: the engine has no BuildKit, or one without this method.
        StreamError: the call failed; `code` is the status of gRPC.

    """
    client = Client()
    call = client.call(path, request)
    try:
        with app.engine().images.grpc() as duplex:
            while not call.over:
                if data := client.to_send():
                    duplex.write(data)
                frame = next(iter(duplex), None)
                client.feed(frame.data if frame is not None else b"")
                if not call.over:
                    yield from call.messages()
            yield from call.messages()
    except NotFound as error:
        raise Failure("this engine has no BuildKit that could be asked") from error
    except StreamError as error:
        if error.code == _UNIMPLEMENTED:
            raise Failure("the BuildKit of this engine is too old to tell that") from error
        raise


def asks_buildkit(app: App) -> bool:
    """Whether builds are sent to BuildKit by `POST /grpc`: always, except to recordings made of `POST /build`."""
    endpoint = app.engine().endpoint
    if endpoint.kind != "recording":
        return True
    from engineclient.recording.library import open_recording

    return any(line.get("ask") == "POST /grpc" for line in open_recording(endpoint.address).lines)
