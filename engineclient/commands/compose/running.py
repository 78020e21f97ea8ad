"""Functions of the commands of compose that read or change the containers of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engineclient.cli.failures import Failure
from engineclient.commands.compose.project import load
from engineclient.golang.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App
    from engineclient.compose import Project
    from engineclient.compose.selection import Depends
    from engineclient.compose.state import Container


class Named(NamedTuple):
    """A project, or only its name if no files were loaded.

    Attributes:
        name: its name.
        project: the project; None if only the labels of its containers are known.

    """

    name: str
    project: Project | None


def named(app: App, services: Sequence[str] = ()) -> Named:
    """The project that the flags name; with `--project-name` and without `--file`, files are not loaded.

    Raises:
        Failure: the files do not define a valid project, or have no such service.

    """
    given = app.group_options
    if given["project_name"] and not given["file"]:
        return Named(given["project_name"], None)
    try:
        project = whole(app, services)
    except Failure:
        if name := given["settings"].get("COMPOSE_PROJECT_NAME"):
            return Named(name, None)
        raise
    return Named(project.name, project)


def whole(app: App, services: Sequence[str] = ()) -> Project:
    """The project of the files with all its services; the profiles of `services`, which must exist, are enabled, too.

    Raises:
        Failure: the files do not define a valid project, or have no such service.

    """
    from engineclient.compose import Options

    project = load(app, Options())
    for each in services:
        if each not in project.all_services:
            raise Failure(f"no such service: {each}")
    return project.with_services_enabled(services)


def containers(app: App, name: str, *, all: bool = True) -> Sequence[Container]:
    """The containers of a project, or without `all` those that run."""
    from engineclient.procedures.compose.containers import containers_of

    return app.engine().perform(containers_of(name, all=all))


def depends_on(target: Named, found: Sequence[Container]) -> Depends:
    """The dependencies between the services of a project."""
    from engineclient.compose.selection import dependencies

    return dependencies(target.project, found)


def separator(app: App) -> str:
    """The separator in names of containers: "_" with --compatibility, otherwise "-"."""
    return "_" if app.group_options["compatibility"] else "-"


def limit(app: App) -> int:
    """The maximum number of operations at the same time: `--parallel`, COMPOSE_PARALLEL_LIMIT, or 50.

    Raises:
        Failure: the variable is not a number.

    """
    given = app.group_options["parallel"]
    if given == -1 and (text := app.group_options["settings"].get("COMPOSE_PARALLEL_LIMIT")):
        try:
            given = int(text)
        except ValueError:
            raise Failure(f"COMPOSE_PARALLEL_LIMIT must be an integer (found: {quote(text)})") from None
    return given if given > 0 else 50


def quiet(app: App) -> None:
    """Turn the progress off for the rest of the command."""
    app.group_options["progress"] = "quiet"
