"""The part of a container's creation that the project does not define: API version, image ID, links, proxies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from engineclient.compose.files import Files
from engineclient.compose.mounts import Inherited


class Around(NamedTuple):
    """What a container is created with that is not in the project.

    Attributes:
        api_version: the engine's.
        image_id: the ID of the service's image.
        links: HostConfig.Links.
        environment: variables below those of the service, such as proxies.
        inherited: volumes that are taken over from the container that is replaced, by target.
        labels: labels beside those of every container of the project.
        env_files: those of the command line.
        aliases: whether the container has the names of its service on its networks.
        attach_stdin, auto_remove: what `run` may want.
        separator: what stands between the parts of names.
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
