"""Archives from a container, valid, malicious and damaged: nothing outside of the destination is changed."""

from __future__ import annotations

import io
import os
import tarfile
import tempfile
from pathlib import Path
from random import Random
from typing import Final

from engineclient.archive.unpack import Unpacker
from engineclient.errors import EngineError
from engineclient.wire.tar import Reader
from tests.fuzz.mutate import cut, damaged
from tests.fuzz.watched import watched

_NAMES: Final = (
    "a", "b", "d", "d/e", "d/e/f", "./a", "/a", "..", "../out", "d/../../out", "a/b", "../outside/kept",
    "/etc/x", "d/", ".", "", "a" * 300, "l", "l/x", "\udcff", "a\nb",
)  # fmt: skip
_TARGETS: Final = (
    "a", "..", "../outside", "../outside/kept", "/", "d", "l", ".", "", "d/e", "/proc/self/root", "x" * 200,
)  # fmt: skip
_KINDS: Final = (
    tarfile.REGTYPE, tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE,
    tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_SPARSE, b"z",
)  # fmt: skip


def find(seed: int) -> str:
    """Describe what is wrong in the case of `seed`, "" if nothing is."""
    random = Random(seed)
    data = _archive(random)
    if not random.randrange(3):
        data = damaged(data, random)
    with tempfile.TemporaryDirectory() as folder:
        inside, outside = Path(folder, "inside"), Path(folder, "outside")
        inside.mkdir()
        outside.mkdir()
        (outside / "kept").write_text("kept")
        before = _looks(Path(folder))

        def work() -> None:
            reader = Reader()
            try:
                with Unpacker(str(inside), overwrite=bool(random.randrange(2))) as unpacker:
                    for piece in cut(data, random):
                        for item in reader.feed(piece):
                            unpacker.take(item)
                    for item in reader.end():
                        unpacker.take(item)
            except (EngineError, OSError):
                pass
            assert _looks(Path(folder)) == before, f"outside: {_looks(Path(folder))} for {before}"

        return watched("tar in", work)


def _looks(folder: Path) -> list[tuple[object, ...]]:
    """The state of everything outside of the destination."""
    kept = folder / "outside" / "kept"
    found: list[tuple[object, ...]] = [
        (str(path),) for path in (*folder.iterdir(), *(folder / "outside").iterdir())
    ]
    status = kept.lstat()
    return [
        *sorted(found, key=str),
        (kept.read_text(), status.st_mode, status.st_nlink, status.st_mtime_ns, status.st_uid),
    ]


def _archive(random: Random) -> bytes:
    buffer = io.BytesIO()
    form = random.choice((tarfile.PAX_FORMAT, tarfile.GNU_FORMAT))
    with tarfile.open(fileobj=buffer, mode="w", format=form, errors="surrogateescape") as tar:
        for _ in range(random.randrange(6)):
            member = tarfile.TarInfo(random.choice(_NAMES))
            member.type = random.choice(_KINDS)
            member.linkname = random.choice(_TARGETS)
            member.mode = random.choice((0o644, 0o755, 0, 0o4777))
            member.mtime = random.choice((0, 1, 1 << 31, 1.5))
            member.uid, member.gid = os.getuid(), os.getgid()
            content = random.randbytes(random.choice((0, 1, 511, 512, 513))) if random.randrange(3) else b""
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
