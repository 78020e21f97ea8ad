"""Parses --platform, `os/architecture[/variant]`, and normalizes the names as containerd does."""

from __future__ import annotations

import re
from typing import Final

from engineclient.golang.quoting import quote
from engineclient.values import Data

_PART = r"^[A-Za-z0-9_.-]+$"
_SYSTEM = r"^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.-]*)\))?$"
_SYSTEMS: Final = frozenset(
    [
        "aix",
        "android",
        "darwin",
        "dragonfly",
        "freebsd",
        "hurd",
        "illumos",
        "ios",
        "js",
        "linux",
        "nacl",
        "netbsd",
        "openbsd",
        "plan9",
        "solaris",
        "windows",
        "zos",
    ]
)
_ARCHITECTURES: Final = frozenset(
    [
        "386",
        "amd64",
        "amd64p32",
        "arm",
        "armbe",
        "arm64",
        "arm64be",
        "ppc64",
        "ppc64le",
        "loong64",
        "mips",
        "mipsle",
        "mips64",
        "mips64le",
        "mips64p32",
        "mips64p32le",
        "ppc",
        "riscv",
        "riscv64",
        "s390",
        "s390x",
        "sparc",
        "sparc64",
        "wasm",
    ]
)
_SYNONYMS: Final = {"x86_64": "amd64", "x86-64": "amd64", "aarch64": "arm64"}
_VARIANTS: Final = {
    ("amd64", "v1"): "",
    ("arm", ""): "v7",
    ("arm", "5"): "v5",
    ("arm", "6"): "v6",
    ("arm", "7"): "v7",
    ("arm", "8"): "v8",
    ("arm64", "8"): "",
    ("arm64", "v8"): "",
    ("arm64", "v8.0"): "",
    ("arm64", "9"): "v9",
    ("arm64", "9.0"): "v9",
    ("arm64", "v9.0"): "v9",
}


class Platform(Data):
    """A platform, with normalized names."""

    os: str
    architecture: str
    variant: str = ""

    def __str__(self) -> str:
        """The platform as in the query of a request: `linux/arm/v7`."""
        return "/".join(part for part in (self.os, self.architecture, self.variant) if part)


def parse_platform(text: str, *, os: str = "linux", architecture: str = "amd64") -> Platform:
    """Parse a platform; `os` and `architecture` are the defaults for a text that contains only one of them.

    Raises ValueError with docker's message.
    """
    if "*" in text:
        raise _error(f"{quote(text)}: wildcards not yet supported")
    parts = text.split("/", 3)
    found = re.match(_SYSTEM, parts[0])
    if found is None:
        must = f"OSAndVersion specifier component must match {quote(_SYSTEM)}"
        raise _error(f"{quote(parts[0])} is an invalid OS component of {quote(text)}: {must}")
    for part in parts[1:]:
        if not re.match(_PART, part):
            must = f"platform specifier component must match {quote(_PART)}"
            raise _error(f"{quote(part)} is an invalid component of {quote(text)}: {must}")
    system = found[1].lower().replace("macos", "darwin")
    match parts[1:]:
        case []:
            return _alone(text, system, os, architecture)
        case [name]:
            return Platform(system, *_plain(name))
        case [name, variant]:
            name, variant = _normal(name, variant)
            return Platform(system, name, "v8" if (name, variant) == ("arm64", "") else variant)
        case _:
            raise _error(f"{quote(text)}: cannot parse platform specifier")


def normalized(os: str, architecture: str, variant: str) -> Platform:
    """The platform with the names and the variant that containerd compares and shows."""
    return Platform(os.lower().replace("macos", "darwin"), *_normal(architecture, variant))


def _alone(text: str, system: str, os: str, architecture: str) -> Platform:
    if system in _SYSTEMS:
        return Platform(system, architecture)
    name, variant = _plain(text)
    if name in _ARCHITECTURES:
        return Platform(os, name, variant)
    raise _error(f"{quote(text)}: unknown operating system or architecture")


def _plain(architecture: str) -> tuple[str, str]:
    """The architecture and variant for a name without a variant; for `arm` the default variant, v7, is left out."""
    name, variant = _normal(architecture, "")
    return name, "" if (name, variant) == ("arm", "v7") else variant


def _normal(architecture: str, variant: str) -> tuple[str, str]:
    name, variant = architecture.lower(), variant.lower()
    if name in ("armhf", "armel"):
        return "arm", "v7" if name == "armhf" else "v6"
    if name == "i386":
        return "386", ""
    name = _SYNONYMS.get(name, name)
    return name, _VARIANTS.get((name, variant), variant)


def _error(reason: str) -> ValueError:
    return ValueError(f"{reason}: invalid argument")
