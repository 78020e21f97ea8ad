"""`python -m benchmarks.build [--tiny] [DOCKER_HOST]`: compare the time of builds with docker and buildx.

Before each turn, outside of the measured time, the files of the directory are written again, so that all of them are sent;
only the row `the same again, unchanged` builds without that. buildx is measured if docker has it, or if
ENGINECLIENT_TEST_BUILDX names it. Below each comparison is the processor time of the clients, which other programs on the
machine hardly affect.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import MINIDOCKER, environment, measure, options
from engineclient import Engine

TAG = "benchmark-of-builds"
DOCKERFILE = "FROM scratch\nCOPY data /data\n"
_PIECE = 1 << 20
CLASSIC, BUILDKIT = "0", "1"


class Context:
    """A directory with `files` files of `size` bytes."""

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


class Building:
    """Builds, and returns the time that a build took in seconds.

    Attributes:
        processor: the minimum processor time of the client in seconds.

    """

    def __init__(
        self, program: tuple[str, ...], environ: dict[str, str], where: Context, *, renew: bool
    ) -> None:
        self.processor = float("inf")
        self._argv = (*program, "build", "--quiet", "--tag", TAG, str(where.root))
        self._environ = environ
        self._where = where
        self._renew = renew

    def __call__(self) -> float:
        if self._renew:
            self._where.renew()
        began = time.perf_counter()
        with subprocess.Popen(
            self._argv, env=self._environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, self._argv)
        self.processor = min(self.processor, used.ru_utime + used.ru_stime)
        return time.perf_counter() - began


def compare(
    title: str, environ: dict[str, str], builder: str, where: Context, *, rounds: int, renew: bool
) -> None:
    """Compare docker, or buildx, with minidocker on one directory."""
    environ = {**environ, "DOCKER_BUILDKIT": builder}
    where.renew()
    theirs = "docker" if builder == CLASSIC else "buildx"
    turns = {"minidocker": Building(MINIDOCKER, environ, where, renew=renew)}
    if has(theirs, environ):
        turns = {theirs: Building(("docker",), environ, where, renew=renew), **turns}
    for turn in turns.values():
        turn()  # the first turns warm up the engine and the page cache
    base = next(iter(turns))
    measure(title, {**turns}, base=base, rounds=rounds, scale=1, unit="s")
    for name, turn in turns.items():
        ratio = turn.processor / turns[base].processor
        print(f"  {f'{name}, processor':<28}{turn.processor:>10.2f} s{ratio:>8.2f} x {base}", flush=True)


def has(program: str, environ: dict[str, str]) -> bool:
    """Whether docker, or docker with buildx, is installed."""
    if not shutil.which("docker"):
        return False
    argv = ("docker", "buildx", "version")
    return (
        program == "docker"
        or not subprocess.run(argv, env=environ, capture_output=True, check=False).returncode
    )


@contextmanager
def environment_of(host: str) -> Iterator[dict[str, str]]:
    """The environment of the clients; docker finds the buildx that ENGINECLIENT_TEST_BUILDX names."""
    environ = environment(host)
    plugin = os.environ.get("ENGINECLIENT_TEST_BUILDX")
    if not plugin:
        yield environ
        return
    with tempfile.TemporaryDirectory() as config:
        Path(config, "cli-plugins").mkdir()
        Path(config, "cli-plugins", "docker-buildx").symlink_to(plugin)
        yield {**environ, "DOCKER_CONFIG": config}


def main() -> None:
    """Run all measurements."""
    found = options(main.__doc__ or "")
    host, tiny = str(found.endpoint), found.tiny
    rounds = 1 if tiny else 3
    megabytes, count = (1, 3) if tiny else (200, 5000)
    with Engine(host) as engine, environment_of(host) as environ:
        has_buildkit = engine.ping().builder_version == "2"
        try:
            with context(max(1, megabytes // 10), (megabytes << 20) // max(1, megabytes // 10)) as large:
                compare(
                    f"{megabytes} MiB to the classic builder",
                    environ,
                    CLASSIC,
                    large,
                    rounds=rounds,
                    renew=True,
                )
                if has_buildkit:
                    title = f"{megabytes} MiB to BuildKit, by a session"
                    compare(title, environ, BUILDKIT, large, rounds=rounds, renew=True)
                    compare("the same again, unchanged", environ, BUILDKIT, large, rounds=rounds, renew=False)
            with context(count, 100) as small:
                compare(
                    f"{count} small files to the classic builder",
                    environ,
                    CLASSIC,
                    small,
                    rounds=rounds,
                    renew=True,
                )
                if has_buildkit:
                    title = f"{count} small files to BuildKit, by a session"
                    compare(title, environ, BUILDKIT, small, rounds=rounds, renew=True)
        finally:
            engine.images.remove(TAG, force=True)
            engine.images.build_prune(all=True)
            engine.images.prune(filters={"dangling": ["true"]})


if __name__ == "__main__":
    main()
