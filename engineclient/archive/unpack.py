"""Unpacks the entries of an archive into a directory, and never outside it, whatever names the archive contains.

Each part of a path is opened separately and without following links, so that neither a link in the archive nor one
that another process creates meanwhile can lead out of the directory.
"""

from __future__ import annotations

import errno
import os
import posixpath
import shutil
import stat
from contextlib import suppress
from types import TracebackType
from typing import Self

from engineclient.archive.paths import CopyError, cleaned
from engineclient.golang.quoting import quote
from engineclient.wire.tar import Entry

_IMPLIED_MODE = 0o755  # of directories that occur only in the paths of other entries
_NODES = {"fifo": stat.S_IFIFO, "char": stat.S_IFCHR, "block": stat.S_IFBLK}
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Unpacker:
    """Unpacks entries below `directory`, as files of the current user. Use `with`: its end sets the directories' times.

    Args:
        directory: the destination, which must exist.
        overwrite: for the result of a build: existing files and whole directories are replaced, and symbolic links may
            have any target (none is followed here). Otherwise the rules are those of cp.

    Raises:
        OSError: the directory cannot be opened.

    """

    def __init__(self, directory: str, *, overwrite: bool = False) -> None:
        self.directory = directory
        self._overwrite = overwrite
        self._root = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        # The last directory, kept open because entries are sorted
        self._parent: tuple[str, int] = (
            "",
            self._root,
        )
        self._file: tuple[int, Entry, int] | None = None  # descriptor, entry, missing bytes
        self._times: list[tuple[str, int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._set_times()
        finally:
            if self._file is not None:
                os.close(self._file[0])
            self._leave()
            os.close(self._root)

    def take(self, item: Entry | bytes) -> None:
        """Create the file of an entry, or write a piece of the content of the last one.

        Raises:
            CopyError: the entry is outside the directory, conflicts with an existing file, or cannot be created.
            OSError: the file system reports an error.

        """
        try:
            if isinstance(item, bytes):
                self._write(item)
            else:
                self._place(item)
        except (OverflowError, ValueError) as error:  # a time or a number that is out of range
            raise CopyError(f"cannot create the file of an entry of the archive: {error}") from error

    def _place(self, item: Entry) -> None:
        name = cleaned(item.name).lstrip("/") or "."
        if name == ".." or name.startswith("../"):
            raise CopyError(f"{quote(item.name)} is outside of {quote(self.directory)}")
        if name == ".":
            return  # the directory itself
        directory, _, last = name.rpartition("/")
        parent = self._enter(directory, item.name)
        there = self._make_way(item, parent, last, name)
        self._make(item, parent, last, name, there=there)

    def _make_way(self, entry: Entry, parent: int, last: str, name: str) -> bool:
        """Remove the existing file at the place of `entry`; if both are directories, keep it and return True."""
        try:
            mode = os.lstat(last, dir_fd=parent).st_mode
        except FileNotFoundError:
            return False
        if self._overwrite and stat.S_ISDIR(mode) != (entry.kind == "directory"):
            if stat.S_ISDIR(mode):
                shutil.rmtree(last, dir_fd=parent)
            else:
                os.unlink(last, dir_fd=parent)
            return False
        path, directory = quote(self._path(name)), quote(self.directory)
        if stat.S_ISDIR(mode):
            if entry.kind != "directory":
                raise CopyError(f"cannot overwrite directory {path} with non-directory {directory}")
            return True
        if entry.kind == "directory":
            raise CopyError(f"cannot overwrite non-directory {path} with directory {directory}")
        os.unlink(last, dir_fd=parent)
        return False

    def _make(self, entry: Entry, parent: int, last: str, name: str, *, there: bool) -> None:
        match entry.kind:
            case "directory":
                if not there:
                    os.mkdir(last, entry.mode, dir_fd=parent)
                self._finish(os.open(last, _DIRECTORY, dir_fd=parent), entry)
                self._times.append((name, entry.mtime))
            case "file":
                descriptor = os.open(last, _NEW_FILE, entry.mode & 0o700 | stat.S_IWUSR, dir_fd=parent)
                self._file = (descriptor, entry, entry.size)
                self._write(b"")
            case "symlink":
                target = cleaned(f"{posixpath.dirname(self._path(name))}/{entry.target}")
                if not (self._overwrite or self._holds(target)):
                    raise CopyError(f"invalid symlink {quote(self._path(name))} -> {quote(entry.target)}")
                os.symlink(entry.target, last, dir_fd=parent)
                os.utime(last, ns=(entry.mtime, entry.mtime), dir_fd=parent, follow_symlinks=False)
            case "link":
                self._link(entry, parent, last)
            case "fifo" | "char" | "block":
                # As docker does: root creates the device with the archive's mode, other users get an error.
                os.mknod(last, _NODES[entry.kind] | entry.mode, os.makedev(*entry.device), dir_fd=parent)
                _set_mode(entry, parent, last)
                os.utime(last, ns=(entry.mtime, entry.mtime), dir_fd=parent, follow_symlinks=False)

    def _link(self, entry: Entry, parent: int, last: str) -> None:
        target = cleaned(f"{self.directory}/{entry.target}")
        if not self._holds(target) or target == cleaned(self.directory):
            raise CopyError(f"invalid hardlink {quote(target)} -> {quote(entry.target)}")
        directory, _, base = cleaned(entry.target.lstrip("/")).rpartition("/")
        descriptor = self._open(directory, entry.target, make=False)
        try:
            os.link(base, last, src_dir_fd=descriptor, dst_dir_fd=parent, follow_symlinks=False)
        finally:
            if descriptor != self._root:
                os.close(descriptor)

    def _write(self, piece: bytes) -> None:
        if self._file is None:
            return
        descriptor, entry, left = self._file
        view = memoryview(piece)
        while view:
            view = view[os.write(descriptor, view) :]
        left -= len(piece)
        self._file = (descriptor, entry, left)
        if left <= 0:
            self._file = None
            self._finish(descriptor, entry)

    def _finish(self, descriptor: int, entry: Entry) -> None:
        """Set the attributes of an open file or directory from its entry, and close it."""
        try:
            os.fchmod(descriptor, entry.mode)
            for name, value in entry.xattrs.items():
                with suppress(PermissionError):  # some attributes need privileges
                    _set_attribute(descriptor, name, value)
            os.utime(descriptor, ns=(entry.mtime, entry.mtime))
        finally:
            os.close(descriptor)

    def _set_times(self) -> None:
        """Set the times of directories, at the end because creating files in them changes their times."""
        for name, mtime in reversed(self._times):
            descriptor = self._open(name, name, make=False)
            try:
                os.utime(descriptor, ns=(mtime, mtime))
            finally:
                os.close(descriptor)

    def _enter(self, directory: str, name: str) -> int:
        """The descriptor of a directory below ours, which stays open until another one is entered."""
        if directory != self._parent[0]:
            self._leave()
            self._parent = (directory, self._open(directory, name, make=True))
        return self._parent[1]

    def _leave(self) -> None:
        if self._parent[1] != self._root:
            os.close(self._parent[1])
        self._parent = ("", self._root)

    def _open(self, directory: str, name: str, *, make: bool) -> int:
        """Open a directory below ours, part by part; with `make`, missing directories are created."""
        here = self._root
        for step in directory.split("/") if directory else ():
            try:
                below = self._step(step, here, make=make)
            except OSError as error:
                if error.errno in (errno.ELOOP, errno.ENOTDIR):
                    raise CopyError(f"{quote(name)} is outside of {quote(self.directory)}") from error
                raise
            finally:
                if here != self._root:
                    os.close(here)
            here = below
        return here

    def _step(self, step: str, here: int, *, make: bool) -> int:
        try:
            return os.open(step, _DIRECTORY, dir_fd=here)
        except FileNotFoundError:
            if not make:
                raise
            os.mkdir(step, _IMPLIED_MODE, dir_fd=here)
            return os.open(step, _DIRECTORY, dir_fd=here)

    def _path(self, name: str) -> str:
        return cleaned(f"{self.directory}/{name}")

    def _holds(self, path: str) -> bool:
        root = cleaned(self.directory)
        return path == root or path.startswith(root.rstrip("/") + "/")


def _set_mode(entry: Entry, parent: int, last: str) -> None:
    """Set the mode of a node, safely even if another process replaces it by something else (such as a link)."""
    if not hasattr(os, "O_PATH"):  # other systems can set the mode by name without following links
        os.chmod(last, entry.mode, dir_fd=parent, follow_symlinks=False)
        return
    descriptor = os.open(last, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)
    try:
        found = os.fstat(descriptor)
        if stat.S_IFMT(found.st_mode) != _NODES[entry.kind] or found.st_nlink != 1:
            raise CopyError(f"{quote(entry.name)} was replaced while it was being created")
        os.chmod(f"/proc/self/fd/{descriptor}", entry.mode)  # noqa: PTH101
    finally:
        os.close(descriptor)


def _set_attribute(descriptor: int, name: str, value: bytes) -> None:
    try:
        os.setxattr(descriptor, name, value)
    except OSError as error:
        if error.errno != errno.ENOTSUP:
            raise
