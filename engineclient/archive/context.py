"""A directory as the tar archive of a build context, with the headers that docker writes.

The classic builder's cache compares names, modes, owners, sizes, kinds, link targets and content, not times; so a build
by docker and one by us share it.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import time
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engineclient.archive.ignore import BadPattern, Ignore, read_patterns
from engineclient.archive.pack import Skipped, content, entry_of
from engineclient.archive.paths import CopyError
from engineclient.archive.walks import context_files
from engineclient.errors import EngineError
from engineclient.golang.quoting import quote
from engineclient.wire.tar import BLOCK, END, Entry, Reader, header, padding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

DOCKERFILE: Final = "Dockerfile"
IGNORE_FILE: Final = ".dockerignore"
PEEK: Final = BLOCK
"""Bytes at the beginning of a stream that `is_archive` wants to see."""

_MAGIC: Final = (b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")  # gzip, bzip2, xz, zstd
_SKIPPABLE: Final = (b"\x2a\x4d\x18", range(0x50, 0x60))  # a zstd stream may begin with such a frame


class ContextError(EngineError):
    """A build context that cannot be read: the text is docker's where docker has one."""


@dataclass(frozen=True, slots=True)
class LocalContext:
    """A directory to build from.

    Attributes:
        directory: its path, absolute and without links.
        dockerfile: the path of the Dockerfile in it; one that lies outside begins with `../`. Empty if the
            Dockerfile comes from elsewhere (standard input).

    """

    directory: str
    dockerfile: str

    @property
    def is_outside(self) -> bool:
        """Whether the Dockerfile lies outside of the directory."""
        return self.dockerfile.startswith("../")


def local_context(directory: str, dockerfile: str | None = "") -> LocalContext:
    """Find the Dockerfile of a directory.

    Args:
        directory: the context.
        dockerfile: as `--file` has it, relative to the working directory; "" for `Dockerfile` (or `dockerfile`) in
            the context; None if it comes from elsewhere.

    Raises:
        ContextError: the context is no directory, there is no such Dockerfile, or a path starts from a working directory
            that is gone.

    """
    here = f'context directory of given context directory "{directory}"'
    root = _resolved(_absolute(directory, here), "context path")
    if not os.path.isdir(root):  # noqa: PTH112
        raise ContextError(f"context must be a directory: {root}")
    if dockerfile is None:
        return LocalContext(root, "")
    if dockerfile:
        path = _absolute(dockerfile, "path to Dockerfile")
    else:
        path = f"{root}/{DOCKERFILE}"
        lower = f"{root}/{DOCKERFILE.lower()}"
        if not os.path.lexists(path) and os.path.lexists(lower):
            path = lower
    return LocalContext(root, os.path.relpath(_resolved(path, "Dockerfile path"), root))


def _absolute(path: str, what: str) -> str:
    try:
        return os.path.abspath(path)  # noqa: PTH100
    except OSError as error:  # the working directory is gone
        raise ContextError(
            f"unable to get absolute {what}: getwd: {(error.strerror or '').lower()}"
        ) from error


