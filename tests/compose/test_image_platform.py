"""The check of an image's platform."""

from __future__ import annotations

import pytest

from engineclient.compose.image_platform import is_for


@pytest.mark.parametrize(
    ("image", "platform", "fits"),
    [
        ({"Os": "linux", "Architecture": "amd64"}, "", True),
        ({"Os": "linux", "Architecture": "amd64"}, "linux/amd64", True),
        ({"Os": "linux", "Architecture": "amd64"}, "linux/x86_64", True),
        ({"Os": "linux", "Architecture": "amd64"}, "linux/s390x", False),
        ({"Os": "windows", "Architecture": "amd64"}, "linux/amd64", False),
        ({"Os": "linux", "Architecture": "arm64", "Variant": "v8"}, "linux/arm64", True),
        ({"Os": "linux", "Architecture": "arm", "Variant": "v7"}, "linux/arm/v6", False),
        ({}, "linux/amd64", False),
    ],
)
def test_is_for(image: dict[str, str], platform: str, fits: bool) -> None:
    assert is_for(image, platform) is fits


def test_what_is_no_platform() -> None:
    with pytest.raises(ValueError, match="wildcards not yet supported"):
        is_for({}, "linux/*")
