"""A directory of content in the layout of an OCI image: `blobs/sha256/HEX` by digest, and `ingest` for incomplete writes.

File names are made only of valid digests, so that an engine cannot make this read or write files outside the directory.
Source: OCI image layout specification; containerd's local content store.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from typing import Any, BinaryIO, Final, NamedTuple

_DIGEST: Final = re.compile(r"(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})")
_CANONICAL: Final = "sha256"


class BlobInfo(NamedTuple):
    """The size of a piece of content in bytes, and its times in nanoseconds since 1970."""

    size: int
    created: int
    used: int


class ContentDirectory:
    """Content below `path`.

    >>> ContentDirectory("cache").blob_path("sha256:" + 64 * "0")[:22]
    'cache/blobs/sha256/000'

    """

    def __init__(self, path: str) -> None:
        self.path = path

    def blob_path(self, digest: str) -> str:
        """The path of the file for a digest.

        Raises:
            ValueError: `digest` is not a digest.

        """
        if not is_digest(digest):
            raise ValueError(f'"{digest}" failed validation')
        return os.path.join(self.path, "blobs", *digest.split(":"))  # noqa: PTH118

    def info(self, digest: str) -> BlobInfo:
        """The size and the times of the content with this digest.

        Raises:
            FileNotFoundError: the directory does not contain it.
            ValueError: `digest` is not a digest.

        """
        try:
            found = os.stat(self.blob_path(digest))  # noqa: PTH116
        except FileNotFoundError as error:
            raise FileNotFoundError(f"content {digest}: not found") from error
        return BlobInfo(found.st_size, found.st_mtime_ns, found.st_atime_ns)

    def open(self, digest: str) -> BinaryIO:
        """Open the content with this digest for reading.

        Raises:
            FileNotFoundError: the directory does not contain it.
            ValueError: `digest` is not a digest.

        """
        try:
            return open(self.blob_path(digest), "rb")  # noqa: PTH123
        except FileNotFoundError as error:
            raise FileNotFoundError(f"content {digest}: not found") from error

    def write(self, expected: str = "") -> ContentWriter:
        """Begin to write content.

        Args:
            expected: its digest, "" if that is not known yet.

        Raises:
            FileExistsError: the directory contains it already.
            ValueError: `expected` is not a digest.

        """
        if expected and os.path.exists(self.blob_path(expected)):  # noqa: PTH110
            raise FileExistsError(f"content {expected}: already exists")
        return ContentWriter(self, expected)


class ContentWriter:
    """Writes content into a directory, where it appears when it is complete.

    Attributes:
        offset: how many bytes have been written.

    """

    def __init__(self, directory: ContentDirectory, expected: str = "") -> None:
        self.offset: int = 0
        self._directory = directory
        self._algorithm = expected.partition(":")[0] or _CANONICAL
        place = os.path.join(directory.path, "ingest")  # noqa: PTH118
        os.makedirs(place, exist_ok=True)  # noqa: PTH103
        handle, self._temporary = tempfile.mkstemp(dir=place)
        self._file = open(handle, "wb", buffering=0)  # noqa: PTH123, SIM115
        self._hash: Any = hashlib.new(self._algorithm)

    @property
    def digest(self) -> str:
        """The digest of the bytes written so far."""
        return f"{self._algorithm}:{self._hash.hexdigest()}"

    def write(self, data: bytes) -> None:
        """Write one piece."""
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) or 0 :]
        self._hash.update(data)
        self.offset += len(data)

    def restart(self) -> None:
        """Discard the bytes written so far."""
        self._file.seek(0)
        self._file.truncate()
        self._hash = hashlib.new(self._algorithm)
        self.offset = 0

    def commit(self, size: int, expected: str) -> None:
        """Move the content to its final name, as a read-only file.

        Args:
            size: the size that it must have, 0 if that is not known.
            expected: the digest that it must have, "" if that is not known.

        Raises:
            ValueError: it has another size or digest.
            FileExistsError: the directory contains it already.

        """
        if size and size != self.offset:
            raise ValueError(f"unexpected commit size {self.offset}, expected {size}: failed precondition")
        digest = self.digest
        if expected and expected != digest:
            raise ValueError(f"unexpected commit digest {digest}, expected {expected}: failed precondition")
        os.fsync(self._file.fileno())
        path = self._directory.blob_path(digest)
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        if os.path.exists(path):  # noqa: PTH110
            raise FileExistsError(f"content {digest}: already exists")
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(self._temporary, 0o444 & ~umask)  # noqa: PTH101
        os.replace(self._temporary, path)  # noqa: PTH105
        self._file.close()

    def close(self) -> None:
        """Remove the content if it was not committed."""
        self._file.close()
        with suppress(FileNotFoundError):
            os.unlink(self._temporary)  # noqa: PTH108


def is_digest(text: str) -> bool:
    """Whether a text is the digest of content: `sha256:` and 64 hexadecimal digits, or one of SHA-384 or SHA-512.

    >>> is_digest("sha256:" + 64 * "0"), is_digest("sha256:../../etc/passwd")
    (True, False)

    """
    return _DIGEST.fullmatch(text) is not None
