"""Clones a git repository that is a build context, with the local git, as docker's client does."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import which
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from engineclient.archive.context import ContextError

if TYPE_CHECKING:
    from collections.abc import Sequence

_TRANSPORTS: Final = ("git", "http", "https", "ssh")
_URL_OF_REPOSITORY: Final = re.compile(r".git(?:#.+)?$")  # the dot matches any character, as in docker
_DEFAULT_REF: Final = "master"
# Submodules and redirects must not make git read local files.
_SAFE: Final = ("-c", "protocol.file.allow=never")

IsSmart = Callable[[str], bool]
"""Tells whether the HTTP server of a repository supports git's smart protocol, and so a shallow fetch."""


class GitMissing(ContextError):
    """There is no git on this machine."""

    def __init__(self) -> None:
        super().__init__("unable to find 'git': exec: \"git\": executable file not found in $PATH")


class Repository(NamedTuple):
    """A repository, ref and directory, as in the URL `remote#ref:directory`."""

    remote: str
    ref: str
    directory: str


def is_url(text: str) -> bool:
    """Whether a context is an HTTP URL."""
    return text.startswith(("http://", "https://"))


def is_git_url(text: str) -> bool:
    """Whether a context is a git repository."""
    if is_url(text) and _URL_OF_REPOSITORY.search(text):
        return True
    return text.startswith(("git://", "github.com/", "git@"))


def parse_repository(url: str) -> Repository:
    """Parse a URL into the repository, the ref (branch, tag or commit) and the directory.

    Raises:
        ContextError: git would interpret the ref as an option.

    """
    is_transport = url.startswith("git@") or url.partition("://")[0] in _TRANSPORTS
    if not is_transport:
        url = f"https://{url}"
    remote, _, fragment = url.partition("#")
    if not url.startswith("git@"):
        fragment = unquote(fragment)
    ref, _, directory = fragment.partition(":")
    if ref.startswith("-"):
        raise ContextError(f"invalid refspec: {ref}")
    return Repository(remote, ref or _DEFAULT_REF, directory)


@contextmanager
def cloned(url: str, is_smart: IsSmart) -> Iterator[str]:
    """Clone a repository into a temporary directory, which is removed at the end; yields the context directory.

    Args:
        url: `https://host/repository.git#ref:directory`.
        is_smart: called for a repository that is fetched by HTTP.

    Raises:
        GitMissing: there is no git; this is checked before the URL.
        ContextError: git fails; the message contains git's own.

    """
    if which("git") is None:
        raise GitMissing
    repository = parse_repository(url)
    with tempfile.TemporaryDirectory(prefix="docker-build-git") as root:
        _git(root, ("init",), f"failed to init repo at {root}")
        _git(
            root,
            ("remote", "add", "origin", repository.remote),
            f"failed add origin repo at {repository.remote}",
        )
        shallow = not is_url(repository.remote) or is_smart(repository.remote)
        depth = ("--depth", "1") if shallow else ()
        _git(root, ("fetch", *depth, "origin", "--", repository.ref), "error fetching")
        try:
            _git(root, ("checkout", repository.ref), f"error checking out {repository.ref}")
        except ContextError as error:
            try:
                _git(root, ("checkout", "FETCH_HEAD"), "")
            except ContextError:
                raise error from None
        _git(
            root,
            ("submodule", "update", "--init", "--recursive", "--depth=1"),
            "error initializing submodules",
        )
        yield _directory_in(root, repository.directory)


def _directory_in(root: str, directory: str) -> str:
    """The path of a directory of the clone. Raises ContextError if a link leads out of the clone."""
    if not directory:
        return root
    path = os.path.realpath(f"{root}/{directory}")
    if path != root and not path.startswith(f"{os.path.realpath(root)}/"):
        raise ContextError(f'error setting git context, "{directory}" not within git root')
    if not os.path.exists(path):  # noqa: PTH110
        raise ContextError(f"stat {path}: no such file or directory")
    if not os.path.isdir(path):  # noqa: PTH112
        raise ContextError(f"error setting git context, not a directory: {path}")
    return path


def _git(directory: str, arguments: Sequence[str], failing: str) -> None:
    environ = {**os.environ, "GIT_PROTOCOL_FROM_USER": "0"}
    ended = subprocess.run(
        ["git", *_SAFE, *arguments],
        cwd=directory,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if ended.returncode:
        output = ended.stdout.decode("utf-8", "surrogateescape")
        raise ContextError(f"{failing}: {output}: exit status {ended.returncode}")
