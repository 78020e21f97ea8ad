"""The files of a directory that BuildKit requests by patterns, and their content."""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from engineclient.archive.context import ContextError
from engineclient.archive.ignore import Ignore
from engineclient.archive.paths import cleaned
from engineclient.archive.walks import selected_files
from engineclient.golang.quoting import quote
from engineclient.wire.fsutil import PIECE, Stat, go_mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_LINKS: Final = 255
_WILDCARDS: Final = frozenset("*?[")


class Tree:
    """A local directory whose files are owned by root, as docker's client sends them.

    Args:
        root: its path.

    """

    def __init__(self, root: str) -> None:
        self.root = root

    def files(self, include: Sequence[str], exclude: Sequence[str], follow: Sequence[str]) -> Iterator[Stat]:
        """The files, sorted by the parts of their paths, a directory before what is in it.

        Args:
            include: patterns as in a .dockerignore; files that do not match are left out. All files if empty.
            exclude: patterns; files that match are left out.
            follow: paths, which may contain patterns, to include together with the targets of the links on them.

        Raises:
            BadPattern: a pattern is malformed.
            OSError: a directory cannot be read.

        """
        followed = _Followed(self.root)
        for path in follow:
            followed.add(cleaned(f"/{path}")[1:])
        wanted = [*include, *sorted(followed.paths)]
        selected = None if not wanted or "" in followed.paths else Ignore(wanted)
        names: dict[tuple[int, int], str] = {}
        for path, found in selected_files(self.root, selected, Ignore(exclude)):
            with suppress(FileNotFoundError):  # it has vanished meanwhile
                yield self._stat(path, found, names)

    def _stat(self, path: str, found: os.stat_result, names: dict[tuple[int, int], str]) -> Stat:
        mode, size, target = found.st_mode, found.st_size, ""
        here = f"{self.root}/{path}"
        if stat.S_ISDIR(mode):
            size = 0
        elif stat.S_ISLNK(mode):
            target = os.readlink(here)  # noqa: PTH115
        elif found.st_nlink > 1:
            first = names.setdefault((found.st_dev, found.st_ino), path)
            if first != path:
                target, size = first, 0
        device = found.st_rdev if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else 0
        return Stat(
            path=path,
            mode=go_mode(mode),
            size=size,
            mtime=found.st_mtime_ns,
            target=target,
            device=(os.major(device), os.minor(device)),
            xattrs={
                os.fsencode(name): os.getxattr(here, name, follow_symlinks=False)
                for name in os.listxattr(here, follow_symlinks=False)
            },
        )

    def content(self, path: str) -> Iterator[bytes]:
        """The content of a file, in pieces.

        Raises:
            ContextError: it cannot be read.

        """
        try:
            descriptor = os.open(f"{self.root}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            raise ContextError(f"{quote(path)} vanished while the build context was being sent") from None
        except OSError as error:
            if error.errno == errno.ENXIO:
                return  # a socket: BuildKit does not support it, docker sends it as an empty file
            raise ContextError(f"open {path}: {(error.strerror or str(error)).lower()}") from error
        try:
            while piece := os.read(descriptor, PIECE):
                yield piece
        finally:
            os.close(descriptor)


class _Followed:
    """Paths together with the symbolic links on them and the targets of those. Links cannot lead out of the root."""

    def __init__(self, root: str) -> None:
        self.paths: set[str] = set()
        self._root = root

    def add(self, path: str, depth: int = 0) -> None:
        """Add one path; "" is the root."""
        parts = path.split("/") if path else []
        done = ""
        for number, part in enumerate(parts):
            above, done = done, f"{done}/{part}" if done else part
            links = [
                (link, target)
                for link in self._matching(above, part)
                if (target := self._link(link)) is not None
            ]
            if links:
                if done in self.paths or depth >= _MOST_LINKS:
                    return
                self.paths.add(done)
                rest = parts[number + 1 :]
                for link, target in links:
                    led = target if target.startswith("/") else f"/{posixpath.dirname(link)}/{target}"
                    self.add("/".join([*filter(None, cleaned(led).split("/")), *rest]), depth + 1)
                return
        self.paths.add(done)

    def _matching(self, directory: str, part: str) -> list[str]:
        """The paths in a directory that match `part`, a name or a pattern."""
        names = [part]
        if not _WILDCARDS.isdisjoint(part):
            pattern = Ignore([part])
            try:
                names = [name for name in os.listdir(f"{self._root}/{directory}") if pattern.matches(name)]  # noqa: PTH208
            except OSError:
                names = []
        return [f"{directory}/{name}" if directory else name for name in names]

    def _link(self, path: str) -> str | None:
        try:
            return os.readlink(f"{self._root}/{path}")  # noqa: PTH115
        except OSError:
            return None
