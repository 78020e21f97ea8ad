"""Start one container of a service."""

from __future__ import annotations

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose.model import Service
from engineclient.compose.mounts import put_files
from engineclient.compose.progress import Report, container
from engineclient.compose.project import Project
from engineclient.procedures.compose.files import put_all
from engineclient.procedures.compose.hooks import Line, run_hooks


def start(
    project: Project, service: Service, name: str, id: str, report: Report, line: Line | None = None
) -> Steps[None]:
    """Write the configs and secrets that are not files of the host into a container, start it and run its hooks.

    Args:
        project: declares the configs and secrets.
        service: the service of the container.
        name: the name of the container.
        id: its ID.
        report: takes the events of progress.
        line: takes the lines that the hooks print; by default they are dropped.

    Raises:
        ComposeError: a config or secret has no content, or the container is read-only.
        APIError: the engine cannot write a file or start the container.
        HookFailed: a hook of `post_start` fails; the container keeps running.

    """
    yield from put_all(id, put_files(project, service))
    report(container(name, "Starting"))
    yield from containers.start(id)
    yield from run_hooks(service, service.post_start, id, line)
    report(container(name, "Started"))
