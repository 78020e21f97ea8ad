"""The operations of a plan's steps on networks, volumes and images."""

from __future__ import annotations

from engineclient.api.images import images
from engineclient.api.networks import networks
from engineclient.api.volumes import volumes
from engineclient.calls import Steps
from engineclient.compose.bodies import creation, network_creation, volume_creation
from engineclient.compose.errors import ObjectFailed
from engineclient.compose.plan import Action, Step
from engineclient.compose.progress import Event, ignore
from engineclient.errors import Conflict, EngineError, Forbidden, NotFound
from engineclient.procedures.compose.execution import Execution


def create_network(execution: Execution, step: Step) -> Steps[None]:
    """Create a network.

    Raises:
        ObjectFailed: it cannot be created.

    """
    execution.report(Event(f"Network {step.target}", "Creating"))
    try:
        yield from networks.create(step.target, config=network_creation(execution.project, step.decision.key))
    except EngineError as error:
        execution.report(Event(f"Network {step.target}", "Error"))
        raise ObjectFailed(f"failed to create network {step.target}", error) from error
    execution.report(Event(f"Network {step.target}", "Created"))


def remove_network(execution: Execution, step: Step) -> Steps[None]:
    """Remove a network; one that does not exist or is in use is reported, and no error."""
    name = step.target
    if step.decision.action is not Action.RECREATE:
        execution.report(Event(f"Network {name}", "Removing"))
    status = "Removed"
    try:
        yield from networks.remove(name)
    except NotFound:
        status = "Warning No resource found to remove"
    except Forbidden:
        status = "Resource is still in use"
    execution.report(Event(f"Network {name}", status))


def connect_network(execution: Execution, step: Step) -> Steps[None]:
    """Connect a container to a network, with the addresses and aliases of its service.

    Raises:
        APIError: the engine cannot connect it.

    """
    container = next(each for each in execution.state.containers if each.name == step.target)
    service = execution.project.services[container.service]
    made = creation(execution.project, execution.shared(service), container.number, execution.context)
    endpoints = (made.body.get("NetworkingConfig") or {}).get("EndpointsConfig") or {}
    endpoint = {**endpoints, **made.connect}.get(step.detail)
    yield from networks.connect(step.detail, container.id, config=endpoint)


def disconnect_network(execution: Execution, step: Step) -> Steps[None]:
    """Disconnect a container from a network; one that is not connected is ignored."""
    try:
        yield from networks.disconnect(step.detail, execution.ids[step.target], force=True)
    except (NotFound, Forbidden):
        pass  # it is not connected


def create_volume(execution: Execution, step: Step) -> Steps[None]:
    """Create a volume.

    Raises:
        APIError: the engine cannot create it.

    """
    execution.report(Event(f"Volume {step.target}", "Creating"))
    yield from volumes.create(config=volume_creation(execution.project, step.decision.key))
    execution.report(Event(f"Volume {step.target}", "Created"))


def remove_volume(execution: Execution, step: Step) -> Steps[None]:
    """Remove a volume; one that does not exist or is in use is reported, and no error."""
    report = ignore if step.decision.action is Action.RECREATE else execution.report
    report(Event(f"Volume {step.target}", "Removing"))
    status = "Removed"
    try:
        yield from volumes.remove(step.target, force=True)
    except NotFound:
        status = "Warning No resource found to remove"
    except Conflict:
        status = "Resource is still in use"
    report(Event(f"Volume {step.target}", status))


def remove_image(execution: Execution, step: Step) -> Steps[None]:
    """Remove an image; one that does not exist or is in use is reported, and no error."""
    tagged = ":" in step.target.rpartition("/")[2] or "@" in step.target
    subject = f"Image {step.target}" if tagged else f"Image {step.target}:latest"
    execution.report(Event(subject, "Removing"))
    status = "Removed"
    try:
        yield from images.remove(step.target)
    except NotFound:
        status = "Warning No resource found to remove"
    except Conflict:
        status = "Resource is still in use"
    execution.report(Event(subject, status))
