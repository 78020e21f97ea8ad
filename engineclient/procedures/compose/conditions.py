"""Waiting until a service is healthy, or has done its work, for the services that depend on it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from math import inf

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose.progress import Report, container
from engineclient.compose.project import Project
from engineclient.errors import EngineError
from engineclient.golang.durations import SECOND, format_duration
from engineclient.models.containers import ContainerInspect
from engineclient.steps import All, Sleep

RUNNING_OR_HEALTHY = "running_or_healthy"
"""What `up --wait` waits for: healthy where there is a health check, else running."""
_POLL = 0.5  # seconds


class DependencyFailed(EngineError):
    """A service that another one depends on does not come to the state that is waited for."""


class NotHealthy(EngineError):
    """What `up --wait` waits for does not come, or not in time."""


def wait_for(
    service: str, ids: Mapping[str, str], condition: str, *, required: bool, report: Report
) -> Steps[None]:
    """Wait until all containers of a service meet a condition.

    Args:
        service: its name.
        ids: its containers by name.
        condition: `service_healthy` or `service_completed_successfully`.
        required: without it a failure is reported, and no error.
        report: takes the events of progress.

    Raises:
        DependencyFailed: one never will.

    """
    yield from All(
        [_one(service, name, id, condition, required=required, report=report) for name, id in ids.items()]
    )


def wait_until_up(
    project: Project | None, ids: Mapping[str, Mapping[str, str]], *, timeout: int = 0, report: Report
) -> Steps[None]:
    """Wait until all services of a project run, are healthy, or have done the work that another one waits for.

    Args:
        project: whose services; without it none is taken to wait for the end of another.
        ids: for each service its containers by name.
        timeout: seconds after which it is given up; 0 for none.
        report: takes the events of progress.

    Raises:
        NotHealthy: a container gets unhealthy or ends, or the time is over.
        DependencyFailed: one that is to do its work fails.

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
    """What `up --wait` waits for: the end of a service that another one wants to have ended."""
    completed = "service_completed_successfully"
    services = project.services.values() if project is not None else ()
    waits = (each.depends_on[service] for each in services if service in each.depends_on)
    return completed if any(how.condition == completed for how in waits) else RUNNING_OR_HEALTHY


def _one(
    service: str,
    name: str,
    id: str,
    condition: str,
    *,
    required: bool = True,
    report: Report,
    ends: float = inf,
    too_late: str = "",
) -> Steps[None]:
    report(container(name, "Waiting"))
    met = _CONDITIONS[condition]
    while True:
        if condition == RUNNING_OR_HEALTHY:  # what ends at once has not been running
            yield from Sleep(_POLL)
        found = yield from containers.inspect(id)
        try:
            status = met(service, name, found)
        except DependencyFailed as error:
            shown = str(error) if condition != "service_healthy" else "Error"
            if not required:
                report(
                    container(
                        name, f"Skipped - optional dependency {_quoted(service)} failed to start: {error}"
                    )
                )
                return
            report(container(name, shown))
            raise DependencyFailed(
                f"dependency failed to start: {error}" if condition == "service_healthy" else str(error)
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


def _healthy(_service: str, name: str, found: ContainerInspect) -> str:
    state = found.state
    if state.status == "exited":
        raise DependencyFailed(f"container {name} exited ({state.exit_code})")
    if state.health is None:
        raise DependencyFailed(f"container {name} has no healthcheck configured")
    if state.health.status == "unhealthy":
        raise DependencyFailed(f"container {name} is unhealthy")
    return "Healthy" if state.health.status == "healthy" else ""


def _completed(service: str, _name: str, found: ContainerInspect) -> str:
    state = found.state
    if state.status != "exited":
        return ""
    if state.exit_code:
        raise DependencyFailed(
            f"service {_quoted(service)} didn't complete successfully: exit {state.exit_code}"
        )
    return "Exited"


MET = {
    "service_healthy": "Healthy",
    "service_completed_successfully": "Exited",
    RUNNING_OR_HEALTHY: "Healthy",
}
"""What is reported when a condition is met."""
_CONDITIONS = {
    "service_healthy": _healthy,
    "service_completed_successfully": _completed,
    RUNNING_OR_HEALTHY: _running_or_healthy,
}


def _quoted(name: str) -> str:
    return f'"{name}"'
