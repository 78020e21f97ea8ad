"""`python -m benchmarks.build [--tiny] [DOCKER_HOST]`: how long a build context is on its way, beside docker and buildx.

Each turn builds a directory whose files were written anew just before, outside of the time that is taken, so that all of
it has to travel; only the row of the second build finds everything as it was. buildx is measured if docker has it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import MINIDOCKER, Turn, environment, measure, options
from engineclient import Engine

TAG = "benchmark-of-builds"
DOCKERFILE = "FROM scratch\nCOPY data /data\n"
_PIECE = 1 << 20
CLASSIC, BUILDKIT = "0", "1"


class Context:
    """A directory with so many files of so many bytes."""

    def __init__(self, root: Path, files: int, size: int) -> None:
        self.root = root
        self._files = files
        self._size = size
        for number in range(0, files, 100):
            (root / "data" / f"{number:05}").mkdir(parents=True)
        (root / "Dockerfile").write_text(DOCKERFILE)

    def renew(self) -> None:
        """Give every file new content."""
        piece = os.urandom(min(_PIECE, self._size))
        for number in range(self._files):
            path = self.root / "data" / f"{number - number % 100:05}" / f"{number}"
            with path.open("wb") as file:
                file.write(os.urandom(8)[: self._size])
                for _ in range(self._size // _PIECE):
                    file.write(piece)
                if self._size < _PIECE:
                    file.write(piece[8:])


@contextmanager
def context(files: int, size: int) -> Iterator[Context]:
    """A directory that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Context(Path(folder), files, size)


def building(
    program: tuple[str, ...], host: str, builder: str, where: Context, before: Callable[[], object]
) -> Turn:
    """Build, and give the seconds that it took."""
    environ = {**environment(host), "DOCKER_BUILDKIT": builder}
    argv = (*program, "build", "--quiet", "--tag", TAG, str(where.root))

    def turn() -> float:
        before()
        began = time.perf_counter()
        subprocess.run(argv, env=environ, check=True, capture_output=True)
        return time.perf_counter() - began

    return turn


def compare(title: str, host: str, builder: str, where: Context, *, rounds: int, renew: bool) -> None:
    """docker, or buildx, and minidocker with one directory."""
    before = where.renew if renew else (lambda: None)
    where.renew()
    theirs = "docker" if builder == CLASSIC else "buildx"
    turns = {"minidocker": building(MINIDOCKER, host, builder, where, before)}
    if has(theirs):
        turns = {theirs: building(("docker",), host, builder, where, before), **turns}
    for turn in turns.values():
        turn()  # what is compared finds the engine and the page cache warm
    measure(title, turns, base=next(iter(turns)), rounds=rounds, scale=1, unit="s")


def has(program: str) -> bool:
    """Whether there is docker, or docker with buildx."""
    if not shutil.which("docker"):
        return False
    argv = ("docker", "buildx", "version")
    return program == "docker" or not subprocess.run(argv, capture_output=True, check=False).returncode


def main() -> None:
    """Print all figures."""
    found = options(main.__doc__ or "")
    host, tiny = str(found.endpoint), found.tiny
    rounds = 1 if tiny else 3
    megabytes, count = (1, 3) if tiny else (200, 5000)
    with Engine(host) as engine:
        has_buildkit = engine.ping().builder_version == "2"
        try:
            with context(max(1, megabytes // 10), (megabytes << 20) // max(1, megabytes // 10)) as large:
                compare(
                    f"{megabytes} MiB to the classic builder", host, CLASSIC, large, rounds=rounds, renew=True
                )
                if has_buildkit:
                    title = f"{megabytes} MiB to BuildKit, by a session"
                    compare(title, host, BUILDKIT, large, rounds=rounds, renew=True)
                    compare("the same again, unchanged", host, BUILDKIT, large, rounds=rounds, renew=False)
            with context(count, 100) as small:
                compare(
                    f"{count} small files to the classic builder",
                    host,
                    CLASSIC,
                    small,
                    rounds=rounds,
                    renew=True,
                )
                if has_buildkit:
                    title = f"{count} small files to BuildKit, by a session"
                    compare(title, host, BUILDKIT, small, rounds=rounds, renew=True)
        finally:
            engine.images.remove(TAG, force=True)
            engine.images.build_prune(all=True)
            engine.images.prune(filters={"dangling": ["true"]})


if __name__ == "__main__":
    main()
