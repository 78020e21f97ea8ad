"""What is done for a project outside the engine before any request: providers, language models, the engine's socket."""

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
    """Run the programs that a project names; the result is the project as far as it is the engine's.

    Raises:
        Failure: a program is missing or fails.

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
    """Have providers take back what they provide for these services, or for all if none are named.

    Raises:
        Failure: a program is missing or fails.

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
