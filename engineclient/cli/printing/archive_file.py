"""Where the archives of export and save go: to standard output, or into a file that is whole or not there."""

from __future__ import annotations

import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

from engineclient.cli.failures import Failure
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
    """Write an archive to the file `output`, or without one to standard output.

    Args:
        app: whose standard output it is.
        output: the path; the file is replaced when all has arrived.
        what: failed, if it fails: `export container`.
        chunks: opens the stream; not called if there is nowhere to write to.

    Raises:
        Failure: it cannot be written there.

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
    """The path of a file that can be made or replaced; ValueError says why it cannot."""
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
    """What writes to a new file, for its owner alone, that takes the place of `path` if all goes well."""
    handle, name = mkstemp(prefix=f".tmp-{path.name}", dir=path.parent)
    temporary = Path(name)
    try:
        with open(handle, "wb", buffering=0) as file:  # noqa: PTH123  # the handle of the new file
            yield file.write
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
