"""Start, stop, restart, kill, pause or remove containers of a project, in the order of their dependencies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engineclient.api.containers import containers as api
from engineclient.calls import Call, Steps
from engineclient.compose.errors import ComposeError
from engineclient.compose.progress import Report, container
from engineclient.compose.project import Project
from engineclient.compose.selection import (
    Depends,
    conditions,
    dependents,
    of_services,
    predecessors,
    restarting,
)
from engineclient.compose.state import Container
from engineclient.errors import Conflict, EngineError, NotFound
from engineclient.procedures.compose.conditions import Warn, ignore_warning, wait_for
from engineclient.procedures.compose.hooks import run_hooks
from engineclient.procedures.compose.starting import start as start_container
from engineclient.steps import All


def stop(
    found: Sequence[Container],
    depends: Depends,
    *,
    project: Project | None = None,
    timeout: int | None = None,
    report: Report,
    limit: int = 50,
) -> Steps[None]:
    """Stop containers, dependents before their dependencies.

    Args:
        found: the containers.
        depends: the dependencies of each service.
        project: the project, for the hooks of `pre_stop`; without it none are run.
        timeout: seconds until a container that does not stop is killed, instead of its own.
        report: takes the events of progress.
        limit: the maximum number of operations at the same time.

    Raises:
        APIError: the engine cannot stop a container.
        HookFailed: a hook of `pre_stop` failed.

    """
    works = [_stop(project, each, timeout, report) for each in found]
    yield from All(works, limit=limit, after=predecessors(found, depends, reverse=True))


def restart(
    project: Project | None,
    found: Sequence[Container],
    services: Sequence[str] = (),
    *,
    no_deps: bool = False,
    timeout: int | None = None,
    report: Report,
    warn: Warn = ignore_warning,
    limit: int = 50,
) -> Steps[None]:
    """Restart the containers of `services`, or of all services, and of the services that follow them.

    A service follows a dependency that is declared with `restart: true`: it is restarted once the dependency meets its
    condition again.

    Args:
        project: the project; without it, the labels of the containers give the dependencies.
        found: all containers of the project.
        services: those to restart.
        no_deps: restart no other service.
        timeout: seconds until a container that does not stop is killed, instead of its own.
        report: takes the events of progress.
        warn: takes the warnings.
        limit: the maximum number of operations at the same time.

    Raises:
        ComposeError: a service does not exist.
        DependencyFailed: a required dependency can no longer meet its condition.
        HookFailed: a hook failed.

    """
    follows = restarting(project, found)
    if no_deps:
        follows = {name: {} for name in follows}
    for service in services:
        if service not in follows:
            raise ComposeError(f"no such service: {service}")
    chosen = sorted(dependents(services, follows) if services else follows)
    waits = {each: {other: how for other, how in follows[each].items() if other in chosen} for each in chosen}
    works = [_restart(project, each, waits[each], found, timeout, report, warn) for each in chosen]
    order = [[chosen.index(other) for other in waits[each]] for each in chosen]
    yield from All(works, limit=limit, after=order)


def _restart(
    project: Project | None,
    service: str,
    waits: Mapping[str, str],
    found: Sequence[Container],
    timeout: int | None,
    report: Report,
    warn: Warn,
) -> Steps[None]:
    yield from _wait_for(project, service, waits, found, report, warn)
    yield from All([_restart_one(project, each, timeout, report) for each in of_services(found, (service,))])


def _restart_one(
    project: Project | None, found: Container, timeout: int | None, report: Report
) -> Steps[None]:
    service = project.services.get(found.service) if project is not None else None
    if service is not None:
        yield from run_hooks(service, service.pre_stop, found.id)
    yield from _reported(found, "Restarting", "Started", lambda one: api.restart(one, t=timeout), report)
    if service is not None:
        yield from run_hooks(service, service.post_start, found.id)


def kill(
    found: Sequence[Container], *, signal: str = "SIGKILL", report: Report, limit: int = 50
) -> Steps[None]:
    """Send a signal to containers, all at the same time. Raises APIError if the engine refuses it."""
    yield from All(
        [
            _reported(
                each,
                "Killing",
                "Killed",
                lambda one: api.kill(one, signal=signal),
                report,
                failed="Error while Killing",
            )
            for each in found
        ],
        limit=limit,
    )


def pause(found: Sequence[Container], *, report: Report, limit: int = 50) -> Steps[None]:
    """Pause the processes of containers. Raises APIError if the engine refuses it."""
    yield from All([_reported(each, "", "Paused", api.pause, report) for each in found], limit=limit)


def unpause(found: Sequence[Container], *, report: Report, limit: int = 50) -> Steps[None]:
    """Resume the processes of paused containers. Raises APIError if the engine refuses it."""
    yield from All([_reported(each, "", "Unpaused", api.unpause, report) for each in found], limit=limit)


def remove(
    found: Sequence[Container], *, volumes: bool = False, report: Report, limit: int = 50
) -> Steps[None]:
    """Remove containers, and with `volumes` their anonymous volumes. Raises APIError if the engine refuses it."""
    yield from All(
        [
            _reported(
                each,
                "Removing",
                "Removed",
                lambda one: api.remove(one, force=True, volumes=volumes),
                report,
                passing=(NotFound, Conflict),
            )
            for each in found
        ],
        limit=limit,
    )


def start(
    project: Project | None,
    name: str,
    found: Sequence[Container],
    depends: Depends,
    services: Sequence[str],
    *,
    report: Report,
    warn: Warn = ignore_warning,
    limit: int = 50,
) -> Steps[None]:
    """Start the containers of `services`, each once its dependencies meet their conditions.

    Args:
        project: the project; without it, the labels of the containers give the dependencies.
        name: the name of the project.
        found: all containers of the project.
        depends: the dependencies of each service.
        services: those to start, with what they depend on.
        report: takes the events of progress.
        warn: takes the warnings.
        limit: the maximum number of operations at the same time.

    Raises:
        ComposeError: there is no container to start, although a service should have one.
        DependencyFailed: a required dependency can no longer meet its condition.
        HookFailed: a hook failed.

    """
    if project is None and not found:
        raise ComposeError(f'no container found for project "{name}": not found')
    known = {each.service for each in found}
    for service in services:
        if project is None and service not in known:
            raise ComposeError(f'no such service: "{service}": not found')
        declared = project.services.get(service) if project else None
        if (declared is None or declared.replicas) and not found:
            raise ComposeError(f'service "{service}" has no container to start')
    works = [_service(project, each, found, report, warn) for each in services]
    places = {service: index for index, service in enumerate(services)}
    order = [[places[other] for other in depends.get(each, ()) if other in places] for each in services]
    yield from All(works, limit=limit, after=order)


def _stop(project: Project | None, found: Container, timeout: int | None, report: Report) -> Steps[None]:
    service = project.services.get(found.service) if project is not None else None
    report(container(found.name, "Stopping"))
    if service is not None and not found.one_off:
        try:
            yield from run_hooks(service, service.pre_stop, found.id)
        except Conflict:
            pass  # it does not run
    try:
        yield from api.stop(found.id, t=timeout)
    except EngineError:
        report(container(found.name, "Error while Stopping"))
        raise
    report(container(found.name, "Stopped"))


def _service(
    project: Project | None, service: str, found: Sequence[Container], report: Report, warn: Warn
) -> Steps[None]:
    mine = of_services(found, (service,))
    if not mine:
        return
    declared = project.services.get(service) if project else None
    waits = (
        {other: how.condition for other, how in declared.depends_on.items()}
        if declared is not None
        else conditions(mine[0])
    )
    yield from _wait_for(project, service, waits, found, report, warn)
    for each in mine:
        if each.state == "running":
            continue
        if project is not None and declared is not None:
            yield from start_container(project, declared, each.name, each.id, report)
        else:
            yield from _reported(each, "Starting", "Started", api.start, report)


def _wait_for(
    project: Project | None,
    service: str,
    waits: Mapping[str, str],
    found: Sequence[Container],
    report: Report,
    warn: Warn,
) -> Steps[None]:
    """Wait until the containers of other services meet their conditions."""
    declared = project.services.get(service) if project else None
    for other, condition in sorted(waits.items()):
        if condition == "service_started":
            continue
        ids = {each.name: each.id for each in of_services(found, (other,))}
        required = declared is None or declared.depends_on[other].required
        yield from wait_for(other, ids, condition, required=required, report=report, warn=warn)


def _reported(
    found: Container,
    before: str,
    after_it: str,
    call: Callable[[str], Call[object]],
    report: Report,
    *,
    passing: tuple[type[Exception], ...] = (),
    failed: str = "",
) -> Steps[None]:
    """Carry out a call about a container between two events.

    Args:
        found: the container.
        before: the status of the first event; "" for no event.
        after_it: the status of the second event.
        call: the call, given the ID of the container.
        report: takes the events.
        passing: errors that are ignored.
        failed: the status of the second event after another error; "" for no event.

    """
    if before:
        report(container(found.name, before))
    try:
        yield from call(found.id)
    except passing:
        pass
    except EngineError:
        if failed:
            report(container(found.name, failed))
        raise
    report(container(found.name, after_it))
