"""Build caches in directories of this machine: the session's methods for them, and their index.json."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from engineclient.archive.content_store import ContentDirectory
from engineclient.archive.oci_index import descriptor_of, find, put
from engineclient.options.caches import LOCAL, REGISTRY

_LATEST: Final = "latest"
_MANIFEST: Final = "cache.manifest"
_NO_DIGEST: Final = (
    'local cache importer requires either explicit digest, "latest" tag or custom tag on index.json'
)


class LocalCaches(NamedTuple):
    """The local caches of one build.

    Attributes:
        stores: the directories, by the names by which the engine requests them.
        imports: the attributes of each source of the cache, of any type; those of a directory contain a `digest`.
        warnings: about directories that contain no cache, which are left out.
        tags: the tags to set in the directories to which the cache is exported.

    """

    stores: dict[str, ContentDirectory]
    imports: list[dict[str, str]]
    warnings: list[str]
    tags: dict[str, str]


def local_caches(imports: Sequence[Mapping[str, str]], exports: Sequence[Mapping[str, str]]) -> LocalCaches:
    """Make the directories for exports, and read the index of those for imports.

    Args:
        imports: the attributes of values of --cache-from, among them `type`; types other than `local` are kept unchanged.
        exports: the attributes of values of --cache-to.

    Raises:
        ValueError: an attribute is missing, or a directory cannot be made; the message is buildx's.

    """
    stores: dict[str, ContentDirectory] = {}
    tags: dict[str, str] = {}
    for each in exports:
        if each["type"] == LOCAL:
            directory = each.get("dest", "")
            if not directory:
                raise ValueError("local cache exporter requires dest")
            make_directory(directory)
            stores[_store(directory)] = ContentDirectory(directory)
            tags[directory] = each.get("tag", _LATEST)
    sources: list[dict[str, str]] = []
    warnings: list[str] = []
    for each in imports:
        source = dict(each)
        if each["type"] == REGISTRY and not each.get("ref"):
            raise ValueError("registry cache importer requires ref")
        if each["type"] == LOCAL:
            directory = each.get("src", "")
            if not directory:
                raise ValueError("local cache importer requires src")
            try:
                source["digest"] = each.get("digest") or _digest(directory, each.get("tag", _LATEST))
            except _Unreadable as error:
                warnings.append(f"local cache import at {directory} not found due to err: {error}")
                continue
            stores[_store(directory)] = ContentDirectory(directory)
        sources.append(source)
    return LocalCaches(stores, sources, warnings, tags)


def record_caches(tags: Mapping[str, str], response: Mapping[str, str]) -> None:
    """Set the tag of the exported cache in each directory.

    Args:
        tags: the tags by directory.
        response: the values that BuildKit's exporters returned.

    Raises:
        ValueError: index.json cannot be written; the message is buildx's.
        DecodeError: the value for the cache is not the descriptor of a manifest.

    """
    if not (text := response.get(_MANIFEST)):
        return
    manifest = descriptor_of(text, _MANIFEST)
    for directory, tag in tags.items():
        put(directory, manifest, tag)


class _Unreadable(Exception):
    """A directory contains no index.json, or one that cannot be read."""


def _digest(directory: str, tag: str) -> str:
    try:
        found = find(directory, tag) if tag else None
    except ValueError as error:
        raise _Unreadable(str(error)) from error
    digest = str(found.get("digest") or "") if found is not None else ""
    if not digest:
        raise ValueError(_NO_DIGEST)
    return digest


def make_directory(directory: str) -> None:
    """Make a directory and those above it.

    Raises:
        ValueError: it cannot be made; the message is Go's.

    """
    try:
        os.makedirs(directory, 0o755, exist_ok=True)  # noqa: PTH103
    except OSError as error:
        place = directory.rstrip("/")
        while not os.path.lexists(place):
            place = os.path.dirname(place)  # noqa: PTH120
        reason = "not a directory" if os.path.isfile(place) else (error.strerror or str(error)).lower()  # noqa: PTH113
        raise ValueError(f"mkdir {error.filename if os.path.isdir(place) else place}: {reason}") from error  # noqa: PTH112


def _store(directory: str) -> str:
    """The name under which the engine requests a directory's content."""
    return f"{LOCAL}:{directory}"
