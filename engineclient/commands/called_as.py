"""Adjust the command line if the program is called as `docker-compose`, through a link of that name.

Called by a user, `docker-compose up` is `minidocker compose up`. Called by docker, as a plugin in a directory
`cli-plugins`, the command line already contains `compose`, possibly after docker's global flags.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from engineclient.versions import CLIENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMPOSE: Final = "docker-compose"
METADATA: Final = "docker-cli-plugin-metadata"
"""The argument with which docker requests a plugin's metadata."""
_CALLED_BY_DOCKER: Final = "DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND"


def meant(called: str, args: Sequence[str], environ: Mapping[str, str]) -> Sequence[str]:
    """The arguments for `minidocker`.

    Args:
        called: the name or the path by which the program was called.
        args: its arguments.
        environ: the environment, in which docker sets a variable when it calls a plugin.

    """
    if os.path.basename(called) != COMPOSE or _CALLED_BY_DOCKER in environ:  # noqa: PTH119
        return args
    if args[:1] == [METADATA]:
        return args
    return ["compose", *(["version"] if list(args) in (["--version"], ["-v"]) else args)]


def metadata() -> str:
    """The metadata of the plugin, as JSON."""
    about = {
        "SchemaVersion": "0.1.0",
        "Vendor": "engineclient",
        "Version": CLIENT,
        "ShortDescription": "Run projects of several containers",
    }
    import json  # imported here because no other call needs it

    return json.dumps(about)
