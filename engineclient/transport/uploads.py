"""Turns the body that a caller passes into bytes or pieces to send."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from engineclient.arguments import refuse_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient.backend import Backend, Content, Upload

_PIECE: Final = 64 * 1024


def body_of(content: Content | None, backend: Backend) -> bytes | Upload | None:
    """The body of a request: bytes are sent with their length, everything else in chunks.

    A file is sent from its current position, so its size cannot serve as Content-Length.

    Raises:
        TypeError: the content is text, a path, or otherwise no iterable.
    """
    if content is None or isinstance(content, bytes):
        return content
    if isinstance(content, bytearray | memoryview):
        return bytes(content)
    refuse_text("a body", content)
    if not (hasattr(content, "__iter__") or hasattr(content, "__aiter__")):
        raise TypeError(
            f"a body is bytes, an open file or an iterable of bytes, not {type(content).__name__}"
        )
    if hasattr(content, "read") and isinstance(content, Iterable):
        return backend.upload(_pieces(content))
    return backend.upload(content)


def _pieces(file: Any) -> Iterator[bytes]:
    """The rest of an open file. If it is non-blocking, this waits for its data."""
    while True:
        try:
            piece = file.read(_PIECE)
        except BlockingIOError:
            piece = None
        if piece is None:
            _wait(file)
        elif piece:
            yield piece
        else:
            return


def _wait(file: Any) -> None:
    import select

    poll = select.poll()
    poll.register(file.fileno(), select.POLLIN)
    poll.poll()
