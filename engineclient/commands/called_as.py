"""What a command line means when the program is called by another name, through a link to it.

`docker-compose` is `minidocker compose`. As docker itself calls it, as a plugin in a directory `cli-plugins`, it is
given docker's own words: `docker-compose compose up`, with docker's global flags before them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from engineclient.versions import CLIENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMPOSE: Final = "docker-compose"
METADATA: Final = "docker-cli-plugin-metadata"
"""The word by which docker asks a plugin what it is."""
_CALLED_BY_DOCKER: Final = "DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND"


def meant(called: str, args: Sequence[str], environ: Mapping[str, str]) -> Sequence[str]:
    """The command line of `minidocker` that is meant.

    Args:
        called: the name or the path that the program was called by.
        args: the words behind it.
        environ: docker says in it that it is the caller.

    """
    if os.path.basename(called) != COMPOSE or _CALLED_BY_DOCKER in environ:  # noqa: PTH119
        return args
    if args[:1] == [METADATA]:
        return args
    return ["compose", *(["version"] if list(args) in (["--version"], ["-v"]) else args)]


def metadata() -> str:
    """What docker wants to know of a plugin."""
    told = {
        "SchemaVersion": "0.1.0",
        "Vendor": "engineclient",
        "Version": CLIENT,
        "ShortDescription": "Run projects of several containers",
    }
    import json  # no other start needs it

    return json.dumps(told)
