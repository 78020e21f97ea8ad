"""Write the archives of export and save: to standard output, or to a file that is replaced atomically."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

from engineclient.cli.failures import Failure
from engineclient.cli.local_files import write_whole
from engineclient.golang.strconv import clean_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from engineclient.cli.app import App

_NOT_FILES = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISLNK, "a symbolic link directly"),
    (stat.S_ISFIFO, "a named pipe (FIFO)"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a character device file"),
    (stat.S_ISBLK, "a block device file"),
)


def write_archive(app: App, output: str, what: str, chunks: Callable[[], Iterable[bytes]]) -> None:
    """Write an archive to the file `output`, or to standard output if it is empty.

    Args:
        app: the call, for its standard output.
        output: the path. The file is replaced when the whole archive has arrived.
        what: the operation, for messages: `export container`.
        chunks: opens the stream; called only if `output` can be written.

    Raises:
        Failure: the archive cannot be written.

    """
    if not output:
        if app.out.is_terminal():
            raise Failure("cowardly refusing to save to a terminal. Use the -o flag or redirect")
        for chunk in chunks():
            app.out.write(chunk)
        return
    try:
        path = _writable(output)
    except ValueError as error:
        raise Failure(f"failed to {what}: {error}") from error
    with _replacing(path) as temporary:
        for chunk in chunks():
            temporary(chunk)


def _writable(output: str) -> Path:
    """The path of a file that can be created or replaced; raises ValueError with the reason if it cannot."""
    if not output.startswith("/"):
        try:
            os.getcwd()  # noqa: PTH109
        except OSError as error:
            raise ValueError(f"getwd: {(error.strerror or '').lower()}") from None
    parent = Path(clean_path(output.rpartition("/")[0] or ("/" if output.startswith("/") else ".")))
    try:
        mode = parent.stat().st_mode
    except OSError as error:
        raise ValueError(f"invalid output path: stat {parent}: {(error.strerror or '').lower()}") from None
    if not stat.S_ISDIR(mode):
        raise ValueError(f"invalid output path: stat {parent}: not a directory")
    path = Path(clean_path(output))
    with suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        for is_kind, kind in _NOT_FILES:
            if is_kind(mode):
                raise ValueError(f"cannot write to {kind}")
    return path


@contextmanager
def _replacing(path: Path) -> Iterator[Callable[[bytes], object]]:
    """Write to a new file, readable by its owner only, that replaces `path` unless an error is raised."""
    handle, name = mkstemp(prefix=f".tmp-{path.name}", dir=path.parent)
    temporary = Path(name)
    try:
        with open(handle, "wb", buffering=0) as file:  # noqa: PTH123  # a descriptor, not a path
            yield lambda chunk: write_whole(file, chunk)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
