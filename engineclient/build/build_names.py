"""The name that buildx gives to a build: made of what its client told the engine, and of where it was. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import NamedTuple

from engineclient.archive.git import is_git_url, is_url

_DOCKERFILE = "Dockerfile"


class LocalBuild(NamedTuple):
    """Where a build that this machine asked for was: paths, or a URL; "-" for what came from standard input."""

    context: str = ""
    dockerfile: str = ""

    @property
    def is_remote(self) -> bool:
        """Whether the context is a URL."""
        return is_url(self.context) or is_git_url(self.context)


def build_name(attributes: Mapping[str, str], local: LocalBuild | None = None) -> str:
    """The name of a build.

    Args:
        attributes: of its frontend.
        local: where it was, None if another machine asked for it.

    >>> build_name({"filename": "Dockerfile", "target": "web"}, LocalBuild("/home/me/site", "/home/me/site/Dockerfile"))
    'site (web)'

    """
    if given := attributes.get("build-arg:BUILDKIT_BUILD_NAME"):
        return given
    place, dockerfile = "", attributes.get("filename", "")
    if dockerfile == _DOCKERFILE:
        dockerfile = ""
    if (folder := attributes.get("vcs:localdir:dockerfile", ".")) != ".":
        dockerfile = posixpath.normpath(posixpath.join(folder, dockerfile))
    if local is not None and not local.is_remote:
        place = local.context if local.context != "-" else ""
        if local.dockerfile not in ("", "-", _DOCKERFILE):
            dockerfile = local.dockerfile
    context = attributes.get("context", "")
    if not context and (folder := attributes.get("vcs:localdir:context", ".")) != ".":
        context = folder
    target = attributes.get("target", "")
    name = context or _name_of(place, dockerfile)
    if target:
        name = f"{name} ({target})" if name else target
    return name or attributes.get("vcs:source", "")


def _name_of(place: str, dockerfile: str) -> str:
    """The last part of a directory's path, with the Dockerfile's name unless that is the usual one."""
    is_usual = not dockerfile or dockerfile.endswith(f"/{_DOCKERFILE}")
    dockerfile = dockerfile.removesuffix(f"/{_DOCKERFILE}")
    if dockerfile.startswith(place) and len(dockerfile) > len(place):
        return dockerfile[place.rfind("/") + 1 :]
    path = dockerfile or place
    if not path:
        return ""
    folder, slash, name = path.rpartition("/")
    if is_usual:
        return name
    return posixpath.join(posixpath.basename(folder) or "/", name) if slash else posixpath.join(path, path)
