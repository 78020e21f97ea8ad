"""Walks a directory and yields the files of a build context, by the rules of the classic builder and of BuildKit."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from engineclient.archive.ignore import Held, Ignore

if TYPE_CHECKING:
    from collections.abc import Iterator

Found = tuple[str, os.stat_result]
"""A path relative to the root, with slashes, and the result of `lstat`."""

_NO_PATTERNS: Final = Ignore(())


def context_files(root: str, ignore: Ignore) -> Iterator[Found]:
    """The files that docker sends to the classic builder, sorted by name, each directory before its content.

    A directory that is left out is entered only if an exception begins with its name, and then does not appear itself.

    Raises:
        OSError: a directory cannot be read.

    """

    def below(directory: str, held: Held) -> Iterator[Found]:
        for path, found in _entries(root, directory):
            ignored, matched = ignore.matches_below(path, held)
            if not ignored:
                yield path, found
            if stat.S_ISDIR(found.st_mode) and (
                not ignored or (ignore.has_exceptions and ignore.may_keep_below(path))
            ):
                yield from below(path, matched)

    return below("", ())


def selected_files(
    root: str, include: Ignore | None = None, exclude: Ignore = _NO_PATTERNS
) -> Iterator[Found]:
    """The files that BuildKit takes from a directory, sorted by name, each directory before its content.

    Every directory that may contain such files is entered, and appears if it does contain one.

    Args:
        root: the directory.
        include: files that do not match are left out; None includes all.
        exclude: files that match are left out.

    Raises:
        OSError: a directory cannot be read.

    """

    def below(directory: str, wanted: Held, unwanted: Held, pending: list[Found]) -> Iterator[Found]:
        """`pending` are the parent directories that were not yielded yet; they are yielded before the first file."""
        for path, found in _entries(root, directory):
            hit, wanted_below = include.matches_below(path, wanted) if include is not None else (True, ())
            miss, unwanted_below = exclude.matches_below(path, unwanted)
            taken = hit and not miss
            if taken:
                yield from pending
                pending.clear()
                yield path, found
            if stat.S_ISDIR(found.st_mode) and (not miss or exclude.has_exceptions):
                if not taken:
                    pending.append((path, found))
                yield from below(path, wanted_below, unwanted_below, pending)
                if pending and pending[-1][0] == path:
                    pending.pop()

    return below("", (), (), [])


def _entries(root: str, directory: str) -> Iterator[Found]:
    """The files of a directory, sorted by the bytes of their names; files that vanish meanwhile are ignored."""
    with os.scandir(f"{root}/{directory}" if directory else root) as entries:
        found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    for entry in found:
        try:
            yield f"{directory}/{entry.name}" if directory else entry.name, entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
