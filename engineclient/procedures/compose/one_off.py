"""`compose run`: run a one-off container of a service."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from engineclient.calls import Steps
from engineclient.compose import labels
from engineclient.compose.bodies import creation, with_containers
from engineclient.compose.config import image_of
from engineclient.compose.creation_context import CreationContext
from engineclient.compose.creation_warnings import creation_warnings
from engineclient.compose.links import links
from engineclient.compose.model import Service
from engineclient.compose.mounts import put_files
from engineclient.compose.progress import ignore
from engineclient.compose.project import Project
from engineclient.compose.supported import check_supported
from engineclient.procedures.compose.conditions import wait_for
from engineclient.procedures.compose.files import put_all
from engineclient.procedures.compose.observe import state_of
from engineclient.procedures.compose.pull import ensure_images
from engineclient.procedures.compose.up import UpOptions, up
from engineclient.procedures.create import Creation
from engineclient.procedures.run import RunHooks, RunResult, run_from
from engineclient.steps import ApiVersion
from engineclient.values import Data


class OneOff(Data):
    """The options of `run`.

    Attributes:
        slug: 64 random hexadecimal digits; the default name of the container ends with the first twelve.
        changes: the fields of the service that differ in this container, such as `command`, `environment` and `tty`.
        name: the name of the container, instead of the default PROJECT-SERVICE-run-SLUG.
        service_ports: publish the ports of the service.
        use_aliases: give the container the name and the aliases of the service on its networks.
        remove: remove the container when it exits.
        interactive: attach to its standard input.
        detach: return when it has started.
        labels: labels in addition to those of the service.

    """

    slug: str
    changes: Mapping[str, Any] = MappingProxyType({})
    name: str = ""
    service_ports: bool = False
    use_aliases: bool = False
    remove: bool = False
    interactive: bool = False
    detach: bool = False
    labels: Mapping[str, str] = MappingProxyType({})


def run(
    project: Project, name: str, one_off: OneOff, options: UpOptions, hooks: RunHooks
) -> Steps[RunResult]:
    """Start the dependencies of a service, then run a container of it.

    Args:
        project: the project with the service and the dependencies to start.
        name: the name of the service.
        one_off: the options of the container.
        options: the options of `up` for the dependencies.
        hooks: the callbacks of `procedures.run`.

    Raises:
        ComposeError: a key is not supported, or the image of the service has to be built.
        DependencyFailed: a required dependency can no longer meet its condition.
        APIError: the engine cannot create or start an object.

    """
    check_supported(project)
    service = project.service(name)
    others = {each: project.services[each] for each in project.services if each != name}
    rest = project.replace(services=others, disabled_services={**project.disabled_services, name: service})
    yield from up(rest, options)
    version = yield from ApiVersion()
    separator = options.plan.separator
    state = yield from state_of(project, separator=separator)
    images = yield from ensure_images(
        project.replace(services={name: service}),
        state.images,
        policy=options.pull,
        report=options.pull_report or options.report,
        auth=options.auth,
        progress=options.progress,
        separator=separator,
    )
    for other, how in sorted(service.depends_on.items()):
        if other in others and how.condition != "service_started":
            ids = {each.name: each.id for each in state.of_service(other)}
            yield from wait_for(
                other, ids, how.condition, required=how.required, report=ignore, warn=options.warn
            )
    own_name = one_off.name or separator.join((project.name, name, "run", one_off.slug[:12]))
    changed = _changed(service, one_off, own_name)
    first = {each: found[0].id for each in project.services if (found := state.of_service(each))}
    shared = with_containers(changed, first)
    image = image_of(project, service, separator)
    made = creation(
        project,
        shared,
        0,
        CreationContext(
            api_version=version,
            image_id=str(images.get(image, {}).get("Id", "")),
            links=links(project, shared, 1, state.of_service, separator),
            environment=options.environment,
            labels={**one_off.labels, labels.SLUG: one_off.slug},
            env_files=options.env_files,
            aliases=one_off.use_aliases,
            attach_stdin=one_off.interactive,
            auto_remove=one_off.remove,
            separator=separator,
            files=options.files,
        ),
        name=own_name,
    )
    if options.files is not None:
        for text in creation_warnings(project, shared, options.files.exists):
            options.warn(text)
    return (
        yield from run_from(
            Creation(body=made.body, name=made.name, platform=made.platform or None, pull="never"),
            hooks,
            detach=one_off.detach,
            before_start=lambda container: put_all(container, put_files(project, shared)),
        )
    )


def _changed(service: Service, one_off: OneOff, name: str) -> Service:
    """The service with the changes for a one-off container."""
    deploy = service.deploy.replace(restart_policy=None) if service.deploy is not None else None
    changes = {"restart": "", "container_name": name, "deploy": deploy, "stdin_open": one_off.interactive}
    if not one_off.service_ports:
        changes["ports"] = ()
    made: Service = service.replace(**{**changes, **one_off.changes})
    return made
