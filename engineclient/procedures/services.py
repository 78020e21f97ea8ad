"""Create, update, scale and roll back services, and wait until they converge."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engineclient.api.nodes import nodes
from engineclient.api.registry_auth import Auth
from engineclient.api.services import services
from engineclient.api.tasks import tasks
from engineclient.calls import Steps
from engineclient.errors import APIError, EngineError, EngineTimeout
from engineclient.models.body import Json, to_json
from engineclient.models.conformity import checked
from engineclient.models.service_spec import ServiceSpec
from engineclient.models.services import Service
from engineclient.procedures.convergence import Converged, Convergence, Progress
from engineclient.procedures.service_image import pin, with_image
from engineclient.steps import Sleep
from engineclient.wire.references import tagged

_POLL: Final = 0.2  # seconds
_TRIES: Final = 5  # attempts of an update, if the service is changed by others meanwhile
_OUT_OF_SEQUENCE: Final = "update out of sequence"

OnProgress = Callable[[Progress], None]
Change = Callable[[dict[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ServiceResult:
    """The result of a change of a service.

    Attributes:
        id: the id of the service.
        warnings: the engine's warnings.
        converged: the result of the wait; None without a wait.
    """

    id: str
    warnings: list[str] = field(default_factory=list[str])
    converged: Converged | None = None


def wait_converged(
    service: str,
    *,
    progress: OnProgress | None = None,
    timeout: float | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Steps[Converged]:
    """Wait until the tasks of a service match its specification, and have been stable for a while.

        engine.services.wait_converged("web", progress=print, timeout=120)

    A job has converged when it is complete. The service is polled five times a second, as docker does.

    Args:
        service: id or name.
        progress: called with each record; the last one is returned.
        timeout: the time limit in seconds; None for no limit.
        clock: returns the time in seconds; must be monotonic.

    Raises:
        NotFound: there is no such service, or it was removed meanwhile.
        UpdatePaused: the swarm has paused the update or the rollback.
        EngineTimeout: it took longer than `timeout`.
    """
    convergence = Convergence()
    begun = clock()
    while True:
        found = yield from services.inspect(service)
        records = convergence.service(found, clock())
        if not _ended(records):
            up_to_date = yield from tasks.list(filters={"service": service, "_up-to-date": True})
            every = yield from nodes.list()
            records += convergence.tasks(found, up_to_date, every, clock())
        if progress is not None:
            for record in records:
                progress(record)
        if (end := _ended(records)) is not None:
            return end
        if timeout is not None and clock() - begun >= timeout:
            raise EngineTimeout(f"service {service} has not converged after {timeout:g} seconds")
        yield from Sleep(_POLL)


def _ended(records: list[Progress]) -> Converged | None:
    return records[-1] if records and isinstance(records[-1], Converged) else None


def create_and_wait(
    spec: ServiceSpec | Json,
    *,
    auth: Auth | None = None,
    resolve_image: bool = True,
    wait: bool = True,
    created: Callable[[ServiceResult], None] | None = None,
    progress: OnProgress | None = None,
    timeout: float | None = None,
) -> Steps[ServiceResult]:
    """Create a service with its image pinned to a digest, and wait until it converges. `POST /services/create`.

        engine.services.create_and_wait(
            ServiceSpec(name="web", task_template=TaskSpec(container_spec=ContainerSpec(image="nginx")))
        )

    Args:
        spec: the service, as a body or as the API's own JSON.
        auth: credentials for the registry, an `AuthConfig` or the API's own JSON; they are passed to the nodes.
        resolve_image: look up digest and platforms in the registry. If that fails, the result has a warning.
        wait: wait until it converges.
        created: called with the result when the service is created, before the wait.
        progress: called with each record of the wait.
        timeout: the time limit of the wait in seconds; None for no limit.

    Raises:
        Conflict: the name is taken.
        EngineTimeout: it was created, but has not converged in time.
    """
    pinned, warnings = yield from with_pinned_image(to_json(spec), auth=auth, resolve=resolve_image)
    made = yield from services.create(pinned, auth=auth)
    result = ServiceResult(made.id, [*made.warnings, *warnings])
    if created is not None:
        created(result)
    if not wait:
        return result
    end = yield from wait_converged(made.id, progress=progress, timeout=timeout)
    return ServiceResult(made.id, result.warnings, end)


def update_and_wait(
    service: str,
    change: Change,
    *,
    auth: Auth | None = None,
    resolve_image: bool = False,
    wait: bool = True,
    progress: OnProgress | None = None,
    timeout: float | None = None,
) -> Steps[ServiceResult]:
    """Change a service, and wait until it converges again. `POST /services/{id}/update`.

        def more(spec):
            spec["Labels"]["tier"] = "front"
            return spec

        engine.services.update_and_wait("web", more)

    If the service was changed by others meanwhile, it is read and changed again. A rollback by the swarm does not raise
    an exception; then `converged.reverted` is true.

    Args:
        service: id or name.
        change: returns the new specification for the present one, both in the API's own JSON; may be called again.
        auth: credentials for the registry, an `AuthConfig` or the API's own JSON; by default the nodes keep those they
            have.
        resolve_image: look up digest and platforms of the image in the registry.
        wait: wait until it converges.
        progress: called with each record of the wait.
        timeout: the time limit of the wait in seconds; None for no limit.

    Raises:
        NotFound: there is no such service.
        UpdatePaused: the swarm has paused the update, because tasks failed.
        EngineTimeout: it has not converged in time.
    """
    for attempt in range(1, _TRIES + 1):
        found = yield from services.inspect(service)
        spec = dict(change(_copy(found)))
        spec, warnings = yield from with_pinned_image(spec, auth=auth, resolve=resolve_image)
        try:
            updated = yield from services.update(
                found.id,
                spec,
                version=found.version.index,
                registry_auth_from=None if auth else "spec",
                auth=auth,
            )
            break
        except APIError as error:
            if attempt == _TRIES or _OUT_OF_SEQUENCE not in error.message:
                raise
    else:
        raise AssertionError("the last attempt returns or raises")
    end = (yield from wait_converged(service, progress=progress, timeout=timeout)) if wait else None
    return ServiceResult(found.id, [*updated.warnings, *warnings], end)


def scale(
    service: str,
    replicas: int,
    *,
    wait: bool = True,
    progress: OnProgress | None = None,
    timeout: float | None = None,
) -> Steps[ServiceResult]:
    """Change the number of tasks of a replicated service, or of tasks that a job completes.

        engine.services.scale("web", 5, timeout=60)

    Args:
        service: id or name.
        replicas: the new number of tasks.
        wait: wait until it converges.
        progress: called with each record of the wait.
        timeout: the time limit of the wait in seconds; None for no limit.

    Raises:
        NotFound: there is no such service.
        EngineError: the service has another mode.
        EngineTimeout: it has not converged in time.
    """
    return (
        yield from update_and_wait(
            service, lambda spec: scaled(spec, replicas), wait=wait, progress=progress, timeout=timeout
        )
    )


def scaled(spec: dict[str, Any], replicas: int) -> dict[str, Any]:
    """The specification with another number of tasks.

    Raises:
        EngineError: the service has another mode.
    """
    mode: dict[str, Any] = spec["Mode"]
    if mode.get("Replicated") is not None:
        return {**spec, "Mode": {"Replicated": {**mode["Replicated"], "Replicas": replicas}}}
    if mode.get("ReplicatedJob") is not None:
        return {**spec, "Mode": {"ReplicatedJob": {**mode["ReplicatedJob"], "TotalCompletions": replicas}}}
    raise EngineError("scale can only be used with replicated or replicated-job mode")


def rollback(
    service: str, *, wait: bool = True, progress: OnProgress | None = None, timeout: float | None = None
) -> Steps[ServiceResult]:
    """Return to the specification before the last update, and wait until the service converges.

    Args:
        service: id or name.
        wait: wait until it converges.
        progress: called with each record of the wait.
        timeout: the time limit of the wait in seconds; None for no limit.

    Raises:
        NotFound: there is no such service.
        BadRequest: the service was never updated.
        UpdatePaused: the swarm has paused the rollback, because tasks failed.
        EngineTimeout: it has not converged in time.
    """
    found = yield from services.inspect(service)
    updated = yield from services.update(found.id, found.spec.raw, version=found.version.index, rollback=True)
    end = (yield from wait_converged(service, progress=progress, timeout=timeout)) if wait else None
    return ServiceResult(found.id, updated.warnings, end)


def _copy(service: Service) -> dict[str, Any]:
    """A copy of the specification that can be modified."""
    copied: dict[str, Any] = to_json(checked(service.spec))
    return copied


def with_pinned_image(
    spec: dict[str, Any], *, auth: Auth | None, resolve: bool
) -> Steps[tuple[dict[str, Any], list[str]]]:
    """The specification with a tag for its image, pinned if `resolve`; and a warning if that failed."""
    container = (spec.get("TaskTemplate") or {}).get("ContainerSpec")
    if not container:
        return spec, []
    image = container.get("Image") or ""
    if not resolve:
        return with_image(spec, tagged(image)), []
    found = yield from pin(image, auth=auth)
    return with_image(spec, found), [] if found.found else [not_pinned(found.reference)]


def not_pinned(image: str) -> str:
    """Docker's warning that an image could not be pinned."""
    return (
        f"image {image} could not be accessed on a registry to record\n"
        f"its digest. Each node will access {image} independently,\n"
        "possibly leading to different nodes running different\nversions of the image.\n"
    )
