"""Check the platform of an image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engineclient.golang.platforms import normalized, parse_platform


def is_for(image: Mapping[str, Any], platform: str) -> bool:
    """Whether an image is for a platform.

    Args:
        image: the answer of `GET /images/{name}/json`.
        platform: such as `linux/arm64`; "" for any platform.

    Raises:
        ValueError: `platform` is malformed; with docker's message.

    """
    if not platform:
        return True
    own = normalized(image.get("Os") or "", image.get("Architecture") or "", image.get("Variant") or "")
    return own == parse_platform(platform)
