"""Parses the short syntaxes: -v `[source:]target[:options]` and --tmpfs `path[:options]`."""

from __future__ import annotations

import posixpath

from engineclient.options.values.flag import OptionError
from engineclient.values import Data


class Volumes(Data):
    """The volumes given by -v."""

    binds: list[str]
    """HostConfig.Binds."""
    anonymous: list[str]
    """The paths of Config.Volumes."""


def volumes(specs: list[str], directory: str) -> Volumes:
    """Separate the values of -v into those with a source (binds) and those without.

    A source that starts with a dot is relative to `directory`. Duplicates are removed. The daemon checks names and
    options. Raises OptionError.
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
    """HostConfig.Tmpfs, from the values of --tmpfs, `path[:options]`; the daemon interprets the options."""
    split = (spec.partition(":") for spec in specs)
    return dict(sorted({path: options for path, _, options in split}.items()))


def absolute(path: str, directory: str) -> str:
    """The path made absolute and clean, as by Go's filepath.Abs in the working directory `directory`.

    If that is "" (it does not exist any more) the path is returned unchanged, as by docker: the engine refuses it.
    """
    if not directory:
        return path
    return posixpath.normpath(posixpath.join(directory, path))


def _has_source(spec: str) -> bool:
    if not spec:
        raise OptionError("invalid empty volume spec")
    if len(spec) <= 2:
        return False
    sections = [""]
    for character in spec:
        # a single letter before a colon is a Windows drive, not a section
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
