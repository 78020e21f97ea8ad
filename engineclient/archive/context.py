"""Packs a directory into the tar archive of a build context, with the same headers as docker's.

The classic builder's cache compares names, modes, owners, sizes, kinds, link targets and content, but not times; so
builds by docker and by this client share the cache.
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
"""Bytes at the beginning of a stream that `is_archive` needs."""

_MAGIC: Final = (b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")  # gzip, bzip2, xz, zstd
_SKIPPABLE: Final = (b"\x2a\x4d\x18", range(0x50, 0x60))  # a zstd stream may begin with such a frame


class ContextError(EngineError):
    """A build context cannot be read; the message is docker's, if docker has one for the case."""


@dataclass(frozen=True, slots=True)
class LocalContext:
    """A directory that is a build context.

    Attributes:
        directory: its path, absolute and with links resolved.
        dockerfile: the path of the Dockerfile, relative to it; begins with `../` if the Dockerfile is outside. "" if
            the Dockerfile comes from elsewhere (standard input).

    """

    directory: str
    dockerfile: str

    @property
    def is_outside(self) -> bool:
        """Whether the Dockerfile is outside the directory."""
        return self.dockerfile.startswith("../")


def local_context(directory: str, dockerfile: str | None = "") -> LocalContext:
    """Find the Dockerfile of a directory.

    Args:
        directory: the context.
        dockerfile: the value of `--file`, relative to the working directory; "" for `Dockerfile` (or `dockerfile`) in
            the context; None if the Dockerfile comes from elsewhere.

    Raises:
        ContextError: the context is not a directory, there is no such Dockerfile, or a path starts from a working
            directory that is gone.

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
    """The patterns of the .dockerignore in a directory; [] if there is no such file.

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
    """The rule which files of a context are not sent. The Dockerfile and the .dockerignore are always sent.

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
    """Ignore a file that cannot be packed."""


def pack_context(
    context: LocalContext, ignore: Ignore, dockerfile: bytes | None = None, *, skipped: Skipped = _pass_over
) -> tuple[str, Iterator[bytes]]:
    """The archive of a context, read lazily, and the path of the Dockerfile in it.

    Args:
        context: the directory.
        ignore: which files to leave out.
        dockerfile: the content of a Dockerfile that is not in the directory. It is added under a name derived from its
            content, so that a second build hits the cache, and hidden from COPY by the .dockerignore in the archive.
        skipped: called with the path of a file that cannot be in an archive (a socket), and the reason.

    Raises:
        ContextError: while reading: a file cannot be read, or changed meanwhile.

    """
    if dockerfile is None:
        return context.dockerfile, _packed(context.directory, ignore, {}, skipped)
    name = outside_name(dockerfile)
    added = {IGNORE_FILE: _hiding(name), name: lambda _: dockerfile}
    return name, _packed(context.directory, ignore, added, skipped)


def with_dockerfile(archive: Iterable[bytes], dockerfile: bytes) -> tuple[str, Iterator[bytes]]:
    """An uncompressed archive with a Dockerfile added as `pack_context` does, and the path of that Dockerfile.

    Raises:
        DecodeError: while reading: the input is not a tar archive.

    """
    name = outside_name(dockerfile)
    return name, _repacked(archive, {IGNORE_FILE: _hiding(name), name: lambda _: dockerfile})


def _repacked(
    archive: Iterable[bytes], changed: Mapping[str, Callable[[bytes | None], bytes]]
) -> Iterator[bytes]:
    left = dict(changed)
    reader = Reader()
    changing: tuple[Entry, bytearray] | None = None
    missing = 0  # bytes of padding after the content of the current entry
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
    """The name in the archive for a Dockerfile from outside the context."""
    return f".dockerfile.{hashlib.sha256(dockerfile).hexdigest()[:20]}"


def _hiding(name: str) -> Callable[[bytes | None], bytes]:
    """A function that adds `name` to a .dockerignore; a .dockerignore that did not exist hides itself as well."""
    return lambda before: (IGNORE_FILE.encode() if before is None else before) + f"\n{name}\n".encode()


def _packed(
    root: str,
    ignore: Ignore,
    changed: Mapping[str, Callable[[bytes | None], bytes]],
    skipped: Skipped,
) -> Iterator[bytes]:
    """The archive. `changed` are functions from old to new content, by name; the old one is None if there is no file."""
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
    """Check that a file has not changed since its header was sent."""
    after = os.fstat(descriptor)
    if (after.st_size, after.st_mtime_ns, after.st_ino) != (
        before.st_size,
        before.st_mtime_ns,
        before.st_ino,
    ):
        raise ContextError(
            f"error reading context: {quote(name)} changed while it was being sent; build again when nothing writes to it"
        )


def _unreadable(error: OSError) -> ContextError:
    if isinstance(error, PermissionError):
        is_directory = os.path.isdir(error.filename or "")  # noqa: PTH112
        what = "can't stat" if is_directory else "no permission to read from"
        return ContextError(f"error checking context: {what} '{error.filename}'")
    if isinstance(error, FileNotFoundError):
        return ContextError(
            f"error reading context: {quote(error.filename or '')} vanished while the context was being sent"
        )
    reason = (error.strerror or str(error)).lower()
    return ContextError(f"error reading context: open {error.filename}: {reason}")


def _file(name: str, data: bytes, mode: int = 0o644) -> Iterator[bytes]:
    yield header(Entry(name=name, kind="file", mode=mode, size=len(data), mtime=time.time_ns()))
    yield data
    yield padding(len(data))


def path_in_context(name: str) -> str:
    """The normalized path of a file in a context.

    Raises:
        ContextError: the path is outside the context.

    """
    path = posixpath.normpath(name)
    if path.startswith(("/", "../")) or path in (".", ".."):
        raise ContextError(f"{quote(name)} is outside the build context")
    return path


def context_of(files: Mapping[str, bytes | str]) -> Iterator[bytes]:
    """The archive of a build context in memory: file contents by path; text is encoded as UTF-8.

    >>> archive = b"".join(context_of({"Dockerfile": "FROM busybox", "app/hello.txt": "hello"}))

    Raises:
        ContextError: a path is outside the context.

    """
    seen: set[str] = set()
    for name, data in files.items():
        path = path_in_context(name)
        parts = path.split("/")
        for end in range(1, len(parts)):
            directory = "/".join(parts[:end])
            if directory not in seen:
                seen.add(directory)
                yield header(Entry(name=f"{directory}/", kind="directory", mode=0o755, mtime=time.time_ns()))
        yield from _file(path, data.encode() if isinstance(data, str) else data)
    yield END


def is_archive(start: bytes) -> bool:
    """Whether a stream that begins with `start` is a tar archive, plain or compressed, rather than a Dockerfile."""
    if start.startswith(_MAGIC) or (start[1:4] == _SKIPPABLE[0] and start[0] in _SKIPPABLE[1]):
        return True
    return is_tar_header(start[:BLOCK])


def is_tar_header(block: bytes) -> bool:
    """Whether a block of 512 bytes is the header of a tar entry."""
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
    """The pieces, compressed with gzip."""
    packer = zlib.compressobj(wbits=31)
    for piece in pieces:
        if data := packer.compress(piece):
            yield data
    yield packer.flush()
