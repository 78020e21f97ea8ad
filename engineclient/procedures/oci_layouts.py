"""Named contexts that are images in directories, `oci-layout://PATH[:TAG][@DIGEST]`: BuildKit reads them by the session."""

from __future__ import annotations

import secrets as random
from collections.abc import Mapping
from typing import Final, NamedTuple

from engineclient.archive.content_store import ContentDirectory, is_digest
from engineclient.archive.oci_index import find, find_only
from engineclient.golang.quoting import quote
from engineclient.options.frontend import OCI_LAYOUT

_STORE: Final = "oci"
_LATEST: Final = "latest"


class OCILayouts(NamedTuple):
    """Named contexts, as the engine is told them.

    Attributes:
        contexts: by name; the path of an image's directory is replaced by the name of its store.
        stores: those that the session offers, by name.

    """

    contexts: dict[str, str]
    stores: dict[str, ContentDirectory]


def oci_layouts(named: Mapping[str, str]) -> OCILayouts:
    """Find the images among named contexts.

    Args:
        named: the contexts by name, see `named_directories`.

    Raises:
        ValueError: there is no such image; with buildx's text.

    """
    contexts: dict[str, str] = {}
    stores: dict[str, ContentDirectory] = {}
    for name, place in named.items():
        contexts[name] = place
        if place.startswith(OCI_LAYOUT):
            path, _, digest = place.removeprefix(OCI_LAYOUT).partition("@")
            path, _, tag = path.partition(":")
            tag = tag or _LATEST
            try:
                digest = digest or _digest(path, tag)
            except ValueError as error:
                raise ValueError(
                    f"oci-layout reference {quote(place)} could not be resolved: {error}"
                ) from error
            store = random.token_hex(12)
            contexts[name] = f"{OCI_LAYOUT}{store}:{tag}@{digest}"
            stores[f"{_STORE}:{store}"] = ContentDirectory(path)
    return OCILayouts(contexts, stores)


def _digest(path: str, tag: str) -> str:
    found = find(path, tag) or find_only(path)
    if found is None:
        raise ValueError("failed to resolve digest")
    digest = str(found.get("digest") or "")
    if not is_digest(digest):
        raise ValueError(f"invalid digest {quote(digest)}: invalid checksum digest format")
    return digest
