"""The files below a directory that belong to a build context, by the rules of each builder."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol, TypeVar

from engineclient.archive.ignore import Held, Ignore

Found = tuple[str, os.stat_result]
"""A path below the root, with slashes, and what `lstat` has for it."""

_NO_PATTERNS: Final = Ignore(())


class HasMode(Protocol):
    """What is known of a file, its kind among it."""

    @property
    def st_mode(self) -> int:
        """The kind and the permissions, as `lstat` gives them."""
        ...


F = TypeVar("F", bound=HasMode)


def context_files(root: str, ignore: Ignore) -> Iterator[Found]:
    """What docker sends to the classic builder, by name and a directory before what is in it.

    A directory that is left out is entered only if an exception begins with its very name. A directory that is
    entered but left out is no entry itself.

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
    """What BuildKit takes of a directory of this machine, see `selected`.

    Raises:
        OSError: a directory cannot be read.

    """
    return selected(lambda directory: _entries(root, directory), include, exclude)


def selected(
    entries: Callable[[str], Iterable[tuple[str, F]]],
    include: Ignore | None = None,
    exclude: Ignore = _NO_PATTERNS,
) -> Iterator[tuple[str, F]]:
    """What BuildKit takes of a directory, by name and a directory before what is in it.

    Every directory in which something may be kept is entered, and is an entry as soon as something in it is.

    Args:
        entries: gives what is in a directory, by name; "" is the root.
        include: only what this matches; everything if None.
        exclude: but not what this matches.

    """

    def below(
        directory: str, wanted: Held, unwanted: Held, pending: list[tuple[str, F]]
    ) -> Iterator[tuple[str, F]]:
        """`pending` holds the directories above that are no entries yet; it is emptied when they become some."""
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
    """What is in a directory, by the bytes of its name; what vanishes meanwhile was not there."""
    with os.scandir(f"{root}/{directory}" if directory else root) as entries:
        found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    for entry in found:
        try:
            yield f"{directory}/{entry.name}" if directory else entry.name, entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
