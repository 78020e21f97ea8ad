"""Local paths of the files that compose files and flags name, some of which are on other machines."""

from __future__ import annotations

import posixpath
from typing import Final

from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files
from engineclient.compose.shortforms import join

ARTIFACT: Final = "oci://"
"""The prefix of a path that is a project in a registry: `oci://NAME`."""
_REMOTE: Final = (ARTIFACT, "git@", "git://", "ssh://", "https://", "http://", "github.com/")


def is_remote(path: str) -> bool:
    """Whether `path` is a URL, or a name of a git repository or of a project in a registry."""
    return path.startswith(_REMOTE)


def local(path: str, folder: str, files: Files) -> str:
    """`path`, joined to `folder` if it is relative; for a project in a registry, the compose file of a local copy.

    Raises:
        ComposeError: it is another remote path, or the project cannot be fetched.

    """
    if path.startswith(ARTIFACT):
        return files.fetched(path)
    if is_remote(path):
        raise ComposeError(
            f"remote resource {path} is not supported", hint="download it and name the local file"
        )
    return path if path.startswith("/") else join(folder, path)


def directory_of(path: str, folder: str, files: Files) -> str:
    """The directory of `path`, or `path` itself if it is one, relative to `folder`."""
    full = local(path, folder, files)
    if not files.is_directory(full):
        full = (
            posixpath.dirname(full)
            if is_remote(path)
            else local(posixpath.dirname(path) or ".", folder, files)
        )
    return posixpath.relpath(full, folder) if full.startswith("/") == folder.startswith("/") else full
