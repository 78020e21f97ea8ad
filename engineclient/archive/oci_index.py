"""The file index.json of an OCI image layout, which maps tags to manifests, written as BuildKit's client writes it."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, cast

from engineclient.archive.results import ResultFile
from engineclient.errors import DecodeError, InvalidReference
from engineclient.golang.json import encode_ordered
from engineclient.golang.json_errors import check_and_compact
from engineclient.golang.quoting import quote
from engineclient.wire.references import parse

_TAG: Final = "org.opencontainers.image.ref.name"
_IMAGE: Final = "io.containerd.image.name"
_MEDIA_TYPE: Final = "application/vnd.oci.image.index.v1+json"
_LATEST: Final = "latest"
_LAYOUT: Final = '{"imageLayoutVersion":"1.0.0"}'

Descriptor = Mapping[str, Any]
"""What a manifest is named by: `mediaType`, `digest`, `size`, and perhaps `annotations`."""


def descriptor_of(text: str | bytes, name: str) -> Descriptor:
    """The descriptor in `text`, the JSON of the value `name` that an exporter of BuildKit returned.

    Raises:
        DecodeError: it is no JSON, or no object.

    """
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DecodeError(f"{name} is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise DecodeError(f"{name} is no object: {text[:120]!r}")
    return cast("dict[str, Any]", found)


def find(directory: str, tag: str) -> Descriptor | None:
    """The descriptor of the manifest with a tag, or with the image's whole name; None if there is none.

    Raises:
        ValueError: the file cannot be read; the message is buildx's.

    """
    with _locked(directory, fcntl.LOCK_SH):
        manifests = _manifests(_read(_path(directory)))
    for name in (_IMAGE, _TAG):
        for each in manifests:
            if _annotations(each).get(name) == tag:
                return each
    return None


def find_only(directory: str) -> Descriptor | None:
    """The manifest of an image that has no other; None if there are several, or none.

    Raises:
        ValueError: the file cannot be read; with buildx's text.

    """
    with _locked(directory, fcntl.LOCK_SH):
        manifests = _manifests(_read(_path(directory)))
    return manifests[0] if len(manifests) == 1 else None


def put(directory: str, descriptor: Descriptor, tag: str = _LATEST, *, names: Sequence[str] = ()) -> None:
    """Set the tag, or the names, of a manifest, removing them from any other one, and write the file `oci-layout`.

    Args:
        directory: of the layout.
        descriptor: of the manifest.
        tag: the tag, for a manifest without a name.
        names: whole names of an image.

    Raises:
        ValueError: the files cannot be written; the message is buildx's.

    """
    with _locked(directory, fcntl.LOCK_EX):
        path = _path(directory)
        index: dict[str, Any] = _read(path) if os.path.exists(path) else {}  # noqa: PTH110
        manifests = _manifests(index)
        for name, reference in [(name, _reference(name)) for name in names] or [("", tag)]:
            found = {**_annotations(descriptor), **({_IMAGE: name} if name else {}), _TAG: reference}
            others = [each for each in manifests if not _is_named(each, name, reference)]
            manifests = [*others, {**descriptor, "annotations": dict(sorted(found.items()))}]
        known = {"schemaVersion": 2, "mediaType": _MEDIA_TYPE, **index, "manifests": manifests}
        try:
            for name, text in (("oci-layout", _LAYOUT), ("index.json", encode_ordered(known))):
                file = ResultFile(posixpath.join(directory, name))
                file.write(text.encode("utf-8", "surrogateescape"))
                file.close(complete=True)
        except OSError as error:
            raise ValueError(f"could not write {path}: {_reason(error)}") from error


def _path(directory: str) -> str:
    return posixpath.join(directory, "index.json")


def _is_named(manifest: Descriptor, name: str, tag: str) -> bool:
    annotations = _annotations(manifest)
    return annotations.get(_TAG) == tag and (annotations.get(_IMAGE) or "") == name


def _reference(name: str) -> str:
    """The tag or the digest in the whole name of an image; the name itself if it has none."""
    try:
        parsed = parse(name)
    except InvalidReference:
        return name
    return parsed.digest or parsed.tag or name


def _annotations(manifest: Descriptor) -> Mapping[str, Any]:
    found = manifest.get("annotations")
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}


def _manifests(index: Mapping[str, Any]) -> list[Descriptor]:
    found: Any = index.get("manifests")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _read(path: str) -> dict[str, Any]:
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"could not read {path}: open {path}: {_reason(error)}") from error
    failed = f"could not unmarshal {path} ({quote(data.decode('utf-8', 'surrogateescape'))}): "
    try:
        found = json.loads(check_and_compact(data))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{failed}{error}") from error
    if not isinstance(found, dict):
        raise ValueError(f"{failed}it is no object")
    return cast("dict[str, Any]", found)


@contextmanager
def _locked(directory: str, kind: int) -> Iterator[None]:
    """Hold the lock that BuildKit's clients also use; readers continue without it in a read-only directory."""
    path = f"{_path(directory)}.lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if kind == fcntl.LOCK_SH and error.errno in (errno.EPERM, errno.EROFS):
            yield
            return
        raise ValueError(f"could not lock {path}: open {path}: {_reason(error)}") from error
    try:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ValueError(f"could not lock {path}") from error
        try:
            yield
        finally:
            with suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108
    finally:
        os.close(handle)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
