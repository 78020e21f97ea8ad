"""Previews which files of a directory would be sent to the engine for a build, and which are left out."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engineclient.archive.walks import context_files, selected_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engineclient.archive.ignore import Ignore


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not sent, or a directory of which no file is sent.

    Attributes:
        path: the path, with a trailing slash for a directory.
        files: the number of files.
        size: their size in bytes.
        pattern: the pattern of the .dockerignore that excludes it; "" if no instruction copies it.

    """

    path: str
    files: int
    size: int
    pattern: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The files that would be sent, with their sizes by path, and those that would not; both sorted by size."""

    files: dict[str, int]
    left_out: list[LeftOut]


def preview(
    directory: str, ignore: Ignore, wanted: Ignore | None = None, *, classic: bool = False
) -> Preview:
    """Preview which files of a directory would be sent.

    Args:
        directory: the context.
        ignore: the rules of the .dockerignore.
        wanted: the files that instructions copy; None if unknown, and for the classic builder, which gets all files.
        classic: use the rules of the classic builder.

    Raises:
        OSError: a directory cannot be read.

    """
    found = context_files(directory, ignore) if classic else selected_files(directory, wanted, ignore)
    kept = {path: status.st_size for path, status in found if not stat.S_ISDIR(status.st_mode)}
    above = {path[:at] for path in kept for at, char in enumerate(path) if char == "/"}
    left_out = list(_left_out(directory, "", kept, above, ignore))
    return Preview(
        dict(sorted(kept.items(), key=lambda each: (-each[1], each[0]))),
        sorted(left_out, key=lambda each: (-each.size, each.path)),
    )


def _left_out(
    root: str, directory: str, kept: dict[str, int], above: set[str], ignore: Ignore
) -> Iterable[LeftOut]:
    with os.scandir(f"{root}/{directory}" if directory else root) as entries:
        for entry in entries:
            path = f"{directory}/{entry.name}" if directory else entry.name
            if not entry.is_dir(follow_symlinks=False):
                if path not in kept:
                    size = entry.stat(follow_symlinks=False).st_size
                    yield LeftOut(path, 1, size, _deciding(ignore, path))
            elif path in above:
                yield from _left_out(root, path, kept, above, ignore)
            else:
                files, size = _total(f"{root}/{path}")
                if files:
                    yield LeftOut(f"{path}/", files, size, _deciding(ignore, path))


def _total(path: str) -> tuple[int, int]:
    """The number of files below a directory, and their size in bytes."""
    files = size = 0
    for folder, _, names in os.walk(path):
        for name in names:
            files += 1
            size += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118
    return files, size


def _deciding(ignore: Ignore, path: str) -> str:
    """The pattern that excludes a path; "" if none does."""
    if not ignore.matches(path):
        return ""
    names = [path[:at] for at, char in enumerate(path) if char == "/"] + [path]
    for pattern in reversed(ignore.patterns):
        if not pattern.exception and any(map(pattern.matches, names)):
            return pattern.text
    return ""
