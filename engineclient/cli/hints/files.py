"""Errors about files and directories: of cp, builds and compose."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from engineclient.cli.hints.failed import did_you_mean
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.hints.failed import Facts, Failed, Rule


def _no_context(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    command = failed.with_words([*failed.args, "."])
    return _("The directory with the files is missing; the current one is a dot: {command}").format(
        command=command
    )


def _no_dockerfile(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    context = failed.args[-1]
    meant = did_you_mean(posixpath.basename(found[1]), facts.files(context))
    text = _("The directory {context} has no such file; -f names another one.")
    return meant or text.format(context=context)


def _not_in_context(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    place = failed.args.index("build") + 1 if "build" in failed.args else 0
    words = [*failed.args[:place], "--dry-run", *failed.args[place:]]
    text = _(
        "COPY finds only what is below the build's directory and not in .dockerignore. What that is: {command}"
    )
    return text.format(command=failed.with_words(words)) if place else ""


def _no_file_inside(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    path, name = found.groups()
    folder = posixpath.dirname(path) or "/"
    known = facts.container(name)
    if known and known[1] == "running":
        command = failed.with_words(["exec", name, "ls", "-a", folder])
    else:  # what it has can still be listed, though not by a program in it
        command = f"{failed.with_words(['export', name])} | tar t"
    return _("What is there: {command}").format(command=command)


def _no_file_here(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    folder, name = posixpath.split(found[1])
    meant = did_you_mean(name, facts.files(folder or "."))
    return meant or _("A path without CONTAINER: before it is one of this machine.")


def _no_directory_inside(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    name, colon, path = failed.args[-1].partition(":")
    if not colon:
        return ""
    command = failed.with_words(["exec", name, "mkdir", "-p", posixpath.dirname(path)])
    return _("cp makes no directory above its destination. Make it first: {command}").format(command=command)


def _no_container_of_cp(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("One of the two paths has to be CONTAINER:PATH.")


def _no_compose_file(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("compose reads compose.yaml in this directory or one above it; -f names another file.")


RULES: Final[Sequence[Rule]] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"' requires 1 argument\n\nUsage:  \S+ (?:image |builder |buildx )?build ", _no_context),
        (r"failed to read dockerfile: open (.+): no such file", _no_dockerfile),
        (r"unable to evaluate symlinks in Dockerfile path: lstat (.+): no such file", _no_dockerfile),
        (r'failed to calculate checksum of ref .*"(.+)": not found', _not_in_context),
        (r"COPY failed: file not found in build context", _not_in_context),
        (r"Could not find the file (.+) in container (\S+)", _no_file_inside),
        (r"(?m)^lstat (.+): no such file or directory", _no_file_here),
        (r"(?m)^no such directory$", _no_directory_inside),
        (r"must specify at least one container source", _no_container_of_cp),
        (r"no configuration file provided: not found", _no_compose_file),
    )
)
