"""The services of a session: files, secrets, logins, SSH agents and results, as the engine requests them."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path

import pytest

from engineclient.archive.context import ContextError
from engineclient.archive.tree import Tree
from engineclient.build import ed25519
from engineclient.build.auth import (
    CREDENTIALS,
    FETCH_TOKEN,
    GET_TOKEN_AUTHORITY,
    VERIFY_TOKEN_AUTHORITY,
    Login,
    Token,
    TokenRequest,
    auth,
)
from engineclient.build.filesync import DIFF_COPY, Transfer, file_sync
from engineclient.build.secrets import GET_SECRET, MOST, secrets
from engineclient.build.session import Session
from engineclient.build.ssh import CHECK_AGENT, FORWARD_AGENT, ssh_agents
from engineclient.build.upload import PULL, uploads
from engineclient.procedures.build_source import logins
from engineclient.wire.fsutil import Packet, PacketType, Stat, decode_packet
from engineclient.wire.protobuf import Message, field
from tests.build.engine import Call, EngineSide

STAT, REQ, DATA, FIN, ERR = PacketType


def packets(call: Call) -> list[Packet]:
    return [decode_packet(message) for message in call.messages]


def paths(call: Call) -> list[str]:
    return [packet.stat.path for packet in packets(call) if packet.stat is not None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("Dockerfile", "a/b", "a/c", "d"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


# files


def test_files_are_listed_and_sent_when_asked_for(root: Path) -> None:
    transfer = Transfer()
    call = EngineSide(file_sync({"context": Tree(str(root))}, transfer)).call(DIFF_COPY, dir_name="context")
    assert paths(call) == ["Dockerfile", "a", "a/b", "a/c", "d"]
    assert packets(call)[-1] == Packet(STAT)
    call.send(Packet(REQ, number=2).encode(), Packet(FIN).encode())
    assert packets(call)[-3:] == [Packet(DATA, number=2, data=b"a/b"), Packet(DATA, number=2), Packet(FIN)]
    assert call.status == (0, "")  # the engine waits for the end of the call
    assert (transfer.listed, transfer.files, transfer.bytes) == (5, 1, 3)
    assert sorted(transfer.marks) == ["Dockerfile", "a/b", "a/c", "d"]


@pytest.mark.parametrize(
    ("metadata", "listed"),
    [
        ({"include_patterns": "a/b"}, ["a", "a/b"]),
        ({"exclude_patterns": ["a", "!a/c"]}, ["Dockerfile", "a", "a/c", "d"]),
        ({"followpaths": ["a/b", "nope"]}, ["a", "a/b"]),
        ({"followpaths": "d", "followpaths_encoded": "1"}, ["d"]),
        ({"exclude_patterns": "%61", "exclude_patterns_encoded": "1"}, ["Dockerfile", "d"]),
        ({"followpaths": "", "exclude_patterns": "d"}, ["Dockerfile", "a", "a/b", "a/c"]),
    ],
)
def test_patterns_of_the_engine(root: Path, metadata: dict[str, str | list[str]], listed: list[str]) -> None:
    call = EngineSide(file_sync({"context": Tree(str(root))})).call(DIFF_COPY, dir_name="context", **metadata)
    assert paths(call) == listed


@pytest.mark.parametrize(
    ("pattern", "reason"), [("[", "syntax error in pattern"), ("!", 'illegal exclusion pattern: "!"')]
)
def test_patterns_that_are_malformed(root: Path, pattern: str, reason: str) -> None:
    call = EngineSide(file_sync({"context": Tree(str(root))})).call(
        DIFF_COPY, dir_name="context", exclude_patterns=["a", pattern]
    )
    assert call.status == (2, f"invalid excludepatterns: [a {pattern}]: {reason}")


def test_links_are_followed_within_the_root(root: Path) -> None:
    (root / "to-a").symlink_to("a")
    (root / "out").symlink_to("../../etc")
    (root / "loop").symlink_to("loop")
    call = EngineSide(file_sync({"context": Tree(str(root))})).call(
        DIFF_COPY, dir_name="context", followpaths=["to-a/b", "out/passwd", "loop/x", "to-*"]
    )
    assert paths(call) == ["a", "a/b", "a/c", "loop", "out", "to-a"]


def test_what_is_told_of_a_file(root: Path) -> None:
    (root / "e").hardlink_to(root / "d")
    (root / "d").chmod(0o4755)
    os.utime(root / "d", ns=(1, 1_500_000_000_123_456_789))
    call = EngineSide(file_sync({"context": Tree(str(root))})).call(DIFF_COPY, dir_name="context")
    found = {packet.stat.path: packet.stat for packet in packets(call) if packet.stat is not None}
    assert found["d"] == Stat("d", 1 << 23 | 0o755, size=1, mtime=1_500_000_000_123_456_789)
    assert (found["e"].target, found["e"].size) == ("d", 0)
    assert found["a"].mode & 1 << 31


@pytest.mark.parametrize(
    ("packet", "code"),
    [
        (Packet(REQ, number=1), 3),  # a directory
        (Packet(REQ, number=99), 3),
        (Packet(DATA, number=0), 3),
        (Packet(ERR, data=b"disk full"), 2),
    ],
)
def test_engines_that_do_not_keep_to_the_protocol(root: Path, packet: Packet, code: int) -> None:
    call = EngineSide(file_sync({"context": Tree(str(root))})).call(DIFF_COPY, dir_name="context")
    call.send(packet.encode())
    assert call.status is not None
    assert call.status[0] == code


def test_a_file_is_sent_once(root: Path) -> None:
    call = EngineSide(file_sync({"context": Tree(str(root))})).call(DIFF_COPY, dir_name="context")
    call.send(Packet(REQ, number=4).encode(), Packet(REQ, number=4).encode())
    assert call.status == (3, "invalid file id 4")


def test_no_other_directory() -> None:
    call = EngineSide(file_sync({"context": Tree(".")})).call(DIFF_COPY, dir_name="/etc")
    assert call.status == (5, 'no access allowed to dir "/etc"')


def test_a_file_that_vanishes_ends_the_call_with_its_own_error(root: Path) -> None:
    engine = EngineSide(file_sync({"context": Tree(str(root))}))
    call = engine.call(DIFF_COPY, dir_name="context")
    (root / "d").unlink()
    call.send(Packet(REQ, number=4).encode())
    assert call.status == (2, '"d" vanished while the build context was being sent')
    assert isinstance(engine.server.failure, ContextError)


# secrets


def test_secrets() -> None:
    engine = EngineSide(secrets({"a": lambda: b"value", "big": lambda: bytes(MOST + 1)}))
    assert engine.call(GET_SECRET, field(1, "a")).messages == [field(1, b"value")]
    assert engine.call(GET_SECRET, field(1, "b")).status == (5, "secret b: not found")
    big = engine.call(GET_SECRET, field(1, "big")).status
    assert big is not None
    assert big[0] == 3


# logins


LOGINS = {"r.io": Login("user", "password"), "https://index.docker.io/v1/": Login("", "identity")}


def find(server: str) -> Login:
    return LOGINS.get(server, Login())


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("r.io", field(1, "user") + field(2, "password")),
        ("registry-1.docker.io", field(2, "identity")),
        ("other", b""),
    ],
)
def test_credentials(host: str, answer: bytes) -> None:
    assert EngineSide(auth(find)).call(CREDENTIALS, field(1, host)).messages == [answer]


def test_tokens_are_fetched_here() -> None:
    asked: list[TokenRequest] = []

    def fetch(request: TokenRequest) -> Token:
        asked.append(request)
        return Token("t", 300)

    request = field(2, "r.io") + field(3, "https://auth") + field(4, "svc") + field(5, "a") + field(5, "b")
    call = EngineSide(auth(find, fetch, b"seed")).call(FETCH_TOKEN, request)
    assert call.messages == [field(1, "t") + field(2, 300)]
    assert asked == [TokenRequest("https://auth", "svc", ["a", "b"], LOGINS["r.io"])]


def test_the_authority_proves_to_hold_its_key() -> None:
    engine = EngineSide(auth(find, lambda _: Token("t"), b"seed"))
    salt = bytes(32)
    key = hmac.digest(salt, b"seed", "sha256")
    public = engine.call(GET_TOKEN_AUTHORITY, field(1, "r.io") + field(2, salt)).messages[0]
    assert Message(public).data(1) == ed25519.public_key(key)
    signed = engine.call(
        VERIFY_TOKEN_AUTHORITY, field(1, "r.io") + field(2, b"hello") + field(3, salt)
    ).messages[0]
    assert Message(signed).data(1) == ed25519.sign(key, b"hello") + b"hello"


def test_without_a_fetcher_the_engine_fetches() -> None:
    assert EngineSide(auth(find)).call(FETCH_TOKEN, b"").status == (12, f"unknown method {FETCH_TOKEN}")


def test_no_secret_in_a_repr() -> None:
    assert "password" not in repr(LOGINS["r.io"])
    assert "secret" not in repr(Token("secret"))


@pytest.mark.parametrize(
    ("seed", "public", "message", "signature"),
    [
        # RFC 8032, section 7.1
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            (
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            (
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            ),
        ),
    ],
)
def test_ed25519(seed: str, public: str, message: str, signature: str) -> None:
    assert ed25519.public_key(bytes.fromhex(seed)).hex() == public
    assert ed25519.sign(bytes.fromhex(seed), bytes.fromhex(message)).hex() == signature


# agents


class Agent:
    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.closed = False

    def ask(self, request: bytes) -> bytes:
        self.asked.append(request)
        return b"\0\0\0\1\5"

    def close(self) -> None:
        self.closed = True


def test_requests_to_an_agent_are_put_together() -> None:
    agent = Agent()
    call = EngineSide(ssh_agents({"default": lambda: agent})).call(FORWARD_AGENT)
    for piece in (b"\0\0", b"\0\2\x0b", b"x\0\0\0\1\x0c"):
        call.send(field(1, piece))
    assert agent.asked == [b"\0\0\0\2\x0bx", b"\0\0\0\1\x0c"]
    assert call.messages == [field(1, b"\0\0\0\1\5")] * 2
    call.half_close()
    assert (call.status, agent.closed) == ((0, ""), True)


def test_agents_by_id() -> None:
    engine = EngineSide(ssh_agents({"mine": Agent}))
    assert engine.call(CHECK_AGENT, field(1, "mine")).half_close().status == (0, "")
    assert engine.call(CHECK_AGENT, b"").status == (2, "unset ssh forward key default")
    assert engine.call(FORWARD_AGENT, **{"buildkit.ssh.id": "mine"}).status is None


def test_a_request_to_an_agent_that_is_too_long() -> None:
    call = EngineSide(ssh_agents({"default": Agent})).call(FORWARD_AGENT, field(1, b"\xff\xff\xff\xff"))
    assert call.status is not None
    assert call.status[0] == 3


# contexts that are streams


def test_an_upload_is_sent_once() -> None:
    engine = EngineSide(uploads({"x": iter([b"a" * 600_000, b"b"])}))
    call = engine.call(PULL, urlpath="/x")
    assert b"".join(Message(message).data(1) for message in call.messages) == b"a" * 600_000 + b"b"
    assert call.status == (0, "")
    again = engine.call(PULL, urlpath="/x").status
    assert again is not None
    assert again[0] == 5


# the session


def test_a_session_names_what_it_offers() -> None:
    session = Session({**secrets({}), **auth(find)}, shared_key=hashlib.sha256(b"x").hexdigest())
    assert session.headers["X-Docker-Expose-Session-Uuid"] == session.id
    assert session.headers["X-Docker-Expose-Session-Grpc-Method"] == [GET_SECRET, CREDENTIALS]
    assert Session({}).id != session.id


def test_the_end_of_the_connection_lets_go_of_all() -> None:
    agent = Agent()
    engine = EngineSide(ssh_agents({"default": lambda: agent}))
    engine.call(FORWARD_AGENT)
    engine.server.close()
    assert agent.closed
    assert list(Session({}).feed(b"")) == []


def test_the_logins_that_docker_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    (tmp_path / "config.json").write_text('{"auths": {"example.org": {"auth": "bWU6aHVudGVyMg=="}}}')
    asked = field(1, "example.org")
    kept = EngineSide(logins(kept=True)).call(CREDENTIALS, asked).half_close()
    none = EngineSide(logins(kept=False)).call(CREDENTIALS, asked).half_close()
    assert kept.messages == [field(1, "me") + field(2, "hunter2")]
    assert none.messages == [b""]
