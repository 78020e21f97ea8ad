"""`compose pull`: pull the images of services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command, obsolete
from engineclient.commands.compose.layers import pulled_layers
from engineclient.commands.compose.progress import reporter
from engineclient.commands.compose.project import load
from engineclient.commands.compose.running import limit, separator

if TYPE_CHECKING:
    from engineclient.cli.app import App


@compose_command("[OPTIONS] [SERVICE...]", ANY)
@flag("--ignore-buildable", BOOL, "Skip images that can be built")
@flag("--ignore-pull-failures", BOOL, "Continue after a failed pull")
@flag("--include-deps", BOOL, "Also pull images of the services that these depend on")
@flag("--policy", STRING, 'Images to pull ("missing", "always")')
@obsolete("--no-parallel")
@obsolete("--parallel")
@flag("-q, --quiet", BOOL, "Do not show the progress of layers")
def pull(
    app: App,
    *services: str,
    ignore_buildable: bool,
    ignore_pull_failures: bool,
    include_deps: bool,
    policy: str,
    quiet: bool,
) -> None:
    """Pull the images of services."""
    from engineclient.cli.credentials import registry_auth
    from engineclient.compose import Options
    from engineclient.compose.config import image_of
    from engineclient.compose.progress import Event
    from engineclient.errors import EngineError
    from engineclient.procedures.compose.observe import images_in_use
    from engineclient.procedures.compose.pull import pull_one
    from engineclient.steps import All, attempt

    if policy not in ("", "always", "missing"):
        raise Failure(f'unsupported --policy "{policy}": use missing or always')
    project = load(app, Options(), services)
    if services and not include_deps:
        project = project.with_selected_services(services, dependencies=False)
    report, engine = reporter(app, "Pulling"), app.engine()
    present = engine.perform(images_in_use(project, separator(app)))
    wanted: dict[str, str] = {}
    works = []
    for name, service in sorted(project.services.items()):
        image = image_of(project, service, separator(app))
        if not service.image:
            report(Event(name, "", "Skipped - No image to be pulled"))
        elif service.pull_policy == "never" or (ignore_buildable and service.build is not None):
            report(Event(name, "", "Skipped"))
        elif (policy or service.pull_policy) in ("missing", "if_not_present") and image in present:
            report(Event(name, "", "Skipped - Image is already present locally"))
        elif image in wanted:
            report(Event(name, "", f"Skipped - Image is already being pulled by {wanted[image]}"))
        else:
            wanted[image] = name
            works.append(
                attempt(
                    pull_one(
                        name,
                        image,
                        service.platform,
                        report=report,
                        auth=lambda image: registry_auth(app, image),
                        progress=None if quiet else pulled_layers(app, report),
                    )
                )
            )
    errors = [each for each in engine.perform(All(works, limit=limit(app))) if isinstance(each, EngineError)]
    if errors and not ignore_pull_failures:
        raise errors[0]
