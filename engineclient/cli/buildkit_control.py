"""Call BuildKit's Control service in the engine, through `POST /grpc`."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from engineclient.build.content import INFO, READ, info_request, read_piece, read_request
from engineclient.build.control import DISK_USAGE, PRUNE
from engineclient.build.history import LISTEN_BUILD_HISTORY
from engineclient.build.solve import STATUS
from engineclient.cli.failures import Failure
from engineclient.errors import NotFound, StreamError
from engineclient.wire.grpc import code_name
from engineclient.wire.grpc_client import Client

if TYPE_CHECKING:
    from collections.abc import Generator

    from engineclient.cli.app import App

_UNKNOWN: Final = 2  # statuses of gRPC
_UNIMPLEMENTED: Final = 12
_STREAMS: Final = (LISTEN_BUILD_HISTORY, PRUNE, STATUS)
"""The calls whose answers are streams, and whose failures buildx shows as gRPC has them."""


class UnknownCall(Failure):
    """The engine has no BuildKit, or one without a method."""


def called(app: App, path: str, request: bytes = b"") -> Generator[bytes, None, None]:
    """Call the method at `path` (`/moby.buildkit.v1.Control/DiskUsage`), and yield the messages of the answer.

    Raises:
        UnknownCall: the engine has no BuildKit, or one without this method.
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
        raise UnknownCall("this engine has no BuildKit") from error
    except StreamError as error:
        text = _told(path, str(error), error.code)
        if error.code == _UNIMPLEMENTED:
            raise UnknownCall(text) from error
        raise StreamError(text, code=error.code) from error


def _told(path: str, text: str, code: int | None) -> str:
    """The text of a failed call as buildx shows it: of one whose answer is a stream, with its status."""
    name = code_name(code if code is not None else _UNKNOWN)
    if path in _STREAMS:
        return f"rpc error: code = {name} desc = {text}"
    text = text if code in (None, _UNKNOWN) else f"{name}: {text}"
    return f"failed to call diskusage: {text}" if path == DISK_USAGE else text


def read_content(app: App, digest: str, size: int) -> bytes:
    """Some content that BuildKit keeps.

    Args:
        app: whose engine is asked.
        digest: of the content.
        size: how many bytes it may have at most.

    Raises:
        Failure: it is larger, or the engine has no BuildKit.
        StreamError: BuildKit has not got it.

    """
    found = bytearray()
    with closing(called(app, READ, read_request(digest))) as answers:
        for answer in answers:
            found += read_piece(answer)
            if len(found) > size:
                raise Failure(f"the engine's {digest} has more than the {size} bytes that were announced")
    return bytes(found)


def has_content(app: App, digest: str) -> bool:
    """Whether BuildKit keeps some content."""
    try:
        return bool([*called(app, INFO, info_request(digest))])
    except StreamError:
        return False


def asks_buildkit(app: App) -> bool:
    """Whether builds are sent to BuildKit by `POST /grpc`: always, except to recordings made of `POST /build`."""
    endpoint = app.engine().endpoint
    if endpoint.kind != "recording":
        return True
    from engineclient.recording.library import open_recording

    return any(line.get("ask") == "POST /grpc" for line in open_recording(endpoint.address).lines)
