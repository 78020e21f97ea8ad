"""Images as results of a build in directories of this machine, `type=oci,tar=false`: an OCI layout, piece by piece."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from typing import Final

from engineclient.archive.content_store import ContentDirectory
from engineclient.archive.oci_index import descriptor_of, put
from engineclient.errors import DecodeError
from engineclient.procedures.local_caches import make_directory

_STORE: Final = "export"
"""The name by which the engine asks for the directory: there is one at most."""
_DESCRIPTOR: Final = "containerimage.descriptor"
_NAME: Final = "image.name"


def image_store(directory: str) -> dict[str, ContentDirectory]:
    """Make the directory, and the store in it by its name.

    Raises:
        ValueError: the directory cannot be made; the message is Go's.

    """
    make_directory(os.path.join(directory, "ingest"))  # noqa: PTH118
    return {_STORE: ContentDirectory(directory)}


def record_image(directory: str, response: Mapping[str, str]) -> None:
    """Name the image in the directory's index.

    Args:
        directory: that of `image_store`.
        response: the values that BuildKit's exporters returned.

    Raises:
        ValueError: index.json cannot be written; the message is buildx's.
        DecodeError: the value for the image is not the descriptor of a manifest.

    """
    if not (text := response.get(_DESCRIPTOR)):
        return
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise DecodeError(f"{_DESCRIPTOR} is not base64: {error}") from error
    names = response.get(_NAME, "")
    put(directory, descriptor_of(found, _DESCRIPTOR), names=names.split(",") if names else ())
