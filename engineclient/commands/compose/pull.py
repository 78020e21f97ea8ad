"""`compose pull`: pull the images of services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import ANY
from engineclient.cli.failures import Failure, failure_of
from engineclient.cli.flag_types import BOOL, STRING
from engineclient.cli.flags import flag
from engineclient.commands.compose.command import compose_command, obsolete
from engineclient.commands.compose.layers import pulled_layers
from engineclient.commands.compose.progress import reporter, tail
from engineclient.commands.compose.project import load
from engineclient.commands.compose.running import limit, separator

if TYPE_CHECKING:
    from collections.abc import Collection

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

    project = load(app, Options(resolve_environment=False), services)
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
        elif (policy or service.pull_policy) in ("never", "build"):
            report(Event(name, "", "Skipped"))
        elif (policy or service.pull_policy) in ("missing", "if_not_present") and is_kept(image, present):
            report(Event(name, "", "Skipped - Image is already present locally"))
        elif ignore_buildable and service.build is not None:
            report(Event(name, "", "Skipped - Image can be built"))
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
                        is_built=service.build is not None,
                    )
                )
            )
    ended = zip(wanted.values(), engine.perform(All(works, limit=limit(app))), strict=True)
    failed = {name: each for name, each in ended if isinstance(each, EngineError)}
    if built := [name for name in failed if project.services[name].build is not None]:
        tail(
            app,
            "WARNING: Some service image(s) must be built from source by running:\n"
            f"    docker compose build {' '.join(built)}",
        )
    if failed and not ignore_pull_failures:
        raise next(
            (each for name, each in failed.items() if name not in built),
            Failure("\n".join(failure_of(each).text for each in failed.values())),
        )


def is_kept(image: str, present: Collection[str]) -> bool:
    """Whether a pull of what is missing leaves an image alone: it is `present`, and its tag is not `latest`."""
    from engineclient.wire.references import parse

    return image in present and parse(image).with_default_tag().tag != "latest"
