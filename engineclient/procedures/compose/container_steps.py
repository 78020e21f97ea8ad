"""The operations of a plan's steps on containers."""

from __future__ import annotations

from functools import partial

from engineclient.api.containers import containers, create_container
from engineclient.api.networks import networks
from engineclient.calls import Steps
from engineclient.compose import labels
from engineclient.compose.bodies import creation
from engineclient.compose.config import image_of
from engineclient.compose.creation_warnings import creation_warnings
from engineclient.compose.inherited import inherited
from engineclient.compose.links import links
from engineclient.compose.model import Service
from engineclient.compose.plan import Action, Step
from engineclient.compose.progress import Event, ignore, warning
from engineclient.errors import APIError, Conflict, NotFound
from engineclient.models.conformity import typed
from engineclient.procedures.compose.conditions import MET, wait_for
from engineclient.procedures.compose.execution import Execution
from engineclient.procedures.compose.hooks import run_hooks
from engineclient.procedures.compose.starting import start as start_container


def create(execution: Execution, step: Step) -> Steps[None]:
    """Create a container; one that replaces another gets a temporary name until the other is removed.

    Raises:
        ComposeError: docker compose or the engine does not support a key of its service.
        APIError: the engine cannot create it.

    """
    decision = step.decision
    service = execution.shared(execution.project.services[decision.service])
    recreated = decision.action is Action.RECREATE
    execution.report(Event(f"Container {decision.name}", "Recreate" if recreated else "Creating"))
    image = image_of(execution.project, service, execution.context.separator)
    context = execution.context._replace(
        image_id=execution.state.image_id(image),
        links=links(
            execution.project, service, decision.number, execution.containers_of, execution.context.separator
        ),
    )
    if recreated:
        if not execution.renew_volumes:
            found = yield from containers.inspect(decision.id)
            context = context._replace(
                inherited=inherited(service, typed(found), execution.state.images.get(image))
            )
        context = context._replace(labels={labels.REPLACE: _replaced(execution, service, decision.number)})
    made = creation(
        execution.project, service, decision.number, context, name=step.target if recreated else decision.name
    )
    if context.files is not None:
        for text in creation_warnings(execution.project, service, context.files.exists):
            execution.warn(text)
    try:
        created = yield from create_container(made.body, name=made.name, platform=made.platform or None)
    except APIError as error:
        execution.report(Event(f"Container {decision.name}", f"Error response from daemon: {error.message}"))
        raise
    for network, endpoint in made.connect.items():
        yield from networks.connect(network, created.id, config=endpoint)
    execution.ids[step.target] = created.id
    for text in created.warnings or ():
        execution.report(warning(service.name, text))
    if not recreated:
        execution.report(Event(f"Container {decision.name}", "Created"))


def rename(execution: Execution, step: Step) -> Steps[None]:
    """Give a container that replaces another one the name of that one.

    Raises:
        APIError: the engine cannot rename it.

    """
    id = execution.ids.pop(step.target)
    yield from containers.rename(id, step.detail)
    execution.ids[step.detail] = id
    execution.report(Event(f"Container {step.detail}", "Recreated"))


def start(execution: Execution, step: Step) -> Steps[None]:
    """Write the configs and secrets that are not files of the host into a container, start it and run its hooks.

    Raises:
        ComposeError: a config or secret has no content, or the container is read-only.
        APIError: the engine cannot start it.
        HookFailed: a hook of `post_start` failed.

    """
    name, service = step.target, execution.project.services[step.decision.service]
    line = execution.hook_line
    if execution.dry_run:
        service = service.replace(post_start=())
    yield from start_container(
        execution.project,
        service,
        name,
        execution.ids[name],
        execution.report,
        partial(line, name) if line is not None else None,
    )


def stop(execution: Execution, step: Step) -> Steps[None]:
    """Run the hooks of `pre_stop`, and stop a container; one that does not exist or run is ignored.

    Raises:
        APIError: the engine cannot stop it.
        HookFailed: a hook failed.

    """
    silent = step.decision.action is Action.RECREATE and step.target == step.decision.name
    report = ignore if silent else execution.report
    service = execution.project.services.get(step.decision.service)
    report(Event(f"Container {step.target}", "Stopping"))
    try:
        if service is not None and not silent and not execution.dry_run:
            yield from run_hooks(service, service.pre_stop, execution.ids[step.target])
        yield from containers.stop(execution.ids[step.target], t=execution.timeout)
    except (NotFound, Conflict):
        pass  # it has been removed, or does not run
    except APIError:
        report(Event(f"Container {step.target}", "Error while Stopping"))
        raise
    report(Event(f"Container {step.target}", "Stopped"))


def remove(execution: Execution, step: Step) -> Steps[None]:
    """Remove a container; one that does not exist or is being removed is ignored.

    Raises:
        APIError: the engine cannot remove it.

    """
    silent = step.decision.action is Action.RECREATE and step.target == step.decision.name
    report = ignore if silent else execution.report
    report(Event(f"Container {step.target}", "Removing"))
    try:
        yield from containers.remove(
            execution.ids.pop(step.target), force=True, volumes=execution.remove_volumes
        )
    except (NotFound, Conflict):
        pass  # it has been removed, or is being removed
    except APIError:
        report(Event(f"Container {step.target}", "Error while Removing"))
        raise
    report(Event(f"Container {step.target}", "Removed"))


def wait(execution: Execution, step: Step) -> Steps[None]:
    """Wait until a service meets the condition of another one's dependency.

    Raises:
        DependencyFailed: it can no longer meet the condition, and the dependency is required.

    """
    waiting = execution.project.services[step.decision.service]
    names = {each.name: execution.ids.get(each.name, "") for each in execution.containers_of(step.target)}
    if execution.dry_run:
        for name in names:
            execution.report(Event(f"Container {name}", "Waiting"))
            execution.report(Event(f"Container {name}", MET[step.detail]))
        return
    yield from wait_for(
        step.target,
        {name: id for name, id in names.items() if id},
        step.detail,
        required=waiting.depends_on[step.target].required,
        report=execution.report,
        warn=execution.warn,
    )


def _replaced(execution: Execution, service: Service, number: int) -> str:
    return service.container_name or f"{service.name}{execution.context.separator}{number}"
