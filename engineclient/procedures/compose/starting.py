"""The start of one container of a service."""

from __future__ import annotations

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose.model import Service
from engineclient.compose.mounts import put_files
from engineclient.compose.project import Project
from engineclient.procedures.compose.files import put_all
from engineclient.procedures.compose.hooks import Line, run_hooks


def start(project: Project, service: Service, id: str, line: Line | None = None) -> Steps[None]:
    """Start a container, with its configs and secrets in it that are no files of the host, and run its hooks.

    Args:
        project: whose configs and secrets they are.
        service: the container's.
        id: the container.
        line: takes what the hooks print.

    Raises:
        HookFailed: a hook of `post_start` fails; the container goes on.

    """
    yield from put_all(id, put_files(project, service))
    yield from containers.start(id)
    yield from run_hooks(service, service.post_start, id, line)