def _resolved(path: str, what: str) -> str:
    try:
        return os.path.realpath(path, strict=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ContextError(
            f"unable to evaluate symlinks in {what}: lstat {error.filename}: {reason}"
        ) from error


def ignored_by(directory: str) -> list[str]:
    """The patterns of the .dockerignore in a directory; none if there is no such file.

    Raises:
        ContextError: it cannot be read.

    """
    path = f"{directory}/{IGNORE_FILE}"
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return read_patterns(file.read())
    except FileNotFoundError:
        return []
    except IsADirectoryError as error:
        raise ContextError(f"error reading {IGNORE_FILE}: read {path}: is a directory") from error
    except BadPattern as error:
        raise ContextError(f"error reading {IGNORE_FILE}: {error}") from error
    except OSError as error:
        raise ContextError(f"open {path}: {(error.strerror or str(error)).lower()}") from error


def ignore_of(context: LocalContext) -> Ignore:
    """What of a context stays here. The daemon needs the Dockerfile and the .dockerignore whatever the patterns say.

    Raises:
        ContextError: the patterns cannot be read.

    """
    patterns = ignored_by(context.directory)
    try:
        ignore = Ignore(patterns)
        needed = [name for name in (IGNORE_FILE, context.dockerfile) if name and ignore.matches(name)]
        return Ignore([*patterns, *(f"!{name}" for name in needed)]) if needed else ignore
    except BadPattern as error:
        raise ContextError(f"error checking context: {error}") from error


def _pass_over(_path: str, _reason: str) -> None:
    """Leave it out without a word."""


def pack_context(
    context: LocalContext, ignore: Ignore, dockerfile: bytes | None = None, *, skipped: Skipped = _pass_over
) -> tuple[str, Iterator[bytes]]:
    """The archive of a context, read as it is asked for, and the path of the Dockerfile in it.

    Args:
        context: the directory.
        ignore: what to leave out.
        dockerfile: the content of a Dockerfile that does not lie in the directory. It is added under a name of its
            own, which the .dockerignore in the archive hides from COPY. As the name is made from the content, a second
            build finds the first one's layers in the cache.
        skipped: is called with the path of what cannot be in an archive (a socket), and the reason.

    Raises:
        ContextError: while reading: a file cannot be read, or was changed meanwhile.

    """
    if dockerfile is None:
        return context.dockerfile, _packed(context.directory, ignore, {}, skipped)
    name = outside_name(dockerfile)
    added = {IGNORE_FILE: _hiding(name), name: lambda _: dockerfile}
    return name, _packed(context.directory, ignore, added, skipped)


def with_dockerfile(archive: Iterable[bytes], dockerfile: bytes) -> tuple[str, Iterator[bytes]]:
    """An archive (not compressed) with one more Dockerfile in it, as `pack_context` adds it, and that one's path.

    Raises:
        DecodeError: while reading: it is no tar archive.

    """
    name = outside_name(dockerfile)
    return name, _repacked(archive, {IGNORE_FILE: _hiding(name), name: lambda _: dockerfile})


def _repacked(
    archive: Iterable[bytes], changed: Mapping[str, Callable[[bytes | None], bytes]]
) -> Iterator[bytes]:
    left = dict(changed)
    reader = Reader()
    changing: tuple[Entry, bytearray] | None = None
    missing = 0  # bytes of padding behind the content of the entry under way
    for piece in archive:
        for item in reader.feed(piece):
            if isinstance(item, bytes):
                if changing is None:
                    yield item
                else:
                    changing[1].extend(item)
                continue
            yield bytes(missing)
            missing = 0
            if changing is not None:
                yield from _changed(*changing, left)
                changing = None
            if posixpath.normpath(item.name) in left and item.kind == "file":
                changing = item, bytearray()
            else:
                yield header(item)
                missing = -item.size % BLOCK
    reader.end()
    yield bytes(missing)
    if changing is not None:
        yield from _changed(*changing, left)
    for name, change in left.items():
        yield from _file(name, change(None), mode=0o600)
    yield END


def _changed(
    entry: Entry, before: bytearray, left: dict[str, Callable[[bytes | None], bytes]]
) -> Iterator[bytes]:
    data = left.pop(posixpath.normpath(entry.name))(bytes(before))
    yield header(replace(entry, size=len(data))) + data + padding(len(data))


def outside_name(dockerfile: bytes) -> str:
    """The name that a Dockerfile from outside gets in the archive."""
    return f".dockerfile.{hashlib.sha256(dockerfile).hexdigest()[:20]}"


def _hiding(name: str) -> Callable[[bytes | None], bytes]:
    """What a .dockerignore becomes so that it hides `name`; one that is not there hides itself as well."""
    return lambda before: (IGNORE_FILE.encode() if before is None else before) + f"\n{name}\n".encode()


def _packed(
    root: str,
    ignore: Ignore,
    changed: Mapping[str, Callable[[bytes | None], bytes]],
    skipped: Skipped,
) -> Iterator[bytes]:
    """The archive; `changed` gives new content for old, None being that of a file that is not there."""
    inodes: dict[tuple[int, int], str] = {}
    left = dict(changed)
    try:
        for name, found in context_files(root, ignore):
            path = f"{root}/{name}"
            try:
                entry = replace(entry_of(path, name, found, inodes), uid=0, gid=0)
            except ValueError as error:
                skipped(path, str(error))
                continue
            if entry.kind != "file":
                yield header(entry)
                continue
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                pieces = content(descriptor, path, entry.size)
                if change := left.pop(name, None):
                    data = change(b"".join(pieces))
                    entry, pieces = replace(entry, size=len(data)), iter((data,))
                yield header(entry)
                yield from pieces
                yield padding(entry.size)
                _check(descriptor, found, name)
            finally:
                os.close(descriptor)
    except CopyError as error:
        raise ContextError(f"error reading context: {error}") from error
    except OSError as error:
        raise _unreadable(error) from error
    for name, change in left.items():
        yield from _file(name, change(None), mode=0o600)
    yield END


def _check(descriptor: int, before: os.stat_result, name: str) -> None:
    """See that a file is still what it was when its header was sent."""
    after = os.fstat(descriptor)
    if (after.st_size, after.st_mtime_ns, after.st_ino) != (
        before.st_size,
        before.st_mtime_ns,
        before.st_ino,
    ):
        raise ContextError(
            f"error reading context: {quote(name)} was changed while it was sent; build again when nothing writes to it"
        )


def _unreadable(error: OSError) -> ContextError:
    if isinstance(error, PermissionError):
        is_directory = os.path.isdir(error.filename or "")  # noqa: PTH112
        what = "can't stat" if is_directory else "no permission to read from"
        return ContextError(f"error checking context: {what} '{error.filename}'")
    if isinstance(error, FileNotFoundError):
        return ContextError(
            f"error reading context: {quote(error.filename or '')} vanished while the context was sent"
        )
    reason = (error.strerror or str(error)).lower()
    return ContextError(f"error reading context: open {error.filename}: {reason}")


def _file(name: str, data: bytes, mode: int = 0o644) -> Iterator[bytes]:
    yield header(Entry(name=name, kind="file", mode=mode, size=len(data), mtime=time.time_ns()))
    yield data
    yield padding(len(data))


def context_of(files: Mapping[str, bytes | str]) -> Iterator[bytes]:
    """The archive of a context that is in memory: content by path, text as UTF-8.

    >>> archive = b"".join(context_of({"Dockerfile": "FROM busybox", "app/hello.txt": "hello"}))

    Raises:
        ContextError: a path leads out of the context.

    """
    seen: set[str] = set()
    for name, data in files.items():
        path = posixpath.normpath(name)
        if path.startswith(("/", "../")) or path in (".", ".."):
            raise ContextError(f"{quote(name)} is outside of the build context")
        parts = path.split("/")
        for end in range(1, len(parts)):
            directory = "/".join(parts[:end])
            if directory not in seen:
                seen.add(directory)
                yield header(Entry(name=f"{directory}/", kind="directory", mode=0o755, mtime=time.time_ns()))
        yield from _file(path, data.encode() if isinstance(data, str) else data)
    yield END


def is_archive(start: bytes) -> bool:
    """Whether a stream that begins so is a tar archive, plain or compressed, and not a Dockerfile."""
    if start.startswith(_MAGIC) or (start[1:4] == _SKIPPABLE[0] and start[0] in _SKIPPABLE[1]):
        return True
    return is_tar_header(start[:BLOCK])


def is_tar_header(block: bytes) -> bool:
    """Whether a block is the header of a tar entry."""
    if len(block) < BLOCK:
        return False
    try:
        checksum = int(block[148:156].strip(b" \0") or b"0", 8)
    except ValueError:
        return False
    unsigned = sum(block[:148]) + 8 * ord(" ") + sum(block[156:BLOCK])
    signed = unsigned - 256 * sum(byte > 127 for byte in block[:148] + block[156:BLOCK])
    return checksum in (unsigned, signed)


def compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces with gzip."""
    packer = zlib.compressobj(wbits=31)
    for piece in pieces:
        if data := packer.compress(piece):
            yield data
    yield packer.flush()
