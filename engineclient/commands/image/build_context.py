"""The build context: the directory, archive, Dockerfile, URL or repository on the command line."""

from __future__ import annotations

import os
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from engineclient.archive.context import (
    DOCKERFILE,
    PEEK,
    ContextError,
    LocalContext,
    context_of,
    ignore_of,
    is_archive,
    local_context,
    pack_context,
    with_dockerfile,
)
from engineclient.archive.git import GitMissing, cloned, is_git_url, is_url
from engineclient.cli import standard_input
from engineclient.cli.failures import Failure
from engineclient.golang.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import ExitStack

    from engineclient.archive.pack import Skipped

STDIN: Final = "-"
_MOST_BARE: Final = 1 << 24  # bytes


class Watch(Protocol):
    """Passes pieces on, and shows their amount as progress."""

    def __call__(self, pieces: Iterable[bytes], doing: str, total: int) -> Iterator[bytes]:
        """The same pieces. `total` is their size in bytes, 0 if unknown."""
        ...


def unwatched(pieces: Iterable[bytes], doing: str, total: int) -> Iterator[bytes]:
    """A `Watch` that shows nothing."""
    return iter(pieces)


class Source(NamedTuple):
    """The context on the command line, which exists but was not read yet.

    Attributes:
        context: a directory, or the pieces of an archive.
        file: the path of the Dockerfile in the archive, "" for the usual one.
        dockerfile: the content of a Dockerfile that is not in the context.
        bare: the content of a Dockerfile without a context.

    """

    context: LocalContext | Iterator[bytes]
    file: str = ""
    dockerfile: bytes | None = None
    bare: bytes | None = None

    def archive(self, skipped: Skipped) -> tuple[str, Iterator[bytes]]:
        """The path of the Dockerfile, and the archive to send, which is read as it is asked for.

        Args:
            skipped: called with the path of each file that cannot be sent, and the reason.

        Raises:
            ContextError: the .dockerignore, or, during the transfer, a file cannot be read.

        """
        if isinstance(self.context, LocalContext):
            return pack_context(self.context, ignore_of(self.context), self.dockerfile, skipped=skipped)
        if self.dockerfile is not None:
            return with_dockerfile(self.context, self.dockerfile)
        return self.file or DOCKERFILE, self.context


def find_source(spec: str, file: str, watch: Watch, opened: ExitStack) -> Source:
    """Find the context for PATH | URL | -.

    Args:
        spec: the argument.
        file: the value of --file, "" without one.
        watch: shows the progress of a download.
        opened: closes connections and removes clones after the build.

    Raises:
        Failure: the context does not exist, or contains no Dockerfile.

    """
    if spec == file == STDIN:
        raise Failure("invalid argument: can't use stdin for both build context and dockerfile")
    try:
        if spec == STDIN:
            return _streamed(standard_input.pieces(), file)
        if os.path.exists(spec):  # noqa: PTH110
            return _directory(spec, file)
        if is_git_url(spec):
            return _repository(spec, file, opened)
        if is_url(spec):
            return _downloaded(spec, file, watch, opened)
    except ContextError as error:
        raise Failure(f"unable to prepare context: {error}") from error
    raise Failure(f'unable to prepare context: path "{spec}" not found')


def _directory(path: str, file: str) -> Source:
    if file == STDIN:
        return Source(local_context(path, None), dockerfile=standard_input.whole())
    context = local_context(path, file)
    if not context.is_outside:
        return Source(context)
    return Source(context, dockerfile=read_file(file))


def _repository(url: str, file: str, opened: ExitStack) -> Source:
    from engineclient.transport.download import speaks_git

    try:
        directory = opened.enter_context(cloned(url, speaks_git))
    except GitMissing:
        raise
    except ContextError as error:
        raise ContextError(f"unable to 'git clone' to temporary context directory: {error}") from error
    if file == STDIN:
        return Source(local_context(directory, None), dockerfile=standard_input.whole())
    context = local_context(directory, os.path.join(directory, file) if file else "")  # noqa: PTH118
    if context.is_outside:
        raise ContextError(f"the Dockerfile ({file}) must be within the build context")
    return Source(context)


def _downloaded(url: str, file: str, watch: Watch, opened: ExitStack) -> Source:
    from engineclient.transport.download import DownloadFailed, download

    try:
        size, pieces = opened.enter_context(download(url))
        return _streamed(watch(pieces, f"Downloading build context from remote url: {url}", size), file)
    except DownloadFailed as error:
        raise ContextError(f"unable to download remote context {url}: {error}") from error


def _streamed(pieces: Iterator[bytes], file: str) -> Source:
    """The source for a stream: an archive, or otherwise a Dockerfile without a context."""
    start = b""
    for piece in pieces:
        start += piece
        if len(start) >= PEEK:
            break
    if is_archive(start):
        whole = chain([start], pieces)
        return Source(whole, dockerfile=standard_input.whole()) if file == STDIN else Source(whole, file)
    if file:
        raise ContextError("ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles")
    text = bytearray(start)
    for piece in pieces:
        text += piece
        if len(text) > _MOST_BARE:
            raise ContextError(f"a Dockerfile is no longer than {_MOST_BARE} bytes")
    bare = bytes(text)
    return Source(context_of({DOCKERFILE: bare}), bare=bare)
