"""The platforms of manifests: as fields of a descriptor, as text, and those that docker allows in a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_ALWAYS: Final = ("architecture", "os")
_IF_GIVEN: Final = ("os.version", "os.features", "variant")

# What `docker manifest annotate` accepts
_OF_LISTS: Final = {
    "darwin": ("386", "amd64", "arm", "arm64"),
    "dragonfly": ("amd64",),
    "freebsd": ("386", "amd64", "arm"),
    "linux": ("386", "amd64", "arm", "arm64", "mips64", "mips64le", "ppc64le", "riscv64", "s390x"),
    "netbsd": ("386", "amd64", "arm"),
    "openbsd": ("386", "amd64", "arm"),
    "plan9": ("386", "amd64"),
    "solaris": ("amd64",),
    "windows": ("386", "amd64"),
}


def platform_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """The platform in a descriptor or in an image's configuration; unknown fields are "" or missing."""
    platform: dict[str, Any] = {name: str(found.get(name) or "") for name in _ALWAYS}
    return platform | {name: found[name] for name in _IF_GIVEN if found.get(name)}


def may_be_listed(os: str, architecture: str) -> bool:
    """Whether docker allows the platform in a new list."""
    return architecture in _OF_LISTS.get(os, ())


def platform_text(platform: Mapping[str, Any]) -> str:
    """`linux/arm/v7`; `unknown` without an operating system."""
    parts = [platform.get(name) for name in ("os", "architecture", "variant")]
    return "/".join(str(part) for part in parts if part) if platform.get("os") else "unknown"
