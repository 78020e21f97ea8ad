"""The rules of `docker cp` for paths: what is copied, to where, and under which name. No I/O.

A trailing `/` or `/.` has a meaning, so pathlib, which drops both, cannot be used. The rules are those of docker's cp,
source: https://docs.docker.com/reference/cli/docker/container/cp/.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace

from engineclient.errors import EngineError
from engineclient.wire.tar import Entry


class CopyError(EngineError):
    """Copying is not possible; the message is docker's."""


@dataclass(frozen=True, slots=True)
class Place:
    """The source or the destination of a copy.

    Attributes:
        path: may end in `/` or `/.`.
        exists: whether the path exists.
        is_directory: whether it is a directory.
        rename: if a link was followed, the name for its last part in the archive; otherwise "".

    """

    path: str
    exists: bool = True
    is_directory: bool = False
    rename: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to unpack an archive: into `directory`, with the first `old` in each name replaced by `new`."""

    directory: str
    old: str = ""
    new: str = ""

    def rename(self, entry: Entry) -> Entry:
        """The entry with the name to unpack it under."""
        return rebased(entry, self.old, self.new) if self.new else entry


def rebased(entry: Entry, old: str, new: str) -> Entry:
    """The entry with the first `old` replaced by `new` in its name, and in the target of a hard link."""
    old = "" if old == "/" else old  # names in an archive of the root have no prefix
    target = entry.target.replace(old, new, 1) if entry.kind == "link" else entry.target
    return replace(entry, name=entry.name.replace(old, new, 1), target=target)


def plan(source: Place, destination: Place) -> Plan:
    """How to unpack an archive of `source` so that it gets to `destination`.

    Raises:
        CopyError: a directory cannot replace a file, or the destination must be a directory and does not exist.

    """
    if destination.exists and destination.is_directory:
        return Plan(destination.path)
    if destination.exists and source.is_directory:
        raise CopyError("cannot copy directory")
    if not destination.exists and not source.is_directory and asserts_directory(destination.path):
        raise CopyError("no such directory")
    directory, new = split(destination.path)
    return Plan(directory, source.rename or split(source.path)[1], new)


def cleaned(path: str) -> str:
    """The shortest equivalent of a path."""
    short = posixpath.normpath(path)
    return short[1:] if short.startswith("//") else short


def base(path: str) -> str:
    """The last part of a path, without trailing slashes; `.` for an empty path."""
    return posixpath.basename(path.rstrip("/")) or ("/" if path else ".")


def specifies_content(path: str) -> bool:
    """Whether the path ends in `.`: it means the content of a directory, not the directory itself."""
    return base(path) == "."


def asserts_directory(path: str) -> bool:
    """Whether the path must be a directory, because of how it ends."""
    return path.endswith("/") or specifies_content(path)


def split(path: str) -> tuple[str, str]:
    """The directory and the last part of a path, which is `.` if the path ends in `/.`."""
    short = cleaned(path) + ("/." if specifies_content(path) else "")
    directory, _, name = short.rpartition("/")
    return cleaned(directory or ("/" if short.startswith("/") else ".")), name or "/"


def keep_ending(clean: str, original: str) -> str:
    """`clean` with the trailing `/` or `/.` of `original`."""
    if specifies_content(original) and not specifies_content(clean):
        clean = f"{clean.removesuffix('/')}/."
    return f"{clean}/" if original.endswith("/") and not clean.endswith("/") else clean


def linked(path: str, target: str) -> str:
    """The path to which a link at `path` points."""
    return target if target.startswith("/") else cleaned(posixpath.join(split(path)[0], target))


def followed(path: str, resolved: str) -> tuple[str, str]:
    """The path to copy instead of the link `path`, and the link's name, if the copy must be renamed to it."""
    resolved = keep_ending(resolved, path)
    return resolved, base(path) if base(path) != base(resolved) else ""
