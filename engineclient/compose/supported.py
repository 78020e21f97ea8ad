"""Check whether a project is ready for the engine, and find the keys that have no effect."""

from __future__ import annotations

from engineclient.compose.api_socket import CONFIG, uses_api_socket
from engineclient.compose.errors import ComposeError
from engineclient.compose.project import Project


def check_supported(project: Project) -> None:
    """Check that the programs of a project have run, and that `use_api_socket` has been carried out.

    Raises:
        ComposeError: they have not run, or it has not; the hint tells how to do so.

    """
    for name, service in sorted(project.services.items()):
        if service.provider is not None:
            raise ComposeError(
                f'service "{name}" has a provider whose program has not run',
                ("services", name, "provider"),
                hint="pass the project through ShellOut.up of engineclient.compose.shell_out first",
            )
    if project.models:
        raise ComposeError(
            f"models have not been set up: {', '.join(sorted(project.models))}",
            ("models",),
            hint="pass the project through ShellOut.up of engineclient.compose.shell_out first",
        )
    if uses_api_socket(project) and CONFIG not in project.configs:
        raise ComposeError(
            "a service has use_api_socket, but the socket has not been mounted",
            hint="pass the project through with_api_socket of engineclient.compose.api_socket first",
        )


def without_effect(project: Project) -> list[str]:
    """A warning for each key of a service that has no effect, neither here nor in docker compose."""
    found: list[str] = []
    for name, each in sorted(project.services.items()):
        keys = {
            "credential_spec": each.credential_spec,
            "build.isolation": each.build and each.build.isolation,
        }
        found += [f'service "{name}": {key} has no effect' for key, value in keys.items() if value]
    return found
