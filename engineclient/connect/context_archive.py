"""A context in one file: `context export` writes a tar archive, `context import` reads a tar or a zip archive."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Final

from engineclient.connect import contextjson
from engineclient.connect.contexts import Context
from engineclient.errors import InvalidContext

if TYPE_CHECKING:
    from engineclient.connect.contexts import ContextStore

_META: Final = "meta.json"
_TLS: Final = "tls/"
_LARGEST: Final = 10 << 20  # bytes of an archive, and of a file in a zip
_BLOCK: Final = 512
_CHECKSUM: Final = 148  # its position in a header
_ZIP: Final = b"PK\x03\x04"


def export(context: Context, files: dict[str, dict[str, bytes]]) -> bytes:
    """The archive of a context and of its TLS files, by endpoint and name."""
    parts = [*_member(_META, 0o644, contextjson.dump(*context)), *_member("tls", 0o700)]
    for endpoint, named in files.items():
        parts += _member(f"tls/{endpoint}", 0o700)
        for name, content in named.items():
            parts += _member(f"tls/{endpoint}/{name}", 0o600, content)
    # As docker writes it: without padding of the last block, and without end blocks
    return b"".join(parts[:-1])


def import_into(store: ContextStore, name: str, stream: IO[bytes]) -> None:
    """Create the context `name` from an archive. As with docker, its metadata stays if an error occurs later.

    Raises:
        InvalidContext: it is not the archive of a context.
    """
    data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise InvalidContext("read exceeds the defined limit")
    described = False
    files: list[tuple[str, str, bytes]] = []
    for path, content in _zip_files(data) if data.startswith(_ZIP) else _tar_files(data):
        if path == _META:
            try:
                metadata, endpoints = contextjson.parse_untyped(content)
            except ValueError as error:
                raise InvalidContext(str(error)) from error
            store.put(Context(name, metadata, endpoints))
            described = True
        elif path.startswith(_TLS) and posixpath.normpath(path) == path:
            files.append((*_tls_path(path.removeprefix(_TLS)), content))
        else:
            raise InvalidContext(f"{path}: unexpected context file")
    if not described:
        raise InvalidContext("invalid context: no metadata found")
    for endpoint, file, content in files:
        if "/" in file:
            folder = store.tls_folder(name) / endpoint / posixpath.dirname(file)
            raise InvalidContext(f"invalid output path: stat {folder}: no such file or directory")
        store.write_tls_file(name, endpoint, file, content)


def _tls_path(path: str) -> tuple[str, str]:
    """The endpoint and the name of a TLS file, from its path, which is clean and so cannot lead elsewhere."""
    endpoint, slash, file = path.partition("/")
    if not slash or not file or endpoint == "..":
        raise InvalidContext("archive format is invalid")
    return endpoint, file


def _member(name: str, mode: int, content: bytes | None = None) -> list[bytes]:
    """The header of a file, its content and the padding; without content, the header of a directory."""
    size = len(content or b"")
    kind = b"5" if content is None else b"0"
    # Written as Go does: tarfile would append a slash to directories, and leave device numbers empty.
    fields = (
        name.encode(errors="surrogateescape").ljust(100, b"\0"),
        b"%07o\0%07o\0%07o\0%011o\0%011o\0" % (mode, 0, 0, size, 0),
        b" " * 8,
        kind + bytes(100) + b"ustar\x0000" + bytes(64) + b"0000000\0" * 2,
    )
    header = b"".join(fields).ljust(_BLOCK, b"\0")
    summed = b"%06o\0 " % sum(header)
    return [header[:_CHECKSUM] + summed + header[_CHECKSUM + 8 :], content or b"", bytes(-size % _BLOCK)]


def _tar_files(data: bytes) -> Iterator[tuple[str, bytes]]:
    import tarfile

    if data[_BLOCK - 1 :] == b"" and data:
        raise InvalidContext("unexpected EOF")
    whole = data + bytes(-len(data) % _BLOCK + 2 * _BLOCK)  # docker's own archives have neither
    try:
        with tarfile.open(fileobj=io.BytesIO(whole), mode="r:", errorlevel=2) as archive:
            for member in archive:
                if member.isreg():
                    if member.offset_data + member.size > len(data):
                        raise InvalidContext("unexpected EOF")
                    file = archive.extractfile(member)
                    assert file is not None
                    yield member.name, file.read()
    except tarfile.ReadError as error:
        if data.strip(b"\0"):
            raise InvalidContext("archive/tar: invalid tar header") from error


def _zip_files(data: bytes) -> Iterator[tuple[str, bytes]]:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.is_dir():
                    continue
                if member.file_size > _LARGEST:
                    raise InvalidContext("read exceeds the defined limit")
                yield member.filename, archive.read(member)
    except zipfile.BadZipFile as error:
        raise InvalidContext("zip: not a valid zip file") from error
