"""Load the project that the flags of `compose` name, and print warnings about it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from engineclient.cli import standard_input
from engineclient.cli.failures import Failure
from engineclient.compose.errors import ComposeError
from engineclient.compose.local import ARTIFACT
from engineclient.golang.log_lines import info_line, json_line, warning_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engineclient.cli.app import App
    from engineclient.compose import Options, Project
    from engineclient.compose.files import LocalFiles
    from engineclient.compose.project import ProjectSource
    from engineclient.compose.tree import Tree


def request(app: App, options: Options) -> ProjectSource:
    """The source of the project that the flags name."""
    from engineclient.compose.project import ProjectSource

    given = app.group_options
    return ProjectSource(
        paths=tuple(given["file"]),
        project_name=given["project_name"],
        project_directory=given["project_directory"],
        profiles=tuple(given["profile"]),
        env_files=tuple(given["env_file"]),
        options=options,
        environ=os.environ,
        files=local_files(app),
        warn=partial(warn, app),
    )


def settings(app: App) -> Mapping[str, str]:
    """The variables of docker compose itself, those named COMPOSE_..., of the shell or else of the env files."""
    from engineclient.compose.find import settings

    given = app.group_options
    if is_from_registry(app):
        return os.environ
    return settings(
        local_files(app),
        os.environ,
        paths=given["file"],
        project_directory=given["project_directory"],
        env_files=given["env_file"],
    )


def is_true(text: str) -> bool:
    """Whether the value of a variable means true, by docker compose's rules."""
    return text.lower() in ("1", "t", "true", "y", "yes", "on")


def removes_orphans(flag: bool | None, variables: Mapping[str, str]) -> bool:
    """Whether to remove containers of services that are not in the files: the flag, or else COMPOSE_REMOVE_ORPHANS."""
    return is_true(variables.get("COMPOSE_REMOVE_ORPHANS", "")) if flag is None else flag


def local_files(app: App) -> LocalFiles:
    """The file system of this machine with projects from registries, each of which is fetched once per command."""
    from engineclient.compose.files import LocalFiles

    def fetch(path: str) -> str:
        if "remote" not in app.group_options:
            from engineclient.commands.compose.remote import RemoteProjects

            app.group_options["remote"] = RemoteProjects(app, os.environ)
        return str(app.group_options["remote"].fetch(path))

    return LocalFiles(standard_input.whole, fetch)


def is_from_registry(app: App) -> bool:
    """Whether the project is loaded from a registry."""
    return any(path.startswith(ARTIFACT) for path in app.group_options["file"][:1])


def load(app: App, options: Options, services: Sequence[str] = ()) -> Project:
    """The project that the flags name; if `services` are named, with only these and their dependencies.

    Raises:
        Failure: the files do not define a valid project, or have no such service.

    """
    with complaining(app):
        project = request(app, options).project()
        project = project.with_services_enabled(services).with_selected_services(services)
    return project if app.group_options["all_resources"] else project.without_unused()


def model(app: App, options: Options) -> Tree:
    """The merged tree of the files that the flags name.

    Raises:
        Failure: they cannot be merged.

    """
    with complaining(app):
        return request(app, options).model()


@contextmanager
def complaining(app: App) -> Iterator[None]:
    """Turn a ComposeError into a Failure; on a terminal with the position in the file and the hint."""
    try:
        yield
    except ComposeError as error:
        lines = [error.message]
        if app.err.is_terminal():
            lines += [str(error.place)] if error.place else []
            lines += [error.hint] if error.hint else []
        raise Failure("\n".join(lines)) from error


def warn(app: App, text: str) -> None:
    """Print a warning on standard error."""
    if app.group_options["progress"] == "json":
        app.err.line(json_line("warning", text))
    else:
        app.err.line(warning_line(text, coloured=app.err.is_terminal()))


def inform(app: App, text: str) -> None:
    """Print a log line of the level info on standard error."""
    if app.group_options["progress"] == "json":
        app.err.line(json_line("info", text))
    else:
        app.err.line(info_line(text, coloured=app.err.is_terminal()))


def lines(app: App, names: Iterable[str]) -> None:
    """Print names sorted, one per line."""
    for name in sorted(names):
        app.out.line(name)
