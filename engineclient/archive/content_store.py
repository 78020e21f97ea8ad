"""A directory of content named by its digest, in the layout of an OCI image: `blobs/sha256/HEX`, and `ingest` for writes.

Names of files are made of digests, never of anything else that an engine sends, so that nothing outside the directory is
reached. Source: OCI image layout specification; containerd's local content store.
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
    """What is known of one piece of content: its size in bytes, and times in nanoseconds since 1970."""

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
        """The file of a digest.

        Raises:
            ValueError: it is none.

        """
        if not is_digest(digest):
            raise ValueError(f'"{digest}" failed validation')
        return os.path.join(self.path, "blobs", *digest.split(":"))  # noqa: PTH118

    def info(self, digest: str) -> BlobInfo:
        """What is known of content.

        Raises:
            FileNotFoundError: it is not here.
            ValueError: `digest` is none.

        """
        try:
            found = os.stat(self.blob_path(digest))  # noqa: PTH116
        except FileNotFoundError as error:
            raise FileNotFoundError(f"content {digest}: not found") from error
        return BlobInfo(found.st_size, found.st_mtime_ns, found.st_atime_ns)

    def open(self, digest: str) -> BinaryIO:
        """The content, to be read.

        Raises:
            FileNotFoundError: it is not here.
            ValueError: `digest` is none.

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
            FileExistsError: it is here.
            ValueError: `expected` is no digest.

        """
        if expected and os.path.exists(self.blob_path(expected)):  # noqa: PTH110
            raise FileExistsError(f"content {expected}: already exists")
        return ContentWriter(self, expected)


class ContentWriter:
    """Content on its way into a directory, where it appears when it is complete.

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
        """That of what has been written so far."""
        return f"{self._algorithm}:{self._hash.hexdigest()}"

    def write(self, data: bytes) -> None:
        """Write one piece."""
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) or 0 :]
        self._hash.update(data)
        self.offset += len(data)

    def restart(self) -> None:
        """Forget what has been written."""
        self._file.seek(0)
        self._file.truncate()
        self._hash = hashlib.new(self._algorithm)
        self.offset = 0

    def commit(self, size: int, expected: str) -> None:
        """Let the content appear, to be read only.

        Args:
            size: what it must have, 0 if that is not known.
            expected: the digest that it must have, "" if that is not known.

        Raises:
            ValueError: it has another size or digest.
            FileExistsError: it is here already.

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
        """Remove what was not committed."""
        self._file.close()
        with suppress(FileNotFoundError):
            os.unlink(self._temporary)  # noqa: PTH108


def is_digest(text: str) -> bool:
    """Whether a text is the digest of content: `sha256:` and 64 hexadecimal digits, or one of SHA-384 or SHA-512.

    >>> is_digest("sha256:" + 64 * "0"), is_digest("sha256:../../etc/passwd")
    (True, False)

    """
    return _DIGEST.fullmatch(text) is not None
