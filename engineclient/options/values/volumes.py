"""The short syntaxes: -v `[source:]target[:options]` and --tmpfs `path[:options]`."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from engineclient.options.values.flag import OptionError


class Volumes(NamedTuple):
    """What -v asks for."""

    binds: list[str]
    """HostConfig.Binds."""
    anonymous: list[str]
    """The paths of Config.Volumes."""


def volumes(specs: list[str], directory: str) -> Volumes:
    """Sort -v values by whether they have a source.

    A source that starts with a dot is taken from `directory`. A spec given twice counts once. Names and
    options are the daemon's to check. Raises OptionError.
    """
    binds: list[str] = []
    anonymous: list[str] = []
    for spec in dict.fromkeys(specs):
        if not _has_source(spec):
            anonymous.append(spec)
        elif spec.startswith("."):
            source, _, rest = spec.partition(":")
            binds.append(f"{absolute(source, directory)}:{rest}")
        else:
            binds.append(spec)
    return Volumes(binds, anonymous)


def tmpfs(specs: list[str]) -> dict[str, str]:
    """HostConfig.Tmpfs of --tmpfs `path[:options]`; what the options mean is the daemon's to say."""
    split = (spec.partition(":") for spec in specs)
    return dict(sorted({path: options for path, _, options in split}.items()))


def absolute(path: str, directory: str) -> str:
    """The path made absolute and clean, as filepath.Abs does from that working directory."""
    return posixpath.normpath(posixpath.join(directory, path))


def _has_source(spec: str) -> bool:
    if not spec:
        raise OptionError("invalid empty volume spec")
    if len(spec) <= 2:
        return False
    sections = [""]
    for character in spec:
        # one letter before a colon is a Windows drive, not a section
        if character == ":" and not (len(sections[-1]) == 1 and sections[-1].isalpha()):
            sections.append("")
        else:
            sections[-1] += character
    for place, section in enumerate(sections):
        if not section:
            raise OptionError(f"invalid spec: {spec}: empty section between colons")
        if place == 2 and len(sections) > 3:
            raise OptionError(f"invalid spec: {spec}: too many colons")
    return len(sections) > 1
