"""Serve build caches in directories of this machine to BuildKit: a content store of blobs, each named by its digest.

Only the methods that the import and the export of caches need are served; the engine cannot delete blobs.

Source: `containerd.services.content.v1.Content`, containerd API 1.9 (services/content/v1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from typing import BinaryIO, Final, Protocol

from engineclient.wire.grpc import Code, Metadata, Method, Methods, Refusal, code_name, unary
from engineclient.wire.protobuf import Message, field, message

_SERVICE: Final = "/containerd.services.content.v1.Content/"
INFO: Final = f"{_SERVICE}Info"
READ: Final = f"{_SERVICE}Read"
STATUS: Final = f"{_SERVICE}Status"
WRITE: Final = f"{_SERVICE}Write"
ABORT: Final = f"{_SERVICE}Abort"
STORE: Final = "buildkit-attachable-store-id"
"""The header with the name of the store that a call is about."""

_PIECE: Final = 1 << 18  # the maximum number of bytes in an answer
_BILLION: Final = 1_000_000_000


def info_request(digest: str) -> bytes:
    """The request of `Info` for a blob in the engine's own content store."""
    return field(1, digest)


def read_request(digest: str) -> bytes:
    """The request of `Read` for a whole blob in the engine's own content store."""
    return field(1, digest)


def read_piece(answer: bytes) -> bytes:
    """The piece of a blob in an answer of `Read`.

    Raises:
        DecodeError: the message cannot be parsed.

    """
    return Message(answer).data(2)


class _Action(IntEnum):
    STAT = 0
    WRITE = 1
    COMMIT = 2


class BlobInfo(Protocol):
    """Information about a blob; times are in nanoseconds since 1970."""

    @property
    def size(self) -> int:
        """Its size in bytes."""
        ...

    @property
    def created(self) -> int:
        """The time when it was stored."""
        ...

    @property
    def used(self) -> int:
        """The time when it was last read."""
        ...


class Writer(Protocol):
    """A blob that is being written to a store; `offset` is the number of bytes written so far."""

    offset: int

    @property
    def digest(self) -> str:
        """The digest of the bytes written so far."""
        ...

    def write(self, data: bytes, /) -> None:
        """Append bytes."""
        ...

    def restart(self) -> None:
        """Drop the bytes written so far."""
        ...

    def commit(self, size: int, expected: str, /) -> None:
        """Store the blob.

        Args:
            size: its expected size in bytes; 0 if unknown.
            expected: its expected digest; "" if unknown.

        Raises:
            ValueError: its size or its digest differs.
            FileExistsError: the store has it already.

        """
        ...

    def close(self) -> None:
        """Drop the bytes if the blob was not committed."""
        ...


class Store(Protocol):
    """A content store; `archive.content_store.ContentDirectory` is one in a directory.

    Its functions raise ValueError if a digest is malformed.
    """

    def info(self, digest: str, /) -> BlobInfo:
        """Information about a blob. Raises FileNotFoundError if the store does not have it."""
        ...

    def open(self, digest: str, /) -> BinaryIO:
        """Open a blob for reading. Raises FileNotFoundError if the store does not have it."""
        ...

    def write(self, expected: str, /) -> Writer:
        """Begin to write a blob with the digest `expected`, "" if unknown. Raises FileExistsError if the store has it."""
        ...


def content(stores: Mapping[str, Store]) -> Methods:
    """The methods of the service, for a session; empty without stores.

    Args:
        stores: the stores by the names that the engine uses: `local:` and the path of the directory.

    """
    if not stores:
        return {}
    writing: dict[tuple[str, str], _Write] = {}  # by the name of the store and the reference of the write

    def chosen(metadata: Metadata) -> tuple[str, Store]:
        name = metadata.get(STORE, [""])[0]
        if name not in stores:
            raise _refusal(Code.NOT_FOUND, f"unknown store {name}: not found")
        return name, stores[name]

    def answered(answer: Callable[[str, Store, Message], bytes]) -> Callable[[Metadata], Method]:
        def begun(metadata: Metadata) -> Method:
            name, store = chosen(metadata)
            return unary(lambda request: answer(name, store, Message(request)))(metadata)

        return begun

    def info(_: str, store: Store, request: Message) -> bytes:
        digest = request.text(1)
        with _refusals(Code.INVALID_ARGUMENT):
            found = store.info(digest)
        times = message(3, _time(found.created)) + message(4, _time(found.used))
        return message(1, field(1, digest) + field(2, found.size) + times)

    def status(name: str, _: Store, request: Message) -> bytes:
        ref = request.text(1)
        if (name, ref) not in writing:
            raise _refusal(Code.NOT_FOUND, f'could not get status for ref "{ref}": not found')
        return message(1, field(3, ref) + writing[name, ref].progress())

    def abort(name: str, _: Store, request: Message) -> bytes:
        if (found := writing.get((name, request.text(1)))) is not None:
            found.close()
        return b""

    return {
        INFO: answered(info),
        READ: lambda metadata: _Read(metadata, chosen(metadata)[1]),
        STATUS: answered(status),
        WRITE: lambda metadata: _Write(metadata, *chosen(metadata), writing),
        ABORT: answered(abort),
    }


