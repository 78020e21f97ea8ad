"""Walks a directory and yields the files of a build context, by the rules of the classic builder and of BuildKit."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol, TypeVar

from engineclient.archive.ignore import Held, Ignore

Found = tuple[str, os.stat_result]
"""A path relative to the root, with slashes, and the result of `lstat`."""

_NO_PATTERNS: Final = Ignore(())


class HasMode(Protocol):
    """Data about a file that includes its mode."""

    @property
    def st_mode(self) -> int:
        """The type and the permissions, as returned by `lstat`."""
        ...


F = TypeVar("F", bound=HasMode)


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
    """The files that BuildKit takes from a local directory; see `selected`.

    Raises:
        OSError: a directory cannot be read.

    """
    return selected(lambda directory: _entries(root, directory), include, exclude)


def selected(
    entries: Callable[[str], Iterable[tuple[str, F]]],
    include: Ignore | None = None,
    exclude: Ignore = _NO_PATTERNS,
) -> Iterator[tuple[str, F]]:
    """The files that BuildKit takes from a directory, sorted by name, each directory before its content.

    Every directory that may contain such files is entered, and appears if it does contain one.

    Args:
        entries: returns the files in a directory, sorted by name; "" is the root.
        include: files that do not match are left out; None includes all.
        exclude: files that match are left out.

    """

    def below(
        directory: str, wanted: Held, unwanted: Held, pending: list[tuple[str, F]]
    ) -> Iterator[tuple[str, F]]:
        """`pending` are the parent directories that were not yielded yet; they are yielded before the first file."""
        for path, found in entries(directory):
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
