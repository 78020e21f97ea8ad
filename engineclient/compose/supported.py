"""What must be done for a project before any request, and which keys have no effect."""

from __future__ import annotations

from engineclient.compose.api_socket import CONFIG, uses_api_socket
from engineclient.compose.errors import ComposeError
from engineclient.compose.project import Project


def check_supported(project: Project) -> None:
    """Check that the programs that a project names have been run, and the engine's socket been given.

    Raises:
        ComposeError: they have not; the hint says how to do it.

    """
    for name, service in sorted(project.services.items()):
        if service.provider is not None:
            raise ComposeError(
                f'service "{name}" is a provider\'s, whose program has not been run',
                ("services", name, "provider"),
                hint="pass the project through ShellOut.up of engineclient.compose.shell_out before",
            )
    if project.models:
        raise ComposeError(
            f"models have not been set up: {', '.join(sorted(project.models))}",
            ("models",),
            hint="pass the project through ShellOut.up of engineclient.compose.shell_out before",
        )
    if uses_api_socket(project) and CONFIG not in project.configs:
        raise ComposeError(
            "a service uses use_api_socket, and has not been given the socket",
            hint="pass the project through with_api_socket of engineclient.compose.api_socket before",
        )


def without_effect(project: Project) -> list[str]:
    """A line for each part of the project that has no effect, as with docker compose."""
    found: list[str] = []
    for name, each in sorted(project.services.items()):
        keys = {
            "credential_spec": each.credential_spec,
            "build.isolation": each.build and each.build.isolation,
        }
        found += [f'service "{name}": {key} has no effect' for key, value in keys.items() if value]
    return found
