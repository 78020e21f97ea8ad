"""Where a file that another file names is."""

from __future__ import annotations

import posixpath
from typing import Final

from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files
from engineclient.compose.shortforms import join

_REMOTE: Final = ("oci://", "git@", "git://", "ssh://", "https://", "http://", "github.com/")


def local(path: str, folder: str) -> str:
    """`path`, below `folder` if it is relative.

    Raises:
        ComposeError: it is on another machine, which is not supported.

    """
    if path.startswith(_REMOTE):
        raise ComposeError(
            f"remote resource {path} is not supported", hint="download it and name the local file"
        )
    return path if path.startswith("/") else join(folder, path)


def directory_of(path: str, folder: str, files: Files) -> str:
    """The directory of `path`, or `path` itself if it is one, relative to `folder`."""
    full = local(path, folder)
    if not files.is_directory(full):
        full = local(posixpath.dirname(path) or ".", folder)
    return posixpath.relpath(full, folder) if full.startswith("/") == folder.startswith("/") else full
