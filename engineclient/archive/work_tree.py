"""The git work tree that a build context is in: commit, remote and places, as attributes of the build's frontend."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import which
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from engineclient.archive.context import ContextError
from engineclient.golang.strconv import parse_bool

_REVISION: Final = "label:org.opencontainers.image.revision"
_SOURCE: Final = "label:org.opencontainers.image.source"
_ENTRYPOINT: Final = "label:com.docker.image.source.entrypoint"
_UNKNOWN: Final = ("unknown revision or path not in the working tree", "bad revision")
_NO_REMOTE: Final = "no remote URL found for either origin or upstream"


class WorkTree:
    """The work tree around a directory; every question to it is a call of git."""

    def __init__(self, directory: str) -> None:
        program = which("git")
        if program is None:
            raise ContextError('exec: "git": executable file not found in $PATH')
        self._program = program
        self._directory = directory

    def run(self, *args: str) -> str:
        """The first line that git prints.

        Raises:
            ContextError: git failed; with its message.

        """
        command = [self._program, "-c", "log.showSignature=false", *args]
        try:
            ended = subprocess.run(
                command,
                cwd=self._directory,
                env={**os.environ, "LC_ALL": "C"},
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise ContextError((error.strerror or str(error)).lower()) from error
        if ended.returncode:
            raise ContextError(os.fsdecode(ended.stderr).removesuffix("\n"))
        return os.fsdecode(ended.stdout).partition("\n")[0].replace("'", "")

    def is_inside(self) -> bool:
        """Whether the directory is in a work tree."""
        try:
            return self.run("rev-parse", "--is-inside-work-tree") == "true"
        except ContextError:
            return False

    def root(self) -> str:
        """The highest directory of the work tree."""
        return self.run("rev-parse", "--show-toplevel")

    def commit(self) -> str:
        """The commit that is checked out; "" before the first one."""
        try:
            return self.run("show", "--format=%H", "HEAD", "--quiet", "--")
        except ContextError as error:
            if any(text in str(error).lower() for text in _UNKNOWN):
                return ""
            raise

    def is_dirty(self) -> bool:
        """Whether there is anything that is not committed, ignored files included."""
        try:
            return bool(self.run("status", "--porcelain", "--ignored").strip())
        except ContextError:
            return True

    def remote(self) -> str:
        """The URL of the remote that the branch follows, or of `origin` or `upstream`, without a password.

        Raises:
            ContextError: there is none.

        """
        for name in (self._followed(), "origin", "upstream"):
            try:
                if name and (url := self.run("remote", "get-url", name)):
                    return _without_user(url)
            except ContextError:
                continue
        raise ContextError(_NO_REMOTE)

    def _followed(self) -> str:
        try:
            branch = self.run("symbolic-ref", "-q", "HEAD")
            return self.run("for-each-ref", "--format=%(upstream:remotename)", branch) if branch else ""
        except ContextError:
            return ""


def git_attributes(
    context: str, dockerfile: str, directories: Mapping[str, str], environ: Mapping[str, str]
) -> dict[str, str]:
    """What a build is told of the work tree around its context; nothing if there is none.

    Args:
        context: the directory.
        dockerfile: the path of the Dockerfile; "" for that in the context.
        directories: those that the build reads, by the names by which the engine asks for them.
        environ: BUILDX_GIT_INFO, BUILDX_GIT_LABELS and BUILDX_GIT_CHECK_DIRTY decide what is told.

    Raises:
        ContextError: git is missing, or fails.

    """
    labels = environ.get("BUILDX_GIT_LABELS") == "full" or _is_on(environ, "BUILDX_GIT_LABELS", default=False)
    info = _is_on(environ, "BUILDX_GIT_INFO", default=True)
    if not (labels or info) or not _may_be_inside(context, environ):
        return {}
    has_own = os.path.isdir(os.path.join(context, ".git"))  # noqa: PTH112, PTH118
    try:
        tree = WorkTree(context)
    except ContextError as error:
        if has_own:
            raise ContextError(f"git was not found in the system: {error}") from error
        return {}
    if not tree.is_inside():
        if has_own:
            raise ContextError(
                "failed to read current commit information with git rev-parse --is-inside-work-tree"
            )
        return {}
    root = _failing("get git root dir", tree.root)
    found: dict[str, str] = {}

    def add(label: str, name: str, value: str) -> None:
        found.update({label: value} if labels else {})
        found.update({name: value} if info else {})

    if commit := _failing("get git commit", tree.commit):
        is_dirty = _is_on(environ, "BUILDX_GIT_CHECK_DIRTY", default=False) and tree.is_dirty()
        add(_REVISION, "vcs:revision", f"{commit}-dirty" if is_dirty else commit)
    try:
        add(_SOURCE, "vcs:source", tree.remote())
    except ContextError:
        pass
    if labels and (place := _below(root, os.path.abspath(dockerfile or os.path.join(context, "Dockerfile")))):  # noqa: PTH100, PTH118
        found[_ENTRYPOINT] = place
    if info:
        for name, directory in directories.items():
            if place := _below(root, os.path.realpath(directory)):
                found[f"vcs:localdir:{name}"] = place
    return found


def _may_be_inside(directory: str, environ: Mapping[str, str]) -> bool:
    """Whether it is worth asking git: some directory above has `.git`, or the environment names a repository."""
    path = Path(os.path.realpath(directory))
    return "GIT_DIR" in environ or any((each / ".git").exists() for each in (path, *path.parents))


def _failing(what: str, ask: Callable[[], str]) -> str:
    try:
        return ask()
    except ContextError as error:
        raise ContextError(f"failed to {what}: {error}") from error


def _below(root: str, path: str) -> str:
    """The path from the root; "" if it is elsewhere."""
    place = os.path.relpath(path, root)
    return "" if place.startswith("..") else place


def _is_on(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    try:
        return parse_bool(environ[name])
    except (KeyError, ValueError):
        return default


def _without_user(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.scheme or "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
