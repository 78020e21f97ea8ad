"""Waiting until a service is healthy, or has done its work, for the services that depend on it."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose.progress import Report, container
from engineclient.errors import EngineError
from engineclient.models.containers import ContainerInspect
from engineclient.steps import All, Sleep

_POLL = 0.5  # seconds


class DependencyFailed(EngineError):
    """A service that another one depends on does not come to the state that is waited for."""


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


def _one(service: str, name: str, id: str, condition: str, *, required: bool, report: Report) -> Steps[None]:
    report(container(name, "Waiting"))
    met = _healthy if condition == "service_healthy" else _completed
    while True:
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
        yield from Sleep(_POLL)


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


def _quoted(name: str) -> str:
    return f'"{name}"'