class _Read(Method):
    """Sends a blob, or a part of it, in pieces."""

    def __init__(self, metadata: Metadata, store: Store) -> None:
        super().__init__(metadata)
        self._store = store

    def receive(self, message: bytes) -> Iterator[bytes]:
        request = Message(message)
        digest, offset, wanted = request.text(1), max(0, request.signed(2)), request.signed(3)
        with _refusals(Code.INVALID_ARGUMENT):
            size = self._store.info(digest).size
            file = self._store.open(digest)
        with file:
            if offset > size:
                raise _refusal(Code.OUT_OF_RANGE, f"read past object length {size} bytes")
            file.seek(offset)
            left, given = min(wanted, size - offset) if wanted > 0 else size - offset, 0
            while left > 0 and (piece := file.read(min(_PIECE, left))):
                yield field(1, given) + field(2, piece)
                given += len(piece)
                left -= len(piece)


class _Write(Method):
    """Receives a blob: each message is answered with the progress, and the last message commits the blob.

    Messages are handled when they arrive, not when the answers can be sent, so that no message is held in memory.
    """

    def __init__(
        self, metadata: Metadata, name: str, store: Store, writing: dict[tuple[str, str], _Write]
    ) -> None:
        super().__init__(metadata)
        self._name = name
        self._store = store
        self._writing = writing
        self._key: tuple[str, str] | None = None
        self._writer: Writer | None = None
        self._total = 0

    def progress(self) -> bytes:
        """The fields `offset` and `total` of a status."""
        return field(4, self._writer.offset if self._writer is not None else 0) + field(5, self._total)

    def receive(self, message: bytes) -> Iterator[bytes]:
        request = Message(message)
        expected = request.text(4)
        with _refusals(Code.FAILED_PRECONDITION):
            writer = self._begun(request.text(2), expected)
            if expected:
                self._refuse_known(expected)
            self._total = request.signed(3) or self._total
            action = request.number(1)
            if action in (_Action.WRITE, _Action.COMMIT):
                self._take(writer, request.signed(5), request.data(6))
            if action == _Action.COMMIT:
                writer.commit(self._total, expected)
        answer = field(1, action) + field(4, writer.offset) + field(5, self._total) + field(6, writer.digest)
        if action == _Action.COMMIT:
            self.is_over = True
        return iter((answer,))

    def _begun(self, ref: str, expected: str) -> Writer:
        if self._writer is not None:
            return self._writer
        if self._key is not None:
            raise _refusal(Code.FAILED_PRECONDITION, "the write was aborted")
        if not ref:
            raise _refusal(Code.INVALID_ARGUMENT, "first message must have a reference")
        if (self._name, ref) in self._writing:
            raise _refusal(Code.UNAVAILABLE, f"ref {ref} locked: unavailable")
        self._writer = self._store.write(expected)
        self._key = self._name, ref
        self._writing[self._key] = self
        return self._writer

    def _refuse_known(self, expected: str) -> None:
        """Refuse a blob that another call has stored meanwhile."""
        try:
            self._store.info(expected)
        except FileNotFoundError:
            return
        raise _refusal(Code.ALREADY_EXISTS, f"blob with expected digest {expected} exists")

    @staticmethod
    def _take(writer: Writer, offset: int, data: bytes) -> None:
        if offset and offset != writer.offset:
            raise _refusal(Code.OUT_OF_RANGE, f"write @{offset} must occur at current offset {writer.offset}")
        if not offset and writer.offset:
            writer.restart()
        if data:
            writer.write(data)

    def close(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
        if self._key is not None and self._writing.get(self._key) is self:
            del self._writing[self._key]


@contextmanager
def _refusals(of_value: Code) -> Iterator[None]:
    """Convert errors of a store to those of containerd's store; `of_value` is the code for a ValueError."""
    try:
        yield
    except FileNotFoundError as error:
        raise _refusal(Code.NOT_FOUND, str(error)) from error
    except FileExistsError as error:
        raise _refusal(Code.ALREADY_EXISTS, str(error)) from error
    except ValueError as error:
        raise _refusal(of_value, str(error)) from error


def _refusal(code: Code, text: str) -> Refusal:
    """An error with the message that buildx sends, and that the engine shows to the user."""
    return Refusal(code, f"rpc error: code = {code_name(code)} desc = {text}")


def _time(nanoseconds: int) -> bytes:
    return field(1, nanoseconds // _BILLION) + field(2, nanoseconds % _BILLION)
