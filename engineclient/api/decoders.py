"""Decoders of streams that are no container output: tar archives, JSON records, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from engineclient.errors import DecodeError, EngineError, StreamError
from engineclient.wire.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.calls import Head
    from engineclient.models.images import Progress
    from engineclient.models.view import View
    from engineclient.streams import Decoder

V = TypeVar("V", bound="View")
T = TypeVar("T")
R = TypeVar("R")


class Bytes:
    """Decoder that lets bytes pass as they come: a tar stream is its reader's business."""

    def feed(self, data: bytes) -> list[bytes]:
        """`data` as one item."""
        return [data] if data else []

    def end(self) -> list[bytes]:
        """Nothing is ever left over."""
        return []


class Views(Generic[V]):
    """Decoder of JSON records, each as a view."""

    def __init__(self, kind: Callable[[Any], V]) -> None:
        self._kind = kind
        self._records = Records()
        self._failure: EngineError | None = None

    def feed(self, data: bytes) -> list[V]:
        """The records completed by `data`. An error behind others is raised when those have been handed over.

        Raises:
            DecodeError: a line is not JSON.
            StreamError: a record is an error.

        """
        self._raise_kept()
        return self._views(self._records.feed(data))

    def end(self) -> list[V]:
        """What is left at the end of the stream.

        Raises:
            StreamTruncated: it is not a whole record.
            StreamError: a record was an error.

        """
        self._raise_kept()
        return self._views(self._records.end())

    def _views(self, records: list[Any]) -> list[V]:
        views: list[V] = []
        for record in records:
            try:
                views.append(self._kind(record))
            except EngineError as failure:
                if not views:
                    raise
                self._failure = failure
                break
        return views

    def _raise_kept(self) -> None:
        if self._failure is not None:
            raise self._failure


def _checked(record: Any) -> Progress:
    from engineclient.models.images import Progress

    if not isinstance(record, dict):
        raise DecodeError(f"not a record of progress: {str(record)[:120]}")
    detail = record.get("errorDetail")
    if not isinstance(detail, dict):
        detail = {"message": detail}
    # `error` alone is what old engines and podman send; new ones send both
    message = detail.get("message") or record.get("error")
    if not message and {"cause", "message", "response"} <= record.keys():  # Podman
        message = record["message"]
    if message:
        raise StreamError(str(message), code=detail.get("code"))
    return Progress(record)


class Mapped(Generic[T, R]):
    """Decoder of what a function makes of another decoder's items."""

    def __init__(self, decoder: Decoder[T], function: Callable[[T], R]) -> None:
        self._decoder = decoder
        self._function = function

    def feed(self, data: bytes) -> list[R]:
        """The items completed by `data`."""
        return [self._function(item) for item in self._decoder.feed(data)]

    def end(self) -> list[R]:
        """What is left at the end of the stream."""
        return [self._function(item) for item in self._decoder.end()]


def mapped(
    choose: Callable[[Head], Decoder[T] | None], function: Callable[[T], R]
) -> Callable[[Head], Mapped[T, R] | None]:
    """Chooses as `choose` does, and applies `function` to each item."""

    def chosen(head: Head) -> Mapped[T, R] | None:
        decoder = choose(head)
        return None if decoder is None else Mapped(decoder, function)

    return chosen


def tar(_: Head) -> Bytes:
    """The decoder of a tar stream, whatever the head says."""
    return Bytes()


def each(kind: type[V]) -> Callable[[Head], Views[V]]:
    """The decoder of records, whatever the head says. One that is an error, as Podman sends it, is raised."""

    def checked(record: Any) -> V:
        if not isinstance(record, dict):
            raise DecodeError(f"not a record of {kind.__name__}: {str(record)[:120]}")
        if {
            "cause",
            "message",
            "response",
        } <= record.keys():  # its errors have this form, with status 200 before it
            raise StreamError(str(record["message"]), code=record["response"])
        return kind(record)

    return lambda _: Views(checked)


def progress(_: Head) -> Views[Progress]:
    """The decoder of progress: a record that holds an error is raised.

    The status was 200 long before it came.
    """
    return Views(_checked)
