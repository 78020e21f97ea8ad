"""Caches of builds in directories of this machine: what the session offers for them, and their index.json."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from engineclient.archive.content_store import ContentDirectory
from engineclient.archive.oci_index import find, put
from engineclient.build.content import content
from engineclient.errors import DecodeError
from engineclient.options.caches import LOCAL, REGISTRY

if TYPE_CHECKING:
    from engineclient.wire.grpc import Methods

_LATEST: Final = "latest"
_MANIFEST: Final = "cache.manifest"
_NO_DIGEST: Final = (
    'local cache importer requires either explicit digest, "latest" tag or custom tag on index.json'
)


class LocalCaches(NamedTuple):
    """What they are for one build.

    Attributes:
        methods: what the session offers.
        imports: where the cache comes from, of any type: attributes; a directory has a `digest`.
        warnings: about directories that hold no cache, which are left out.
        tags: of the directories where the cache goes.

    """

    methods: Methods
    imports: list[dict[str, str]]
    warnings: list[str]
    tags: dict[str, str]


def local_caches(imports: Sequence[Mapping[str, str]], exports: Sequence[Mapping[str, str]]) -> LocalCaches:
    """Make the directories where the cache goes, and look for what is in those that it comes from.

    Args:
        imports: values of --cache-from: attributes, `type` among them. Those of other types than `local` stay as they are.
        exports: the same of --cache-to.

    Raises:
        ValueError: an attribute is missing, or a directory cannot be made; with buildx's text.

    """
    stores: dict[str, ContentDirectory] = {}
    tags: dict[str, str] = {}
    for each in exports:
        if each["type"] == LOCAL:
            directory = each.get("dest", "")
            if not directory:
                raise ValueError("local cache exporter requires dest")
            _make(directory)
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
    return LocalCaches(content(stores) if stores else {}, sources, warnings, tags)


def record_caches(tags: Mapping[str, str], response: Mapping[str, str]) -> None:
    """Give the exported cache its tag in each directory.

    Args:
        tags: by directory.
        response: what BuildKit says of the result.

    Raises:
        ValueError: index.json cannot be written; with buildx's text.
        DecodeError: what BuildKit says of the cache is no description of a manifest.

    """
    if not (text := response.get(_MANIFEST)):
        return
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DecodeError(f"{_MANIFEST} is not JSON: {error}") from error
    if not isinstance(manifest, dict):
        raise DecodeError(f"{_MANIFEST} is no object: {text[:120]}")
    for directory, tag in tags.items():
        put(directory, cast("dict[str, Any]", manifest), tag)


class _Unreadable(Exception):
    """A directory holds no index.json, or one that cannot be read."""


def _digest(directory: str, tag: str) -> str:
    try:
        found = find(directory, tag) if tag else None
    except ValueError as error:
        raise _Unreadable(str(error)) from error
    digest = str(found.get("digest") or "") if found is not None else ""
    if not digest:
        raise ValueError(_NO_DIGEST)
    return digest


def _make(directory: str) -> None:
    try:
        os.makedirs(directory, 0o755, exist_ok=True)  # noqa: PTH103
    except OSError as error:
        place = directory.rstrip("/")
        while not os.path.lexists(place):
            place = os.path.dirname(place)  # noqa: PTH120
        reason = "not a directory" if os.path.isfile(place) else (error.strerror or str(error)).lower()  # noqa: PTH113
        raise ValueError(f"mkdir {error.filename if os.path.isdir(place) else place}: {reason}") from error  # noqa: PTH112


def _store(directory: str) -> str:
    """The name by which the engine asks for a directory's content."""
    return f"{LOCAL}:{directory}"
