"""`compose push`: push the images that services build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import ANY
from engineclient.cli.failures import text_of
from engineclient.cli.flag_types import BOOL
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command
from engineclient.commands.compose.progress import reporter, tail
from engineclient.commands.compose.project import load
from engineclient.commands.compose.running import limit, quiet
from engineclient.compose.progress import PUSHING, Event

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.compose import Project
    from engineclient.errors import EngineError


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flag("--ignore-push-failures", BOOL, "Continue after a failed push")
@flag("--include-deps", BOOL, "Also push images of the services that these depend on")
@flag("-q, --quiet", BOOL, "Do not show the progress", dest="quiet_")
def push(app: App, *services: str, ignore_push_failures: bool, include_deps: bool, quiet_: bool) -> None:
    """Push the images that services build to their registries."""
    from engineclient.compose import Options

    if quiet_:
        quiet(app)
    project = load(app, Options(), services)
    if services and not include_deps:
        project = project.with_selected_services(services, dependencies=False)
    errors = push_images(app, project)
    if errors and not ignore_push_failures:
        raise next(iter(errors.values()))
    for service, error in errors.items():
        tail(app, f"{PUSHING}{service}: {text_of(error)}")


def push_images(app: App, project: Project) -> dict[str, EngineError]:
    """Push the images that services build and name; return the errors by the name of the service."""
    from engineclient.cli.credentials import registry_auth
    from engineclient.commands.compose.layers import pushed_layers
    from engineclient.errors import EngineError
    from engineclient.procedures.compose.push import push_one
    from engineclient.steps import All, attempt

    report = reporter(app, "Pushing")
    works, owners = [], []
    for name, service in sorted(project.services.items()):
        if service.build is None or not service.image:
            report(Event(name, "", "Skipped"))
            continue
        names = (service.image, *service.build.tags)
        owners += [name] * len(names)
        works += [
            attempt(push_one(image, registry_auth(app, image), pushed_layers(app, report))) for image in names
        ]
    ended = app.engine().perform(All(works, limit=limit(app)))
    return {name: each for name, each in zip(owners, ended, strict=True) if isinstance(each, EngineError)}
