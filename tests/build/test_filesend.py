"""Results of builds from well-behaved and from malicious engines: nothing is written outside the destination."""

from __future__ import annotations

import io
import random
import tarfile
from pathlib import Path

import pytest

from engineclient.archive.results import ResultDirectory, ResultFile
from engineclient.build.filesend import DIFF_COPY, receive_archive, receive_files
from engineclient.wire.fsutil import Packet, PacketType, Stat, decode_packet
from engineclient.wire.protobuf import field
from tests.build.engine import Call, EngineSide

STAT, REQ, DATA, FIN, ERR = PacketType
DIRECTORY, LINK = 1 << 31 | 0o755, 1 << 27 | 0o777


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "out"


def begin(root: Path) -> Call:
    return EngineSide(receive_files(lambda: ResultDirectory(str(root)))).call(DIFF_COPY)


def stat(path: str, mode: int = 0o644, **more: object) -> bytes:
    return Packet(STAT, Stat(path, mode, **more)).encode()  # type: ignore[arg-type]


def requests(call: Call) -> list[int]:
    return [packet.number for message in call.messages if (packet := decode_packet(message)).type == REQ]


def test_a_tree_arrives(root: Path) -> None:
    call = begin(root)
    call.send(
        stat("a", DIRECTORY, mtime=10**18),
        stat("a/f", 1 << 23 | 0o750, size=5, mtime=10**18),
        stat("a/g", size=0),
        stat("a/h", target="a/f"),
        stat("b", LINK, target="/etc/passwd"),
        stat("c", size=2),
        Packet(STAT).encode(),
    )
    assert requests(call) == [1]  # one at a time
    call.send(Packet(DATA, number=1, data=b"hel").encode(), Packet(DATA, number=1, data=b"lo").encode())
    call.send(Packet(DATA, number=1).encode())
    assert requests(call) == [1, 5]
    call.send(Packet(DATA, number=5, data=b"ok").encode(), Packet(DATA, number=5).encode())
    assert decode_packet(call.messages[-1]).type == FIN
    call.send(Packet(FIN).encode())
    assert call.status == (0, "")
    assert (root / "a/f").read_bytes() == b"hello"
    assert (root / "a/f").stat().st_mode & 0o7777 == 0o4750
    assert (root / "a").stat().st_mtime_ns == 10**18
    assert (root / "a/h").samefile(root / "a/f")
    assert (root / "b").readlink() == Path("/etc/passwd")
    assert (root / "c").read_bytes() == b"ok"


def test_what_is_in_the_way_is_replaced(root: Path) -> None:
    (root / "d" / "sub").mkdir(parents=True)
    (root / "f").write_text("old")
    (root / "kept").write_text("kept")
    call = begin(root)
    call.send(stat("d", size=0), stat("f", DIRECTORY), Packet(STAT).encode(), Packet(FIN).encode())
    assert call.status == (0, "")
    assert ((root / "d").is_file(), (root / "f").is_dir(), (root / "kept").read_text()) == (
        True,
        True,
        "kept",
    )


@pytest.mark.parametrize(
    "path", ["../x", "/x", "a/../x", "a//b", "./a", "a/", "", ".", "..", "a\0b"], ids=repr
)
def test_paths_that_lead_out_or_are_not_clean(root: Path, path: str) -> None:
    call = begin(root)
    call.send(stat(path))
    assert call.status is not None
    assert call.status[0] == 3
    assert list(root.iterdir()) == []
    assert {entry.name for entry in root.parent.iterdir()} == {"out"}


def test_nothing_is_written_through_a_link(root: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    call = begin(root)
    call.send(stat("a", LINK, target=str(outside)), stat("a/x", size=0))
    assert call.status is not None
    assert call.status[0] == 2
    assert list(outside.iterdir()) == []


def test_nothing_outside_is_linked_to(root: Path) -> None:
    (root.parent / "secret").write_text("x")
    call = begin(root)
    call.send(stat("a", target="../secret"))
    assert call.status is not None
    assert call.status[0] == 2
    assert not (root / "a").exists()


@pytest.mark.parametrize(
    "messages",
    [
        [stat("b"), stat("a")],  # out of order
        [stat("a"), stat("a")],
        [Packet(STAT).encode(), stat("a")],  # behind the end of the list
        [Packet(DATA, number=0, data=b"x").encode()],  # not asked for
        [stat("a", size=1), Packet(DATA, number=1, data=b"x").encode()],
        [stat("a", size=1), Packet(DATA, number=0, data=b"xy").encode()],  # too long
        [stat("a", size=2), Packet(DATA, number=0, data=b"x").encode(), Packet(DATA, number=0).encode()],
        [stat("a", size=-1)],
        [Packet(FIN).encode()],  # before the end
        [Packet(REQ, number=0).encode()],
        [b"\xff"],
        [Packet(ERR, data=b"no").encode()],
        [stat("a", 1 << 24)],  # a socket
    ],
    ids=range(13),
)
def test_engines_that_do_not_keep_to_the_protocol(root: Path, messages: list[bytes]) -> None:
    call = begin(root)
    call.send(*messages)
    assert call.status is not None
    assert call.status[0] in (2, 3)


def test_no_packets_do_harm(tmp_path: Path) -> None:
    chance = random.Random(1)
    names = ["a", "a/b", "b", "../x", "c/d", "e\0", "z" * 300]
    for number in range(60):
        root = tmp_path / f"{number}" / "out"
        root.parent.mkdir()
        call = begin(root)
        for _ in range(12):
            mode = chance.choice([0o644, DIRECTORY, LINK, 1 << 25 | 0o600])
            packet = Packet(
                chance.choice([STAT, STAT, STAT, DATA, FIN]),
                Stat(
                    chance.choice(names),
                    mode,
                    size=chance.randrange(-1, 3),
                    target=chance.choice(["", "a", "../.."]),
                ),
                chance.randrange(4),
                chance.randbytes(chance.randrange(3)),
            )
            call.send(packet.encode())
        assert {entry.name for entry in root.parent.iterdir()} == {"out"}


def test_an_archive_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    path.write_text("old")
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("x"))
    engine = EngineSide(receive_archive(lambda: ResultFile(str(path))))
    call = engine.call(DIFF_COPY, field(1, buffer.getvalue()))
    assert path.read_text() == "old"
    call.half_close()
    assert (call.status, path.read_bytes()) == ((0, ""), buffer.getvalue())
    engine.call(DIFF_COPY, field(1, b"half")).reset()
    assert path.read_bytes() == buffer.getvalue()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.tar"]
