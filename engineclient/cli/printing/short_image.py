"""The image of a service as its tables show it."""

from __future__ import annotations

from functools import cache

from engineclient.errors import InvalidReference
from engineclient.wire.references import Reference, parse


@cache
def short_image(image: str) -> str:
    """The image of a service without its digest, if it has a tag."""
    try:
        reference = parse(image)
    except InvalidReference:
        return image
    return Reference(reference.domain, reference.path, reference.tag).familiar if reference.tag else image
