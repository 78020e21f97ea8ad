"""Decoders of streams other than container output: tar archives, JSON records, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from engineclient.errors import DecodeError, EngineError, StreamError
from engineclient.wire.error_records import error_in
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
    """Decoder that passes bytes on unchanged: the user of a tar stream parses it."""

    def feed(self, data: bytes) -> list[bytes]:
        """`data` as one item."""
        return [data] if data else []

    def end(self) -> list[bytes]:
        """No items: nothing is ever left over."""
        return []


class Views(Generic[V]):
    """Decoder of JSON records into views."""

    def __init__(self, kind: Callable[[Any], V]) -> None:
        self._kind = kind
        self._records = Records()
        self._failure: EngineError | None = None

    def feed(self, data: bytes) -> list[V]:
        """The records completed by `data`. An error after some records is raised by the next call.

        Raises:
            DecodeError: a line is not JSON.
            StreamError: a record is an error.

        """
        self._raise_kept()
        return self._views(self._records.feed(data))

    def end(self) -> list[V]:
        """The record completed by the end of the stream, if there is one.

        Raises:
            StreamTruncated: the stream ended inside a record.
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
    # Where they are not empty, these two are an error beside other fields, too.
    failed = {name: record[name] for name in ("error", "errorDetail") if record.get(name)}
    if (error := error_in(failed or record)) is not None:
        raise StreamError(error.message, code=error.code if failed else None)
    return Progress(record)


class Mapped(Generic[T, R]):
    """Decoder that applies a function to the items of another decoder."""

    def __init__(self, decoder: Decoder[T], function: Callable[[T], R]) -> None:
        self._decoder = decoder
        self._function = function

    def feed(self, data: bytes) -> list[R]:
        """The items completed by `data`."""
        return [self._function(item) for item in self._decoder.feed(data)]

    def end(self) -> list[R]:
        """The items completed by the end of the stream."""
        return [self._function(item) for item in self._decoder.end()]


def mapped(
    choose: Callable[[Head], Decoder[T] | None], function: Callable[[T], R]
) -> Callable[[Head], Mapped[T, R] | None]:
    """Choose a decoder as `choose` does, and apply `function` to each of its items."""

    def chosen(head: Head) -> Mapped[T, R] | None:
        decoder = choose(head)
        return None if decoder is None else Mapped(decoder, function)

    return chosen


def tar(_: Head) -> Bytes:
    """The decoder of a tar stream, regardless of the head."""
    return Bytes()


def each(kind: type[V]) -> Callable[[Head], Views[V]]:
    """The decoder of records, regardless of the head. A record that is an error is raised."""

    def checked(record: Any) -> V:
        if not isinstance(record, dict):
            raise DecodeError(f"not a record of {kind.__name__}: {str(record)[:120]}")
        if (error := error_in(record)) is not None:
            raise StreamError(error.message, code=error.code)
        return kind(record)

    return lambda _: Views(checked)


def progress(_: Head) -> Views[Progress]:
    """The decoder of progress records. A record with an error is raised as StreamError, because the status was 200."""
    return Views(_checked)
