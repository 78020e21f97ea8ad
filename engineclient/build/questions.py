"""What the engine asks a session, in words: who is asked for what, and how much was answered. Never a secret byte.

`watched` wraps the methods of a session; it reads the questions, and counts the bytes of the answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.build import auth, filesend, filesync, secrets, ssh, upload
from engineclient.errors import DecodeError
from engineclient.wire.fsutil import PacketType, decode_packet
from engineclient.wire.grpc import Metadata, Method, Methods
from engineclient.wire.protobuf import Message

if TYPE_CHECKING:
    from engineclient.build.filesync import Transfer


class Question(NamedTuple):
    """One call of the engine's that has ended.

    Attributes:
        asked: what: `for the secret "token"`.
        answered: how much: `6 bytes, not shown`.
        began, ended: seconds since 1970.

    """

    asked: str
    answered: str
    began: float
    ended: float


_KINDS: Final[dict[str, Callable[[Metadata, bytes], str]]] = {
    auth.CREDENTIALS: lambda _, data: f"for the login for {Message(data).text(1)}",
    auth.FETCH_TOKEN: lambda _, data: (
        f"for a token for {Message(data).text(2)} ({' '.join(Message(data).texts(5))})"
    ),
    auth.GET_TOKEN_AUTHORITY: lambda _, data: (
        f"for the key that tokens for {Message(data).text(1)} belong to"
    ),
    auth.VERIFY_TOKEN_AUTHORITY: lambda _, data: f"for a proof of the key for {Message(data).text(1)}",
    filesync.DIFF_COPY: lambda metadata, _: _directory(metadata),
    filesend.DIFF_COPY: lambda _metadata, _: "to take the result",
    secrets.GET_SECRET: lambda _, data: f'for the secret "{Message(data).text(1)}"',
    ssh.CHECK_AGENT: lambda _, data: (
        f'whether there is an SSH agent "{Message(data).text(1) or ssh.DEFAULT}"'
    ),
    ssh.FORWARD_AGENT: lambda metadata, _: f'for the SSH agent "{_first(metadata, ssh.ID) or ssh.DEFAULT}"',
    upload.PULL: lambda _metadata, _: "for the context, an archive",
}
_SECRET: Final = frozenset({auth.CREDENTIALS, auth.FETCH_TOKEN, secrets.GET_SECRET, ssh.FORWARD_AGENT})


def watched(
    methods: Methods, tell: Callable[[Question], object], transfer: Transfer | None = None
) -> Methods:
    """The same methods; `tell` is called at the end of each call.

    Args:
        methods: of a session.
        tell: takes what was asked.
        transfer: what counts the files that are listed.

    """

    def watch(path: str, make: Callable[[Metadata], Method]) -> Callable[[Metadata], Method]:
        return lambda metadata: _Watched(path, make(metadata), tell, transfer)

    return {path: watch(path, make) for path, make in methods.items()}


class _Watched(Method):
    def __init__(
        self, path: str, inner: Method, tell: Callable[[Question], object], transfer: Transfer | None
    ) -> None:
        self._inner = inner
        self._path = path
        self._tell = tell
        self._transfer = transfer
        self._listed = transfer.listed if transfer else 0
        self._began = time.time()
        self._first = b""
        self._sent = self._received = 0
        self._wanted = 0
        super().__init__(inner.metadata)

    def begin(self) -> Iterator[bytes]:
        return self._counted(self._inner.begin())

    def receive(self, message: bytes) -> Iterator[bytes]:
        self._first = self._first or message
        self._received += len(message)
        if self._path == filesync.DIFF_COPY and decode_packet(message).type is PacketType.REQ:
            self._wanted += 1
        return self._counted(self._inner.receive(message))

    def end(self) -> Iterator[bytes]:
        return self._counted(self._inner.end())

    def close(self) -> None:
        self._inner.close()
        try:
            describe = _KINDS.get(self._path)
            asked = describe(self.metadata, self._first) if describe else f"for {self._path}"
        except DecodeError:
            asked = f"for {self._path}"
        self._tell(Question(asked, self._answered(), self._began, time.time()))

    def _counted(self, messages: Iterator[bytes]) -> Iterator[bytes]:
        for message in messages:
            self._sent += len(message)
            yield message
        self.is_over = self._inner.is_over

    def _answered(self) -> str:
        size = _count(self._sent, "byte")
        if self._path in _SECRET:
            return f"{size}, not shown" if self._sent else "nothing"
        if self._path == filesync.DIFF_COPY:
            listed = (
                f"{_count(self._transfer.listed - self._listed, 'path')} listed, " if self._transfer else ""
            )
            return f"{listed}{_count(self._wanted, 'file')} wanted, {size}"
        if self._path == filesend.DIFF_COPY:
            return f"{_count(self._received, 'byte')} came"
        return size if self._sent else "yes" if self._path == ssh.CHECK_AGENT else "nothing"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _directory(metadata: Metadata) -> str:
    name = _first(metadata, "dir-name")
    wanted = metadata.get("followpaths", [])
    return f"for files of the {name}" + (f": {' '.join(wanted[:8])}" if wanted else "")


def _first(metadata: Metadata, name: str) -> str:
    return metadata.get(name, [""])[0]
