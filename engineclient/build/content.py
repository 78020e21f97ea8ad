"""Caches in directories of this machine: BuildKit reads and writes them piece by piece, each named by its digest.

Of the service's methods those are offered that the import and the export of a cache need; the engine can delete nothing.
Source: `containerd.services.content.v1.Content`.
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
"""The header that says which store is meant."""

_PIECE: Final = 1 << 18  # bytes of one answer
_BILLION: Final = 1_000_000_000


def info_request(digest: str) -> bytes:
    """The request to `Info` about some content, where this client asks the engine."""
    return field(1, digest)


def read_request(digest: str) -> bytes:
    """The request to `Read` for all of some content, where this client asks the engine."""
    return field(1, digest)


def read_piece(answer: bytes) -> bytes:
    """The piece of content in one answer to `Read`.

    Raises:
        DecodeError: it is no such answer.

    """
    return Message(answer).data(2)


class _Action(IntEnum):
    STAT = 0
    WRITE = 1
    COMMIT = 2


class BlobInfo(Protocol):
    """What is known of one piece of content; times are in nanoseconds since 1970."""

    @property
    def size(self) -> int:
        """In bytes."""
        ...

    @property
    def created(self) -> int:
        """When it came."""
        ...

    @property
    def used(self) -> int:
        """When it was last read."""
        ...


class Writer(Protocol):
    """Content on its way into a store."""

    offset: int

    @property
    def digest(self) -> str:
        """That of what has been written so far."""
        ...

    def write(self, data: bytes, /) -> None:
        """Write one piece."""
        ...

    def restart(self) -> None:
        """Forget what has been written."""
        ...

    def commit(self, size: int, expected: str, /) -> None:
        """Let the content appear; ValueError if its size or digest is another, FileExistsError if it is there."""
        ...

    def close(self) -> None:
        """Remove what was not committed."""
        ...


class Store(Protocol):
    """A store; `archive.content_store.ContentDirectory` is one on this machine.

    Its functions raise ValueError for what is no digest, FileNotFoundError and FileExistsError.
    """

    def info(self, digest: str, /) -> BlobInfo:
        """What is known of content."""
        ...

    def open(self, digest: str, /) -> BinaryIO:
        """The content, to be read."""
        ...

    def write(self, expected: str, /) -> Writer:
        """Begin to write content."""
        ...


def content(stores: Mapping[str, Store]) -> Methods:
    """The service; `{}` without stores.

    Args:
        stores: by the names by which the engine asks for them: `local:` and the directory's path.

    """
    if not stores:
        return {}
    writing: dict[tuple[str, str], _Write] = {}  # by store and the engine's name for it

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
    """Gives a part of some content, or all of it."""

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
    """Takes content in: each message is answered with how far it has come, and the last one lets it appear.

    Messages are carried out when they come, not when there is room for the answers, so that none is kept.
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
        """The fields of a status that tell how far it has come."""
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
        """Refuse content that has come meanwhile in another call."""
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
    """Turn what a store raises into the answers that containerd's own gives; `of_value` is that for a ValueError."""
    try:
        yield
    except FileNotFoundError as error:
        raise _refusal(Code.NOT_FOUND, str(error)) from error
    except FileExistsError as error:
        raise _refusal(Code.ALREADY_EXISTS, str(error)) from error
    except ValueError as error:
        raise _refusal(of_value, str(error)) from error


def _refusal(code: Code, text: str) -> Refusal:
    """An error in the words in which it reaches the engine from buildx, and the user from the engine."""
    return Refusal(code, f"rpc error: code = {code_name(code)} desc = {text}")


def _time(nanoseconds: int) -> bytes:
    return field(1, nanoseconds // _BILLION) + field(2, nanoseconds % _BILLION)
