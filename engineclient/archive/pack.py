"""Packs local files into a tar archive."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from typing import Final

from engineclient.archive.paths import CopyError, Place, Plan, followed, split
from engineclient.golang.quoting import quote
from engineclient.wire.tar import END, Entry, Kind, header, padding

# Bytes read at once. For more than 128 kB the C library asks the kernel for new memory each time, which costs more
# than the additional calls.
_PIECE: Final = 1 << 16
_CAPABILITY: Final = "security.capability"

_KINDS: Final[tuple[tuple[Callable[[int], bool], Kind], ...]] = (
    (stat.S_ISREG, "file"),
    (stat.S_ISDIR, "directory"),
    (stat.S_ISLNK, "symlink"),
    (stat.S_ISFIFO, "fifo"),
    (stat.S_ISCHR, "char"),
    (stat.S_ISBLK, "block"),
)

Skipped = Callable[[str, str], None]


def source_place(path: str, *, follow_link: bool) -> Place:
    """The `Place` at an absolute path. A link in its last part is followed only with `follow_link`, other links always.

    Raises:
        CopyError: the path does not exist.

    """
    try:
        if follow_link:
            path, rename = followed(path, os.path.realpath(path, strict=True))
        else:
            directory, name = path[: path.rindex("/") + 1], path[path.rindex("/") + 1 :]
            resolved = f"{os.path.realpath(directory, strict=True)}/{name}"
            rename = followed(path, resolved)[1] if path.endswith("/") else ""
            path = resolved
        found = os.lstat(path)
    except NotADirectoryError as error:
        raise CopyError("not a directory") from error
    except OSError as error:
        raise CopyError(f"lstat {error.filename}: {(error.strerror or str(error)).lower()}") from error
    return Place(path, is_directory=stat.S_ISDIR(found.st_mode), rename=rename)


def pack(source: Place, plan: Plan, skipped: Skipped) -> Iterator[bytes]:
    """The archive of `source`, read lazily, with the entries renamed by `plan`.

    Args:
        source: a file, or a directory, which is packed with everything in it.
        plan: renames the entries.
        skipped: called with the path of a file that cannot be read, or cannot be in an archive, and the reason.

    Raises:
        CopyError: a file became shorter while it was being read.

    """
    directory, base = split(source.path)
    inodes: dict[tuple[int, int], str] = {}
    for path, name in _walk(f"{directory.rstrip('/')}/{base}", base):
        named = name.replace(base, source.rename, 1) if source.rename else name
        try:
            entry = entry_of(path, named, os.lstat(path), inodes)
            descriptor = (
                os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC) if entry.kind == "file" else -1
            )
        except (OSError, ValueError) as error:
            skipped(path, _reason(path, error))
            continue
        yield header(plan.rename(entry))
        if descriptor >= 0:
            try:
                yield from content(descriptor, path, entry.size)
            finally:
                os.close(descriptor)
            yield padding(entry.size)
    yield END


def _walk(path: str, name: str) -> Iterator[tuple[str, str]]:
    """The path and the name of `path` and of everything in it, sorted by name."""
    yield path, name
    if os.path.islink(path) or not os.path.isdir(path):  # noqa: PTH112, PTH114  # pathlib drops the dot
        return
    try:
        below = sorted(os.listdir(path), key=os.fsencode)  # noqa: PTH208
    except OSError:
        return  # the directory itself is packed, but its content cannot be read
    for each in below:
        yield from _walk(f"{path.removesuffix('/.')}/{each}", f"{name}/{each}")


def entry_of(path: str, name: str, found: os.stat_result, inodes: dict[tuple[int, int], str]) -> Entry:
    """The entry for the file at `path`.

    Args:
        path: the path of the file.
        name: its name in the archive; a directory gets a slash.
        found: the result of `lstat`.
        inodes: the names of the files with several hard links so far; further names become a `link` to the first.

    Raises:
        ValueError: it is a socket.
        OSError: the file has vanished.

    """
    kind: Kind | None = next((kind for test, kind in _KINDS if test(found.st_mode)), None)
    if kind is None:
        raise ValueError("archive/tar: sockets not supported")
    target = os.readlink(path) if kind == "symlink" else ""  # noqa: PTH115
    if kind not in ("directory", "symlink") and found.st_nlink > 1:
        target = inodes.setdefault((found.st_dev, found.st_ino), name)
        if target == name:
            target = ""
        else:
            kind = "link"
    return Entry(
        name=f"{name}/" if kind == "directory" else name,
        kind=kind,
        mode=stat.S_IMODE(found.st_mode),
        size=found.st_size if kind == "file" else 0,
        mtime=found.st_mtime_ns,
        target=target,
        uid=found.st_uid,
        gid=found.st_gid,
        device=(os.major(found.st_rdev), os.minor(found.st_rdev)),
        xattrs=_capability(path) if kind == "file" else {},
    )


def _capability(path: str) -> dict[str, bytes]:
    try:
        return {_CAPABILITY: os.getxattr(path, _CAPABILITY)}
    except OSError:
        return {}  # no capability, as for nearly all files


def content(descriptor: int, path: str, size: int) -> Iterator[bytes]:
    """The first `size` bytes of an open file, in pieces.

    Raises:
        CopyError: the file is shorter.

    """
    while size:
        piece = os.read(descriptor, min(size, _PIECE))
        if not piece:
            raise CopyError(f"{quote(path)} became shorter while it was being read")
        size -= len(piece)
        yield piece


def _reason(path: str, error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return f"open {path}: {(error.strerror or str(error)).lower()}"
    return str(error)
