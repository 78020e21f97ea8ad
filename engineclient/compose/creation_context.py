"""The values for the creation of a container that the project does not define: API version, image ID, links, proxies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engineclient.compose.files import Files
from engineclient.compose.mounts import Inherited


class CreationContext(NamedTuple):
    """The values for the creation of a container that the project does not define.

    Attributes:
        api_version: the API version of the engine.
        image_id: the ID of the service's image.
        links: the elements of HostConfig.Links, `CONTAINER:ALIAS`.
        environment: variables that those of the service override, such as proxies; None for a name without a value.
        inherited: the mounts taken over from the replaced container, by target.
        labels: labels in addition to those of every container of the project.
        env_files: the paths given with `--env-file`, for a label.
        aliases: whether the container gets the name and the aliases of its service on its networks.
        attach_stdin: attach to the container's standard input.
        auto_remove: let the engine remove the container when it exits.
        separator: the text between the parts of names, `-` or, as in Compose 1, `_`.
        files: the file system of this machine, for seccomp profiles; None if it must not be read.

    """

    api_version: str = "1.51"
    image_id: str = ""
    links: Sequence[str] = ()
    environment: Mapping[str, str | None] = {}
    inherited: Mapping[str, Inherited] = {}
    labels: Mapping[str, str] = {}
    env_files: tuple[str, ...] = ()
    aliases: bool = True
    attach_stdin: bool = False
    auto_remove: bool = False
    separator: str = "-"
    files: Files | None = None
