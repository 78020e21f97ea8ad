"""What the engine asks a session, in words: who is asked for what, and how much was answered. Never a secret byte.

`watched` wraps the methods of a session; it reads the questions, and counts the bytes of the answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.build import auth, filesend, filesync, secrets, ssh, upload
from engineclient.errors import DecodeError
from engineclient.languages import gettext as _, ngettext
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
    auth.CREDENTIALS: lambda _metadata, data: _("for the login for {name}").format(
        name=Message(data).text(1)
    ),
    auth.FETCH_TOKEN: lambda _metadata, data: _("for a token for {name} ({scopes})").format(
        name=Message(data).text(2), scopes=" ".join(Message(data).texts(5))
    ),
    auth.GET_TOKEN_AUTHORITY: lambda _metadata, data: _(
        "for the key that tokens for {name} belong to"
    ).format(name=Message(data).text(1)),
    auth.VERIFY_TOKEN_AUTHORITY: lambda _metadata, data: _("for a proof of the key for {name}").format(
        name=Message(data).text(1)
    ),
    filesync.DIFF_COPY: lambda metadata, _data: _directory(metadata),
    filesend.DIFF_COPY: lambda _metadata, _data: _("to take the result"),
    secrets.GET_SECRET: lambda _metadata, data: _('for the secret "{name}"').format(
        name=Message(data).text(1)
    ),
    ssh.CHECK_AGENT: lambda _metadata, data: _('whether there is an SSH agent "{name}"').format(
        name=Message(data).text(1) or ssh.DEFAULT
    ),
    ssh.FORWARD_AGENT: lambda metadata, _data: _('for the SSH agent "{name}"').format(
        name=_first(metadata, ssh.ID) or ssh.DEFAULT
    ),
    upload.PULL: lambda _metadata, _data: _("for the context, an archive"),
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
        size = _bytes(self._sent)
        if self._path in _SECRET:
            return _("{size}, not shown").format(size=size) if self._sent else _("nothing")
        if self._path == filesync.DIFF_COPY:
            wanted = ngettext("{n} file wanted", "{n} files wanted", self._wanted).format(n=self._wanted)
            if self._transfer is None:
                return f"{wanted}, {size}"
            listed = self._transfer.listed - self._listed
            return f"{ngettext('{n} path listed', '{n} paths listed', listed).format(n=listed)}, {wanted}, {size}"
        if self._path == filesend.DIFF_COPY:
            return _("{size} came").format(size=_bytes(self._received))
        return size if self._sent else _("yes") if self._path == ssh.CHECK_AGENT else _("nothing")


def _bytes(number: int) -> str:
    return ngettext("{n} byte", "{n} bytes", number).format(n=number)


def _directory(metadata: Metadata) -> str:
    name = _first(metadata, "dir-name")
    wanted = metadata.get("followpaths", [])
    text = _("for files of the {name}").format(name=name)
    return f"{text}: {' '.join(wanted[:8])}" if wanted else text


def _first(metadata: Metadata, name: str) -> str:
    return metadata.get(name, [""])[0]
