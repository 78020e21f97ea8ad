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

V = TypeVar("V", bound="View")


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
    if message := detail.get("message") or record.get("error"):
        raise StreamError(str(message), code=detail.get("code"))
    return Progress(record)


def tar(_: Head) -> Bytes:
    """The decoder of a tar stream, whatever the head says."""
    return Bytes()


def each(kind: type[V]) -> Callable[[Head], Views[V]]:
    """The decoder of records, whatever the head says."""
    return lambda _: Views(kind)


def progress(_: Head) -> Views[Progress]:
    """The decoder of progress: a record that holds an error is raised.

    The status was 200 long before it came.
    """
    return Views(_checked)
