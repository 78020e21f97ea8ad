"""Hints: one line after docker's own error with the likely cause and what to do next.

A rule is a pattern of an error text of docker or the engine, and a function that makes the sentence. It looks up what
it needs to know about the engine and this machine through `Facts`, which return empty values instead of raising.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engineclient.cli.hints import command_line, files, objects, registries, starting
from engineclient.cli.hints.failed import Facts, Failed, nearest
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.hints.failed import Rule

__all__ = ["Facts", "Failed", "hint", "nearest"]

_RULES: Final[Sequence[Rule]] = (
    *command_line.RULES,
    *objects.RULES,
    *registries.RULES,
    *starting.RULES,
    *files.RULES,
)
"""The first rule that fits makes the hint."""
_NOT_STARTED: Final = re.compile(
    "failed to create task for container|failed to set up container networking|OCI runtime create failed"
    "|driver failed programming|could not select device driver"
)
"""Patterns of errors that occur when a container is started rather than created."""


def hint(failed: Failed, facts: Facts) -> str:
    """The hint for an error, or ""."""
    for pattern, rule in _RULES:
        if (found := pattern.search(failed.text)) and (sentence := rule(found, failed, facts)):
            return " · ".join(filter(None, (sentence, _remains(failed, facts))))
    return _remains(failed, facts)


def _remains(failed: Failed, facts: Facts) -> str:
    """The sentence about a container that was created and did not start."""
    if (
        failed.args[:1] not in (["run"], ["create"])
        or "--rm" in failed.args
        or not _NOT_STARTED.search(failed.text)
    ):
        return ""
    name = _name_given(failed.args) or facts.newest_created()
    if not name:
        return ""
    command = failed.with_words(["rm", name])
    return _("The new container stays, in the state Created: {command}").format(command=command)


def _name_given(args: Sequence[str]) -> str:
    """The value of --name."""
    for place, word in enumerate(args):
        if word.startswith("--name="):
            return word.partition("=")[2]
        if word == "--name":
            return args[place + 1] if place + 1 < len(args) else ""
    return ""
