"""Platforms by their canonical names."""

from __future__ import annotations

import pytest

from engineclient.golang.platforms import parse_platform


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("linux/amd64", "linux/amd64"),
        ("linux/x86_64", "linux/amd64"),
        ("linux/amd64/v1", "linux/amd64"),
        ("linux/amd64/v3", "linux/amd64/v3"),
        ("linux/arm", "linux/arm"),
        ("linux/arm/v7", "linux/arm/v7"),
        ("linux/arm/6", "linux/arm/v6"),
        ("linux/armel", "linux/arm/v6"),
        ("linux/arm64/v8", "linux/arm64/v8"),
        ("linux/aarch64", "linux/arm64"),
        ("Linux/I386", "linux/386"),
        ("macOS/arm64", "darwin/arm64"),
        ("windows(10.0.17763)/amd64", "windows/amd64"),
        ("linux", "linux/riscv64"),
        ("arm64", "freebsd/arm64"),
        ("armhf", "freebsd/arm"),
        ("plan10/vax", "plan10/vax"),
    ],
)
def test_platform(text: str, canonical: str) -> None:
    assert str(parse_platform(text, os="freebsd", architecture="riscv64")) == canonical


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("vax", '"vax": unknown operating system or architecture'),
        ("*", '"*": wildcards not yet supported'),
        ("a/b/c/d", '"a/b/c/d": cannot parse platform specifier'),
        (
            "linux/",
            (
                '"" is an invalid component of "linux/": '
                'platform specifier component must match "^[A-Za-z0-9_.-]+$"'
            ),
        ),
    ],
)
def test_platform_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_platform(text)
    assert str(refused.value) == f"{reason}: invalid argument"
