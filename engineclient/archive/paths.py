"""The rules of cp about paths: what is copied, where to, and under which name. Pure.

A path may end in `/` or `/.`, and that has a meaning here, so pathlib, which drops both, is of no use. The rules are
those of docker's cp, source: https://docs.docker.com/reference/cli/docker/container/cp/.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace

from engineclient.errors import EngineError
from engineclient.wire.tar import Entry


class CopyError(EngineError):
    """What was asked to be copied cannot be: the text is docker's."""


@dataclass(frozen=True, slots=True)
class Place:
    """One end of a copy.

    Attributes:
        path: may end in `/` or `/.`.
        exists: whether there is something.
        is_directory: of what there is.
        rename: the name that its last part is to have in the archive, if a link was followed.

    """

    path: str
    exists: bool = True
    is_directory: bool = False
    rename: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How an archive is unpacked: in `directory`, with the first `old` in each name replaced by `new`."""

    directory: str
    old: str = ""
    new: str = ""

    def rename(self, entry: Entry) -> Entry:
        """The entry as it is to be unpacked."""
        return rebased(entry, self.old, self.new) if self.new else entry


def rebased(entry: Entry, old: str, new: str) -> Entry:
    """The entry with the first `old` in its name, and in the name a hard link has for its file, replaced by `new`."""
    old = "" if old == "/" else old  # names in an archive of the root begin with nothing
    target = entry.target.replace(old, new, 1) if entry.kind == "link" else entry.target
    return replace(entry, name=entry.name.replace(old, new, 1), target=target)


def plan(source: Place, destination: Place) -> Plan:
    """Where an archive of `source` is to be unpacked so that it gets to `destination`.

    Raises:
        CopyError: a directory cannot take a file's place, or a file that of a directory which is not there.

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
    """The shortest name of a path."""
    short = posixpath.normpath(path)
    return short[1:] if short.startswith("//") else short


def base(path: str) -> str:
    """The last part of a path, slashes behind it left out; `.` of an empty one."""
    return posixpath.basename(path.rstrip("/")) or ("/" if path else ".")


def specifies_content(path: str) -> bool:
    """Whether the path ends in `.`: what is in a directory, not the directory itself."""
    return base(path) == "."


def asserts_directory(path: str) -> bool:
    """Whether the path says of itself that it is a directory."""
    return path.endswith("/") or specifies_content(path)


def split(path: str) -> tuple[str, str]:
    """Directory and last part of a path, which is `.` if the path ends so."""
    short = cleaned(path) + ("/." if specifies_content(path) else "")
    directory, _, name = short.rpartition("/")
    return cleaned(directory or ("/" if short.startswith("/") else ".")), name or "/"


def keep_ending(clean: str, original: str) -> str:
    """`clean` with the `/` or `/.` at its end that `original` has."""
    if specifies_content(original) and not specifies_content(clean):
        clean = f"{clean.removesuffix('/')}/."
    return f"{clean}/" if original.endswith("/") and not clean.endswith("/") else clean


def linked(path: str, target: str) -> str:
    """Where a link at `path` leads."""
    return target if target.startswith("/") else cleaned(posixpath.join(split(path)[0], target))


def followed(path: str, resolved: str) -> tuple[str, str]:
    """The path to copy instead of the link `path`, and the name it is to have: that of the link, if they differ."""
    resolved = keep_ending(resolved, path)
    return resolved, base(path) if base(path) != base(resolved) else ""
