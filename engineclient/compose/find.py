"""Find the files of a project, its directory and its variables."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from typing import Final

from engineclient.compose.envfiles import read_env_files
from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files
from engineclient.compose.interpolate import Warn
from engineclient.compose.local import local
from engineclient.compose.shortforms import join
from engineclient.golang.strconv import clean_path, parse_bool
from engineclient.values import Data

NAMES: Final = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDES: Final = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)


class Found(Data):
    """The files, the directory and the variables of a project.

    Attributes:
        paths: the compose files, in the order in which they are merged; empty if there is no project.
        directory: the directory of the project, absolute.
        environment: the variables of the shell, and those of env files that the shell does not have.

    """

    paths: tuple[str, ...]
    directory: str
    environment: Mapping[str, str]


def find(
    files: Files,
    environ: Mapping[str, str],
    warn: Warn,
    *,
    paths: Sequence[str] = (),
    project_directory: str = "",
    env_files: Sequence[str] = (),
) -> Found:
    """Find a project as docker compose does: in the current directory or the nearest one above it.

    Args:
        files: the file system.
        environ: the variables of the shell.
        warn: takes warnings about files that are ambiguous, and about variables that are not set.
        paths: the compose files, instead of the search; `-` is standard input.
        project_directory: the directory, instead of that of the first file.
        env_files: the env files, instead of `.env`.

    Raises:
        ComposeError: a file that COMPOSE_FILE names or an env file is missing, or an env file is malformed.

    """
    search = _Search(files, dict(environ), warn, list(paths), project_directory, env_files)
    search.variables()
    search.from_environment()
    search.default()
    search.variables()
    absolute = tuple(
        each if each == "-" else local(each, files.working_directory(), files) for each in search.paths
    )
    return Found(absolute, search.directory(), search.environment)


def settings(
    files: Files,
    environ: Mapping[str, str],
    *,
    paths: Sequence[str] = (),
    project_directory: str = "",
    env_files: Sequence[str] = (),
) -> dict[str, str]:
    """The variables of docker compose itself, those named COMPOSE_...: of the shell, or else of the env files.

    The arguments are those of `find`. An env file that is missing or malformed is ignored here: loading the project
    reports it.
    """
    search = _Search(files, dict(environ), lambda _: None, list(paths), project_directory, env_files)
    try:
        search.variables()
    except ComposeError:
        pass
    return {name: value for name, value in search.environment.items() if name.startswith("COMPOSE_")}


class _Search:
    def __init__(
        self,
        files: Files,
        environment: dict[str, str],
        warn: Warn,
        paths: list[str],
        project_directory: str,
        env_files: Sequence[str],
    ) -> None:
        self.files = files
        self.environment = environment
        self.warn = warn
        self.paths = paths
        self.project_directory = project_directory
        self.env_files = env_files
        self._default_env_files: tuple[str, ...] = ()

    def absolute(self, path: str) -> str:
        return clean_path(path if path.startswith("/") else join(self.files.working_directory(), path))

    def directory(self) -> str:
        if self.project_directory:
            return self.absolute(self.project_directory)
        first = next((each for each in self.paths if each != "-"), None)
        if first is None:
            return self.files.working_directory()
        return posixpath.dirname(self.absolute(local(first, self.files.working_directory(), self.files)))

    def variables(self) -> None:
        """Add the variables of the env files that are known so far."""
        paths = [self.absolute(each) for each in self.env_files]
        if not paths:
            disabled = self.environment.get("COMPOSE_DISABLE_ENV_FILE")
            if disabled is not None and _truth(disabled):
                return
            default = join(self.directory(), ".env")
            if self.files.exists(default) and not self.files.is_directory(default):
                self._default_env_files = (default,)
            paths = list(self._default_env_files)
        found = read_env_files(self.files, paths, self.environment, self.warn)
        self.environment = {**found, **self.environment}

    def from_environment(self) -> None:
        """Use the files that COMPOSE_FILE names."""
        if self.paths or "COMPOSE_FILE" not in self.environment:
            return
        separator = self.environment.get("COMPOSE_PATH_SEPARATOR") or ":"
        for path in self.environment["COMPOSE_FILE"].split(separator):
            full = path if path == "-" else self.absolute(path)
            if path != "-" and not self.files.exists(full):
                raise ComposeError(f"stat {full}: no such file or directory")
            self.paths.append(full)

    def default(self) -> None:
        """Use the nearest file with a default name, from the directory upwards, and its override file."""
        if self.paths:
            return
        folder = self.directory()
        while True:
            if found := self._named(NAMES, folder, "config"):
                self.paths.append(found)
                if override := self._named(OVERRIDES, folder, "override"):
                    self.paths.append(override)
                return
            parent = posixpath.dirname(folder)
            if parent == folder:
                return
            folder = parent

    def _named(self, names: Sequence[str], folder: str, what: str) -> str:
        found = [path for path in (join(folder, name) for name in names) if self.files.exists(path)]
        if len(found) > 1:
            self.warn(f"Found multiple {what} files with supported names: {', '.join(found)}")
            self.warn(f"Using {found[0]}")
        return found[0] if found else ""


def _truth(text: str) -> bool:
    try:
        return parse_bool(text)
    except ValueError as error:
        raise ComposeError(str(error)) from None
