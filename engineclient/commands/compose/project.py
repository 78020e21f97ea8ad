"""Loads the project that the flags of `compose` name, and prints warnings about it."""

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
    """Compose's own variables, those named COMPOSE_..., as the shell and the .env files have them."""
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
    """Whether the value of a variable turns something on; `yes` and `on` do not."""
    return text.strip().lower() in ("1", "t", "true", "y")


def removes_orphans(flag: bool | None, variables: Mapping[str, str]) -> bool:
    """Whether containers of services that are not in the files are removed: as the flag says, or COMPOSE_REMOVE_ORPHANS."""
    return is_true(variables.get("COMPOSE_REMOVE_ORPHANS", "")) if flag is None else flag


def local_files(app: App) -> LocalFiles:
    """The files of this machine, and copies of projects in registries; both are the same for the whole command."""
    from engineclient.compose.files import LocalFiles

    def fetch(path: str) -> str:
        if "remote" not in app.group_options:
            from engineclient.commands.compose.remote import RemoteProjects

            app.group_options["remote"] = RemoteProjects(app, os.environ)
        return str(app.group_options["remote"].fetch(path))

    return LocalFiles(standard_input.whole, fetch)


def is_from_registry(app: App) -> bool:
    """Whether the project is one of a registry."""
    return any(path.startswith(ARTIFACT) for path in app.group_options["file"][:1])


def load(app: App, options: Options, services: Sequence[str] = ()) -> Project:
    """The project that the flags name, with `services` and what they depend on alone.

    Raises:
        Failure: the files make none.

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
    """Show an error of the files in compose's words and, on a terminal, where it is and what to do about it."""
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
    """Print a note on standard error."""
    if app.group_options["progress"] == "json":
        app.err.line(json_line("info", text))
    else:
        app.err.line(info_line(text, coloured=app.err.is_terminal()))


def lines(app: App, names: Iterable[str]) -> None:
    """Print names, a line each, in alphabetical order."""
    for name in sorted(names):
        app.out.line(name)
