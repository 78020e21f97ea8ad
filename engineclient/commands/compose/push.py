"""push: the images of services that are built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import ANY
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.progress import reporter
from engineclient.commands.compose.project import load
from engineclient.commands.compose.running import limit, quiet
from engineclient.compose.progress import Event

if TYPE_CHECKING:
    from engineclient.cli.app import App


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flag("--ignore-push-failures", BOOL, "Go on with what can be pushed")
@flag("--include-deps", BOOL, "Also push for what the services depend on")
@flag("-q, --quiet", BOOL, "Show no progress", dest="quiet_")
def push(app: App, *services: str, ignore_push_failures: bool, include_deps: bool, quiet_: bool) -> None:
    """Put the images of services that are built into their registries."""
    from engineclient.cli.credentials import registry_auth
    from engineclient.commands.compose.creation import layers
    from engineclient.compose import Options
    from engineclient.errors import EngineError
    from engineclient.procedures.compose.push import push_one
    from engineclient.steps import All, attempt

    if quiet_:
        quiet(app)
    project = load(app, Options(), services)
    if services and not include_deps:
        project = project.with_selected_services(services, dependencies=False)
    report = reporter(app, "Pushing")
    works = []
    for name, service in sorted(project.services.items()):
        if service.build is None or not service.image:
            report(Event(name, "", "Skipped"))
            continue
        works += [
            attempt(push_one(image, registry_auth(app, image), layers(app, report)))
            for image in (service.image, *service.build.tags)
        ]
    errors = [
        each for each in app.engine().perform(All(works, limit=limit(app))) if isinstance(each, EngineError)
    ]
    if errors and not ignore_push_failures:
        raise errors[0]
