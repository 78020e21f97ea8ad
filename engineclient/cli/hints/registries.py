"""Errors of registries: no access, unknown tags, too many pulls, no connection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engineclient.cli.hints.failed import did_you_mean
from engineclient.languages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.hints.failed import Facts, Failed, Rule


def _pull_denied(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    meant = did_you_mean(found[1].removeprefix("docker.io/").removeprefix("library/"), facts.images())
    text = _(
        "Three causes look alike: the name is misspelt, the repository is private ({login}), or it is gone."
    )
    return " ".join(filter(None, (text.format(login=failed.with_words(["login"])), meant)))


def _no_tag(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _("The repository is there, but not this tag or digest. Look the tags up at the registry.")


def _rate(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _(
        "The registry counts the pulls of your address. With an account it allows more: {command}"
    ).format(command=failed.with_words(["login"]))


def _registry_away(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _(
        "The engine, not this client, asks the registry: look at the engine's own network, DNS and proxy."
    )


def _plain_registry(found: re.Match[str], failed: Failed, facts: Facts) -> str:
    return _(
        "This registry speaks plain HTTP. List it under insecure-registries in the engine's daemon.json."
    )


RULES: Final[Sequence[Rule]] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"pull access denied for (\S+?),", _pull_denied),
        (r"manifest unknown|manifest for \S+ not found|not found: manifest", _no_tag),
        (r"toomanyrequests|rate limit", _rate),
        (r"server gave HTTP response to HTTPS client", _plain_registry),
        (r'Get "https://[^"]+/v2/[^"]*": (?:dial|net/http|context|proxyconnect)', _registry_away),
    )
)
