"""Prepare a project for the engine: run its providers and models, and carry out `use_api_socket`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.commands.compose.progress import reporter
from engineclient.commands.compose.project import complaining

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engineclient.cli.app import App
    from engineclient.compose import Project
    from engineclient.compose.shell_out import ShellOut


def with_programs_run(app: App, project: Project, *, quiet_pull: bool = False) -> Project:
    """Run the programs of a project, and return the project for the engine: see `ShellOut.up` and `with_api_socket`.

    Raises:
        Failure: a program is missing or failed.

    """
    from engineclient.compose.api_socket import uses_api_socket, with_api_socket

    if project.models or any(each.provider for each in project.services.values()):
        with complaining(app):
            project = _shell_out(app, quiet_pull=quiet_pull).up(project)
    if uses_api_socket(project):
        from engineclient.cli.credentials import credentials_of

        project = with_api_socket(project, credentials_of(app).every_entry())
    return project


def run_providers_down(app: App, project: Project, services: Sequence[str]) -> None:
    """Run the command `down` of the providers, or only of those that stand for `services` if any are named.

    Raises:
        Failure: a program is missing or failed.

    """
    if any(each.provider for each in project.services.values()):
        with complaining(app):
            _shell_out(app).down(project, tuple(services))


def _shell_out(app: App, *, quiet_pull: bool = False) -> ShellOut:
    from engineclient.compose.shell_out import ShellOut
    from engineclient.connect.local_programs import LocalPrograms
    from engineclient.connect.resolve import config_folder

    extra = app.config.content.get("cliPluginsExtraDirs", ())
    return ShellOut(
        programs=LocalPrograms([*extra, f"{config_folder()}/cli-plugins"]),
        report=reporter(app),
        quiet_pull=quiet_pull,
        dry_run=app.group_options["dry_run"],
    )
