"""`compose start`, `stop`, `restart`, `kill`, `pause`, `unpause` and `rm`: one operation on the containers of services."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, INT, STRING
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command, obsolete
from engineclient.commands.compose.progress import reporter
from engineclient.commands.compose.project import complaining, removes_orphans, warn
from engineclient.commands.compose.running import containers, depends_on, limit, named

if TYPE_CHECKING:
    from engineclient.cli.app import App

_SERVICES = "[OPTIONS] [SERVICE...]"


@compose_command(_SERVICES, ANY)
@flag("--wait", BOOL, "Wait until the containers run, or are healthy")
@flag("--wait-timeout", INT, "Maximum number of seconds for --wait")
def start(app: App, *services: str, wait: bool, wait_timeout: int) -> None:
    """Start the existing containers of services."""
    from engineclient.compose.selection import of_services
    from engineclient.procedures.compose import lifecycle

    target = named(app, services)
    found = of_services(containers(app, target.name), ())
    depends = depends_on(target, found)
    chosen = list(services)
    for each in chosen:
        chosen += [other for other in depends.get(each, ()) if other not in chosen]
    known = target.project.services if target.project else {each.service for each in found}
    app.engine().perform(
        lifecycle.start(
            target.project,
            target.name,
            found,
            depends,
            sorted(chosen or known),
            report=reporter(app),
            warn=partial(warn, app),
            limit=limit(app),
        )
    )
    if wait:
        from engineclient.procedures.compose.conditions import wait_until_up

        ids = {name: {each.name: each.id for each in of_services(found, (name,))} for name in chosen or known}
        app.engine().perform(wait_until_up(target.project, ids, timeout=wait_timeout, report=reporter(app)))


@compose_command(_SERVICES, ANY)
@flag("-t, --timeout", INT, "Seconds to wait for a container to stop before it is killed", default=None)
def stop(app: App, *services: str, timeout: int | None) -> None:
    """Stop the containers of services."""
    from engineclient.compose.selection import of_services
    from engineclient.procedures.compose import lifecycle

    target = named(app, services)
    found = of_services(containers(app, target.name), services)
    app.engine().perform(
        lifecycle.stop(
            found,
            depends_on(target, found),
            project=target.project,
            timeout=timeout,
            report=reporter(app, "Stopping"),
            limit=limit(app),
        )
    )


@compose_command(_SERVICES, ANY)
@flag("--no-deps", BOOL, "Do not restart dependent services")
@flag("-t, --timeout", INT, "Seconds to wait for a container to stop before it is killed", default=None)
def restart(app: App, *services: str, no_deps: bool, timeout: int | None) -> None:
    """Restart the containers of services."""
    from engineclient.compose.selection import of_services
    from engineclient.procedures.compose import lifecycle

    target = named(app, services)
    found = of_services(containers(app, target.name), ())
    with complaining(app):
        app.engine().perform(
            lifecycle.restart(
                target.project,
                found,
                services,
                no_deps=no_deps,
                timeout=timeout,
                report=reporter(app, "Restarting"),
                warn=partial(warn, app),
                limit=limit(app),
            )
        )


@compose_command(_SERVICES, ANY)
@flag("--remove-orphans", BOOL, "Also kill containers of services that are not in the files", default=None)
@flag("-s, --signal", STRING, "Signal to send", default="SIGKILL")
def kill(app: App, *services: str, remove_orphans: bool | None, signal: str) -> None:
    """Send a signal to the containers of services."""
    from engineclient.compose.selection import of_services
    from engineclient.procedures.compose import lifecycle

    target = named(app, services)
    known = services
    if target.project is not None and not services and not removes_orphans(remove_orphans, os.environ):
        known = tuple(target.project.all_services)
    found = of_services(containers(app, target.name, all=False), known, one_off=True)
    if not found:
        app.err.write("no container to kill")
        return
    app.engine().perform(
        lifecycle.kill(found, signal=signal, report=reporter(app, "Killing"), limit=limit(app))
    )


@compose_command(_SERVICES, ANY)
def pause(app: App, *services: str) -> None:
    """Pause the processes of services."""
    _freeze(app, services, "pause", "Pausing")


@compose_command(_SERVICES, ANY)
def unpause(app: App, *services: str) -> None:
    """Resume the paused processes of services."""
    _freeze(app, services, "unpause", "Running")


def _freeze(app: App, services: tuple[str, ...], operation: str, title: str) -> None:
    from engineclient.compose.selection import of_services
    from engineclient.procedures.compose import lifecycle

    target = named(app, services)
    found = of_services(containers(app, target.name, all=False), services)
    app.engine().perform(getattr(lifecycle, operation)(found, report=reporter(app, title), limit=limit(app)))


@compose_command(_SERVICES, ANY)
@obsolete("-a, --all")
@flag("-f, --force", BOOL, "Do not ask for confirmation")
@flag("-s, --stop", BOOL, "Stop the containers first")
@flag("-v, --volumes", BOOL, "Also remove the anonymous volumes of the containers")
def rm(app: App, *services: str, force: bool, stop: bool, volumes: bool) -> None:
    """Remove the stopped containers of services."""
    from engineclient.cli.printing.prompt import confirmed
    from engineclient.compose.selection import of_services
    from engineclient.procedures.compose import lifecycle

    target = named(app, services)
    listed = containers(app, target.name)
    found = of_services(listed, services)
    report = reporter(app, "Removing")
    if stop:
        app.engine().perform(
            lifecycle.stop(
                found,
                depends_on(target, found),
                project=target.project,
                report=report,
                limit=limit(app),
            )
        )
        listed = containers(app, target.name)
        found = of_services(listed, services)
    found = [each for each in found if stop or each.state not in ("running", "paused", "restarting")]
    if not found:
        app.err.line("No stopped containers")
        return
    question = f"Going to remove {', '.join(each.name for each in listed if each in found)}"
    if force:
        app.out.line(question)
    elif not confirmed(app, f"? {question}"):
        raise Failure("", 0)
    app.engine().perform(lifecycle.remove(found, volumes=volumes, report=report, limit=limit(app)))
