"""service update, rollback and scale: change a service, and wait until its tasks follow the new definition."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import at_least, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import in_turn, service_names
from engineclient.cli.credentials import registry_auth
from engineclient.cli.failures import Failure, failure_of
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag, flags
from engineclient.cli.option_flags import flags_of
from engineclient.cli.printing.convergence import wait_for
from engineclient.commands.service.flag_help import UPDATE_WORDS
from engineclient.commands.service.lookups import lookups_of
from engineclient.errors import EngineError
from engineclient.golang.strconv import parse_uint
from engineclient.models.conformity import checked
from engineclient.options.service.flags import ServiceUpdateFlags
from engineclient.options.service.update import check_rollback, service_update
from engineclient.procedures.service_image import pin, with_image
from engineclient.procedures.services import not_pinned, scaled
from engineclient.wire.references import tagged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient import Engine
    from engineclient.cli.app import App
    from engineclient.cli.printing.convergence import WaitEnd
    from engineclient.models.services import Service, ServiceUpdated


@command("[OPTIONS] SERVICE", exactly(1), complete=in_turn(service_names))
@flags(*flags_of(ServiceUpdateFlags, UPDATE_WORDS))
def update(app: App, name: str, **given: Any) -> None:
    """Change a service, print its name as given, and show the progress until it has converged."""
    wanted = ServiceUpdateFlags(**given)
    engine = app.engine()
    service = engine.services.inspect(name)
    if wanted.rollback:
        check_rollback(wanted)
    body = service_update(
        wanted,
        checked(service.spec),
        api_version=engine.api_version,
        environ=os.environ,
        directory=str(Path.cwd()),
        lookups=lookups_of(engine),
    )
    image = _image(body)
    auth = registry_auth(app, image) if wanted.with_registry_auth else None
    warnings: list[str] = []
    if wanted.image is not None and not wanted.no_resolve_image:
        found = engine.perform(pin(image, auth=auth))
        body = with_image(body, found)
        warnings = [] if found.found else [not_pinned(found.reference)]
    updated = _send(engine, service, body, auth=auth, rollback=bool(wanted.rollback))
    for warning in [*updated.warnings, *warnings]:
        app.err.line(warning)
    app.out.line(name)
    if not wanted.detach:
        wait_for(app, name, quiet=wanted.quiet)


@command("[OPTIONS] SERVICE", exactly(1), complete=in_turn(service_names))
@flag("-d, --detach", BOOL, "Do not wait until the service has converged")
@flag("-q, --quiet", BOOL, "Show no progress")
def rollback(app: App, name: str, *, detach: bool, quiet: bool) -> None:
    """Return to the definition before the last update."""
    engine = app.engine()
    service = engine.services.inspect(name)
    updated = engine.services.update(
        service.id, _tagged(checked(service.spec)), version=service.version.index, rollback=True
    )
    for warning in updated.warnings:
        app.err.line(warning)
    app.out.line(name)
    if not detach:
        wait_for(app, name, quiet=quiet)


@command("SERVICE=REPLICAS [SERVICE=REPLICAS...]", at_least(1), complete=service_names)
@flag("-d, --detach", BOOL, "Do not wait until the services have converged")
def scale(app: App, *args: str, detach: bool) -> None:
    """Change the number of tasks of services, one after the other; then wait for the services in the same order."""
    wanted = [_replicas(app, arg) for arg in args]
    errors: list[str] = []
    done: list[str] = []
    for name, text in wanted:
        try:
            replicas = parse_uint(text)
        except ValueError as error:
            errors.append(f"{name}: invalid replicas value {text}: {error}")
            continue
        try:
            _scale(app, name, replicas)
        except EngineError as error:
            errors.append(f"{name}: {failure_of(error).text}")
            continue
        app.out.line(f"{name} scaled to {replicas}")
        done.append(name)
    if not detach:
        errors += _wait_for_each(app, done)
    if errors:
        raise Failure("\n".join(errors))


def _wait_for_each(app: App, names: list[str]) -> Iterator[str]:
    """Wait for services in turn; yield the errors. A signal ends all waits, which is an error of those that are left."""
    ended: WaitEnd = "converged"
    for name in names:
        if ended == "converged":
            try:
                ended = wait_for(app, name)
            except EngineError as error:
                yield f"{name}: {failure_of(error).text}"
            if ended != "terminated":
                continue
        yield f"{name}: context canceled"


def _replicas(app: App, arg: str) -> tuple[str, str]:
    name, _, replicas = arg.partition("=")
    if not (name and replicas):
        raise Failure(
            f"invalid scale specifier '{arg}'.\nSee '{app.path} --help'.\n\n"
            f"Usage:  {app.path} {scale.usage}\n\n{scale.short_help}"
        )
    return name, replicas


def _scale(app: App, name: str, replicas: int) -> None:
    engine = app.engine()
    service = engine.services.inspect(name)
    body = _tagged(scaled(checked(service.spec), replicas))
    for warning in engine.services.update(service.id, body, version=service.version.index).warnings:
        app.err.line(warning)


def _send(
    engine: Engine, service: Service, body: dict[str, Any], *, auth: str | None, rollback: bool
) -> ServiceUpdated:
    return engine.services.update(
        service.id,
        _tagged(body),
        version=service.version.index,
        registry_auth_from="spec" if auth is None else None,
        rollback=rollback,
        auth=auth,
    )


def _image(body: Any) -> str:
    image: str = (body["TaskTemplate"].get("ContainerSpec") or {}).get("Image") or ""
    return image


def _tagged(body: Any) -> dict[str, Any]:
    """The service's specification, with a tag added to its image."""
    return with_image(body, tagged(_image(body))) if body["TaskTemplate"].get("ContainerSpec") else dict(body)
