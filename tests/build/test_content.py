"""Caches in directories, served to well-behaved and to malicious engines: nothing is written outside the directory."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from engineclient.archive.content_store import ContentDirectory
from engineclient.build.content import ABORT, INFO, READ, STATUS, STORE, WRITE, content
from engineclient.wire.grpc import code_name
from engineclient.wire.protobuf import Message, field
from tests.build.engine import Call, EngineSide

HELLO = f"sha256:{hashlib.sha256(b'hello').hexdigest()}"
STAT, WRITING, COMMIT = range(3)
NAME = "local:cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def engine(root: Path) -> Iterator[EngineSide]:
    side = EngineSide(content({NAME: ContentDirectory(str(root))}))
    yield side
    side.server.close()


def ask(engine: EngineSide, path: str, *messages: bytes, store: str = NAME) -> Call:
    return engine.call(path, *messages, **{STORE.replace("-", "_"): store})


def written(
    action: int, data: bytes = b"", *, ref: str = "", offset: int = 0, size: int = 0, digest: str = ""
) -> bytes:
    return (
        field(1, action)
        + field(2, ref)
        + field(3, size)
        + field(4, digest)
        + field(5, offset)
        + field(6, data)
    )


def begin(engine: EngineSide, ref: str = "r", digest: str = "") -> Call:
    return ask(engine, WRITE, written(STAT, ref=ref, digest=digest))


def ended(call: Call) -> tuple[int, str] | None:
    """The status of a call, without the prefix of each message."""
    if call.status is None:
        return None
    code, text = call.status
    head = f"rpc error: code = {code_name(code)} desc = "
    assert text.startswith(head) or not code
    return code, text.removeprefix(head)


def keep(root: Path, data: bytes = b"hello") -> str:
    name = hashlib.sha256(data).hexdigest()
    (root / "blobs/sha256").mkdir(parents=True, exist_ok=True)
    (root / "blobs/sha256" / name).write_bytes(data)
    return f"sha256:{name}"


def blobs(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_content_is_written(engine: EngineSide, root: Path) -> None:
    call = begin(engine, digest=HELLO).send(
        written(WRITING, b"hel"),
        written(WRITING, b"lo", offset=3),
        written(COMMIT, offset=5, size=5, digest=HELLO),
    )
    assert call.status == (0, "")
    assert [Message(each).number(4) for each in call.messages] == [0, 3, 5, 5]
    assert Message(call.messages[-1]).text(6) == HELLO
    (path,) = (root / "blobs/sha256").iterdir()
    assert (path.read_bytes(), path.name, path.stat().st_mode & 0o333) == (b"hello", HELLO[7:], 0)
    assert [*(root / "ingest").iterdir()] == []


def test_content_of_another_hash(engine: EngineSide, root: Path) -> None:
    digest = f"sha512:{hashlib.sha512(b'hello').hexdigest()}"
    assert begin(engine, digest=digest).send(written(COMMIT, b"hello", digest=digest)).status == (0, "")
    assert blobs(root) == [f"blobs/{digest.replace(':', '/')}"]


def test_a_write_at_the_start_begins_again(engine: EngineSide, root: Path) -> None:
    call = begin(engine).send(
        written(WRITING, b"wrong"), written(WRITING, b"hello"), written(COMMIT, offset=5)
    )
    assert call.status == (0, "")
    assert (root / "blobs/sha256" / HELLO[7:]).read_bytes() == b"hello"


BAD_WRITES: list[tuple[str, list[bytes], int, str]] = [
    (
        "another digest",
        [written(COMMIT, b"hello", ref="r", digest="sha256:" + 64 * "0")],
        9,
        "unexpected commit digest",
    ),
    ("another size", [written(COMMIT, b"hello", ref="r", size=6)], 9, "unexpected commit size 5, expected 6"),
    ("a digest that is a path", [written(STAT, ref="r", digest="sha256:../../x")], 9, "failed validation"),
    ("an unknown hash", [written(STAT, ref="r", digest="md5:" + 32 * "0")], 9, "failed validation"),
    ("no name", [written(WRITING, b"hello")], 3, "first message must have a reference"),
    ("a gap", [written(WRITING, b"hello", ref="r", offset=7)], 11, "write @7 must occur at current offset 0"),
    ("no message", [b"\xff"], 2, ""),
]


@pytest.mark.parametrize(
    ("messages", "code", "text"), [case[1:] for case in BAD_WRITES], ids=[case[0] for case in BAD_WRITES]
)
def test_writes_that_are_refused(
    engine: EngineSide, root: Path, messages: list[bytes], code: int, text: str
) -> None:
    call = ask(engine, WRITE, *messages)
    assert call.status is not None
    assert (call.status[0], text in call.status[1]) == (code, True)
    assert blobs(root) == []
    assert {path.name for path in root.parent.iterdir()} <= {"cache"}


def test_names_of_writes_name_no_files(engine: EngineSide, root: Path) -> None:
    begin(engine, ref="../../outside").send(written(WRITING, b"hello"))
    assert {path.name for path in root.parent.iterdir()} == {"cache"}
    assert {path.name for path in root.iterdir()} == {"ingest"}


def test_what_is_there_is_not_written_again(engine: EngineSide, root: Path) -> None:
    keep(root)
    assert ended(begin(engine, digest=HELLO)) == (6, f"content {HELLO}: already exists")
    late = begin(engine).send(written(COMMIT, b"hello", digest=HELLO))
    assert ended(late) == (6, f"blob with expected digest {HELLO} exists")
    assert blobs(root) == [f"blobs/sha256/{HELLO[7:]}"]


def test_one_writer_of_a_name(engine: EngineSide) -> None:
    first = begin(engine)
    assert ended(begin(engine)) == (14, "ref r locked: unavailable")
    first.reset()
    assert begin(engine).status is None


def test_how_far_a_write_has_come(engine: EngineSide) -> None:
    begin(engine).send(written(WRITING, b"hel", size=5))
    (message,) = ask(engine, STATUS, field(1, "r")).half_close().messages
    status = Message(message).message(1)
    assert (status.text(3), status.number(4), status.number(5)) == ("r", 3, 5)
    assert ended(ask(engine, STATUS, field(1, "other"))) == (
        5,
        'could not get status for ref "other": not found',
    )


def test_a_write_is_aborted(engine: EngineSide, root: Path) -> None:
    call = begin(engine).send(written(WRITING, b"hel"))
    assert ask(engine, ABORT, field(1, "r")).half_close().status == (0, "")
    assert blobs(root) == []
    assert ended(call.send(written(WRITING, b"lo", offset=3))) == (9, "the write was aborted")


def test_a_write_that_breaks_off_leaves_nothing(engine: EngineSide, root: Path) -> None:
    begin(engine).send(written(WRITING, b"hel"))
    engine.server.close()
    assert blobs(root) == []


def test_what_is_known_of_content(engine: EngineSide, root: Path) -> None:
    keep(root)
    (message,) = ask(engine, INFO, field(1, HELLO)).half_close().messages
    info = Message(message).message(1)
    assert (info.text(1), info.number(2)) == (HELLO, 5)
    assert info.message(3).number(1) == int((root / "blobs/sha256" / HELLO[7:]).stat().st_mtime)


@pytest.mark.parametrize(
    ("digest", "status"),
    [
        (HELLO, (5, f"content {HELLO}: not found")),
        ("sha256:00", (3, '"sha256:00" failed validation')),
        ("../x", (3, '"../x" failed validation')),
    ],
)
@pytest.mark.parametrize("path", [INFO, READ])
def test_content_that_is_not_there(
    engine: EngineSide, path: str, digest: str, status: tuple[int, str]
) -> None:
    assert ended(ask(engine, path, field(1, digest)).half_close()) == status


@pytest.mark.parametrize(
    ("offset", "size", "expected"), [(0, 0, b"hello"), (1, 3, b"ell"), (3, 9, b"lo"), (5, 0, b"")]
)
def test_content_is_read(engine: EngineSide, root: Path, offset: int, size: int, expected: bytes) -> None:
    keep(root)
    call = ask(engine, READ, field(1, HELLO) + field(2, offset) + field(3, size)).half_close()
    assert b"".join(Message(each).data(2) for each in call.messages) == expected
    assert call.status == (0, "")


def test_nothing_is_read_behind_the_end(engine: EngineSide, root: Path) -> None:
    keep(root)
    call = ask(engine, READ, field(1, HELLO) + field(2, 6)).half_close()
    assert ended(call) == (11, "read past object length 5 bytes")


@pytest.mark.parametrize("path", [INFO, READ, STATUS, WRITE, ABORT])
def test_a_store_that_is_not_offered(engine: EngineSide, path: str) -> None:
    assert ended(ask(engine, path, store="local:/etc")) == (5, "unknown store local:/etc: not found")


@pytest.mark.parametrize("method", ["Delete", "Update", "List"])
def test_nothing_is_deleted(engine: EngineSide, method: str) -> None:
    path = INFO.replace("Info", method)
    assert ask(engine, path, field(1, HELLO)).status == (12, f"unknown method {path}")


def test_memory_does_not_grow_with_content(root: Path) -> None:
    """Neither while the engine does not read requested content, nor while it sends content without reading answers."""
    piece = bytes(1 << 20)
    (root / "blobs/sha256").mkdir(parents=True)
    with (root / "blobs/sha256" / HELLO[7:]).open("wb") as file:
        file.truncate(1 << 30)
    engine = EngineSide(content({NAME: ContentDirectory(str(root))}), window=1000, acknowledge=False)
    tracemalloc.start()
    try:
        ask(engine, READ, field(1, HELLO)).half_close()
        call = begin(engine)
        for number in range(40):
            call.send(written(WRITING, piece, offset=number * len(piece)))
        assert tracemalloc.get_traced_memory()[1] < 8 * len(piece)
    finally:
        tracemalloc.stop()
        engine.server.close()
