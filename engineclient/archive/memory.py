"""Build contexts in memory, for both builders."""

from __future__ import annotations

import posixpath
import stat
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from engineclient.archive.context import DOCKERFILE, IGNORE_FILE, ContextError, context_of, path_in_context
from engineclient.archive.ignore import Ignore, read_patterns
from engineclient.archive.paths import cleaned
from engineclient.archive.walks import selected
from engineclient.golang.quoting import quote
from engineclient.wire.fsutil import PIECE, Stat, go_mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_FILE: Final = stat.S_IFREG | 0o644
_DIRECTORY: Final = stat.S_IFDIR | 0o755


class _Node(NamedTuple):
    """A file or a directory; a directory has no content."""

    st_mode: int
    content: bytes = b""


class MemoryTree:
    """Files in memory, which BuildKit requests by patterns as those of a directory.

    Args:
        files: file contents by path, relative and with slashes; text is encoded as UTF-8.

    Raises:
        ContextError: a path is outside the context.

    """

    def __init__(self, files: Mapping[str, bytes | str]) -> None:
        self._nodes: dict[str, _Node] = {}
        self._children: dict[str, list[str]] = {}
        self._mtime = time.time_ns()
        for name, data in files.items():
            self._add(path_in_context(name), _Node(_FILE, data.encode() if isinstance(data, str) else data))

    def _add(self, path: str, node: _Node) -> None:
        known = self._nodes.get(path)
        if known is not None and stat.S_IFMT(known.st_mode) != stat.S_IFMT(node.st_mode):
            raise ContextError(f"{quote(path)} cannot be a file and a directory")
        if known is None:
            parent = posixpath.dirname(path)
            if parent:
                self._add(parent, _Node(_DIRECTORY))
            self._children.setdefault(parent, []).append(path)
        self._nodes[path] = node

    def _entries(self, directory: str) -> list[tuple[str, _Node]]:
        return [(path, self._nodes[path]) for path in sorted(self._children.get(directory, ()))]

    def files(self, include: Sequence[str], exclude: Sequence[str], follow: Sequence[str]) -> Iterator[Stat]:
        """The files that the patterns select, sorted by the parts of their paths.

        Raises:
            BadPattern: a pattern is malformed.

        """
        named = [*include, *(cleaned(f"/{path}")[1:] for path in follow)]
        wanted = Ignore(named) if named and "" not in named else None
        for path, node in selected(self._entries, wanted, Ignore(exclude)):
            yield Stat(path, go_mode(node.st_mode), size=len(node.content), mtime=self._mtime)

    def content(self, path: str) -> Iterator[bytes]:
        """The content of a file, in pieces."""
        content = self._nodes[path].content
        return (content[at : at + PIECE] for at in range(0, len(content), PIECE))


class MemoryContext(NamedTuple):
    """A build context in memory; see `build_context`.

    Attributes:
        files: file contents by path.
        dockerfile: the path of the Dockerfile.

    """

    files: Mapping[str, bytes | str]
    dockerfile: str = DOCKERFILE

    def archive(self) -> Iterator[bytes]:
        """The context as a tar archive, without the files that its .dockerignore excludes."""
        files = {posixpath.normpath(name): data for name, data in self.files.items()}
        patterns = files.get(IGNORE_FILE, b"")
        ignore = Ignore(read_patterns(patterns.encode() if isinstance(patterns, str) else patterns))
        needed = (IGNORE_FILE, posixpath.normpath(self.dockerfile))  # the daemon removes them itself
        return context_of(
            {name: data for name, data in files.items() if name in needed or not ignore.matches(name)}
        )


def build_context(
    *, dockerfile: str | bytes, files: Mapping[str, bytes | str] | None = None
) -> MemoryContext:
    r"""Make a context for `engine.build` from strings.

        >>> context = build_context(dockerfile="FROM busybox\nCOPY hello /", files={"hello": "hello"})

    Args:
        dockerfile: the text of the Dockerfile.
        files: the contents of other files by path; text is encoded as UTF-8. A `.dockerignore` takes effect.

    """
    return MemoryContext({DOCKERFILE: dockerfile, **(files or {})})
