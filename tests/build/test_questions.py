"""What the engine asks a session, in words; and never a byte of a secret."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engineclient.archive.memory import MemoryTree
from engineclient.build import auth, filesend, secrets, ssh, upload
from engineclient.build.auth import Login, Token
from engineclient.build.filesync import DIFF_COPY, Transfer, file_sync
from engineclient.build.questions import Question, watched
from engineclient.wire.fsutil import Packet, PacketType
from engineclient.wire.grpc import Methods
from engineclient.wire.protobuf import field
from tests.build.engine import EngineSide

PASSWORD = "hunter2-hunter2"


class Agent:
    def ask(self, request: bytes) -> bytes:
        return b"\0\0\0\1x"

    def close(self) -> None:
        pass


class Kept:
    def write(self, data: bytes) -> None:
        pass

    def close(self, *, complete: bool) -> None:
        pass


LOGIN = Login("me", PASSWORD)
CASES: list[tuple[Methods, str, list[bytes], str, str]] = [
    (
        secrets.secrets({"token": PASSWORD.encode}),
        secrets.GET_SECRET,
        [field(1, "token")],
        'for the secret "token"',
        "17 bytes, not shown",
    ),
    (
        auth.auth(lambda _: LOGIN),
        auth.CREDENTIALS,
        [field(1, "example.org")],
        "for the login for example.org",
        "21 bytes, not shown",
    ),
    (
        auth.auth(lambda _: LOGIN, lambda _: Token(PASSWORD)),
        auth.FETCH_TOKEN,
        [field(2, "example.org") + field(5, "repository:x:pull")],
        "for a token for example.org (repository:x:pull)",
        "17 bytes, not shown",
    ),
    (
        ssh.ssh_agents({"default": Agent}),
        ssh.CHECK_AGENT,
        [b""],
        'whether there is an SSH agent "default"',
        "yes",
    ),
    (
        ssh.ssh_agents({"default": Agent}),
        ssh.FORWARD_AGENT,
        [field(1, b"\0\0\0\1?")],
        'for the SSH agent "default"',
        "7 bytes, not shown",
    ),
    (upload.uploads({"u": iter([b"tar"])}), upload.PULL, [], "for the context, an archive", "5 bytes"),
    (
        filesend.receive_archive(Kept),
        filesend.DIFF_COPY,
        [field(1, b"abc")],
        "to take the result",
        "5 bytes came",
    ),
]


@pytest.mark.parametrize(
    ("methods", "path", "messages", "asked", "answered"), CASES, ids=[case[1] for case in CASES]
)
def test_a_question(methods: Methods, path: str, messages: list[bytes], asked: str, answered: str) -> None:
    told: list[Question] = []
    call = EngineSide(watched(methods, told.append)).call(path, *messages, urlpath="u")
    call.half_close()
    assert [(each.asked, each.answered) for each in told] == [(asked, answered)]
    assert told[0].began <= told[0].ended
    assert PASSWORD not in repr(told)


def test_the_answers_are_the_same() -> None:
    make: Callable[[], Methods] = lambda: secrets.secrets({"token": b"x".upper})  # noqa: E731
    plain = EngineSide(make()).call(secrets.GET_SECRET, field(1, "token")).half_close()
    seen = (
        EngineSide(watched(make(), lambda _: None)).call(secrets.GET_SECRET, field(1, "token")).half_close()
    )
    assert (seen.messages, seen.status) == (plain.messages, plain.status)


def test_files(tmp_path: Path) -> None:
    told: list[Question] = []
    transfer = Transfer()
    methods = watched(
        file_sync({"context": MemoryTree({"a": "1", "b": "2"})}, transfer), told.append, transfer
    )
    call = EngineSide(methods).call(DIFF_COPY, dir_name="context", followpaths=["a", "b"])
    call.send(Packet(PacketType.REQ, number=1).encode(), Packet(PacketType.FIN).encode())
    assert call.status == (0, "")
    assert told[0].asked == "for files of the context: a b"
    assert told[0].answered.startswith("2 paths listed, 1 file wanted, ")
    assert told[0].answered.endswith(" bytes")


def test_a_question_that_is_refused() -> None:
    told: list[Question] = []
    EngineSide(watched(secrets.secrets({}), told.append)).call(
        secrets.GET_SECRET, field(1, "none")
    ).half_close()
    assert [(each.asked, each.answered) for each in told] == [('for the secret "none"', "nothing")]


def test_a_question_that_cannot_be_read() -> None:
    told: list[Question] = []
    EngineSide(watched(secrets.secrets({}), told.append)).call(secrets.GET_SECRET, b"\xff").half_close()
    assert told[0].asked == f"for {secrets.GET_SECRET}"
