"""Whether an image that the engine has is for the platform of a service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engineclient.golang.platforms import normalized, parse_platform


def is_for(image: Mapping[str, Any], platform: str) -> bool:
    """Whether an image is for a platform; any is for none.

    Args:
        image: the engine's JSON about it.
        platform: such as `linux/arm64`; "" for none.

    Raises:
        ValueError: it is no platform; with docker's text.

    """
    if not platform:
        return True
    own = normalized(image.get("Os") or "", image.get("Architecture") or "", image.get("Variant") or "")
    return own == parse_platform(platform)
