"""Wait until the containers of a service meet the condition of `depends_on`, or that of `up --wait`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from math import inf
from typing import TypeAlias

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose.progress import Report, container
from engineclient.compose.project import Project
from engineclient.errors import EngineError
from engineclient.golang.durations import SECOND, format_duration
from engineclient.golang.quoting import quote
from engineclient.models.containers import ContainerInspect
from engineclient.steps import All, Sleep

Warn: TypeAlias = Callable[[str], object]
"""Takes the text of a warning."""
RUNNING_OR_HEALTHY = "running_or_healthy"
"""The condition of `up --wait`: healthy if the container has a health check, otherwise running."""
_COMPLETED = "service_completed_successfully"
_POLL = 0.5  # seconds


class DependencyFailed(EngineError):
    """A service can no longer meet the condition under which another one depends on it."""


class NotHealthy(EngineError):
    """A container became unhealthy, exited or was too slow while `up --wait` waited for it."""


class _Unmet(Exception):
    """A dependency can no longer meet its condition.

    Args:
        container: why, as an error about the container: `container p-db-1 is unhealthy`.
        service: the same about the service: `"db" failed to start`.

    """

    def __init__(self, container: str, service: str) -> None:
        super().__init__(container)
        self.service = service


def ignore_warning(_text: str) -> None:
    """Take a warning, and show nothing."""


def wait_for(
    service: str,
    ids: Mapping[str, str],
    condition: str,
    *,
    required: bool,
    report: Report,
    warn: Warn = ignore_warning,
) -> Steps[None]:
    """Wait until all containers of a service meet a condition.

    Args:
        service: the name of the service.
        ids: the IDs of its containers, by name.
        condition: `service_healthy` or `service_completed_successfully`.
        required: whether a container that can no longer meet the condition is an error; otherwise it is a warning.
        report: takes the events of progress.
        warn: takes the warnings.

    Raises:
        DependencyFailed: a container can no longer meet the condition, and the dependency is required.

    """
    yield from All(
        [
            _one(service, name, id, condition, required=required, report=report, warn=warn)
            for name, id in ids.items()
        ]
    )


def wait_until_up(
    project: Project | None, ids: Mapping[str, Mapping[str, str]], *, timeout: int = 0, report: Report
) -> Steps[None]:
    """Wait until each service runs or is healthy, or has exited if another one waits for its completion.

    Args:
        project: the project; without it no service is expected to exit.
        ids: for each service, the IDs of its containers by name.
        timeout: the time limit in seconds; 0 for no limit.
        report: takes the events of progress.

    Raises:
        NotHealthy: a container became unhealthy or exited, or the time is over.
        DependencyFailed: a service that had to complete exited with an error.

    """
    ends = time.monotonic() + timeout if timeout else inf
    too_late = f"application not healthy after {format_duration(timeout * SECOND)}"
    yield from All(
        [
            _one(name, each, id, _condition(project, name), report=report, ends=ends, too_late=too_late)
            for name, found in sorted(ids.items())
            for each, id in found.items()
        ]
    )


def _condition(project: Project | None, service: str) -> str:
    """The condition that `up --wait` waits for: completion, if another service depends on it."""
    services = project.services.values() if project is not None else ()
    waits = (each.depends_on[service] for each in services if service in each.depends_on)
    return _COMPLETED if any(how.condition == _COMPLETED for how in waits) else RUNNING_OR_HEALTHY


def _one(
    service: str,
    name: str,
    id: str,
    condition: str,
    *,
    required: bool = True,
    report: Report,
    warn: Warn = ignore_warning,
    ends: float = inf,
    too_late: str = "",
) -> Steps[None]:
    report(container(name, "Waiting"))
    met = _CONDITIONS[condition]
    while True:
        if condition == RUNNING_OR_HEALTHY:  # a container that exits at once still runs right after its start
            yield from Sleep(_POLL)
        found = yield from containers.inspect(id)
        try:
            status = met(service, name, found)
        except _Unmet as unmet:
            if not required:
                text = f"optional dependency {unmet.service}"
                report(container(name, f"Skipped: {text}"))
                warn(text if condition == _COMPLETED else f"{text}: {unmet}")
                return
            report(container(name, str(unmet) if condition == _COMPLETED else "Error"))
            raise DependencyFailed(
                str(unmet) if condition == _COMPLETED else f"dependency failed to start: {unmet}"
            ) from None
        if status:
            report(container(name, status))
            return
        if time.monotonic() > ends:
            raise NotHealthy(too_late)
        if condition != RUNNING_OR_HEALTHY:
            yield from Sleep(_POLL)


def _running_or_healthy(_service: str, name: str, found: ContainerInspect) -> str:
    state = found.state
    if state.status == "exited":
        raise NotHealthy(f"container {name} exited ({state.exit_code})")
    if state.health is None or state.health.status == "none":
        return "Healthy" if state.status == "running" else ""
    if state.health.status == "unhealthy":
        raise NotHealthy(f"container {name} is unhealthy")
    return "Healthy" if state.health.status == "healthy" else ""


def _healthy(service: str, name: str, found: ContainerInspect) -> str:
    state = found.state
    failed = f"{quote(service)} failed to start"
    if state.status == "exited":
        raise _Unmet(f"container {name} exited ({state.exit_code})", failed)
    if state.health is None:
        raise _Unmet(f"container {name} has no healthcheck configured", failed)
    if state.health.status == "unhealthy":
        raise _Unmet(f"container {name} is unhealthy", failed)
    return "Healthy" if state.health.status == "healthy" else ""


def _completed(service: str, _name: str, found: ContainerInspect) -> str:
    state = found.state
    if state.status != "exited":
        return ""
    if state.exit_code:
        text = f"{quote(service)} didn't complete successfully: exit {state.exit_code}"
        raise _Unmet(f"service {text}", text)
    return "Exited"


MET = {
    "service_healthy": "Healthy",
    _COMPLETED: "Exited",
    RUNNING_OR_HEALTHY: "Healthy",
}
"""The status that is reported when a condition is met."""
_CONDITIONS = {
    "service_healthy": _healthy,
    _COMPLETED: _completed,
    RUNNING_OR_HEALTHY: _running_or_healthy,
}
