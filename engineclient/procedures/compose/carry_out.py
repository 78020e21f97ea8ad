"""A plan carried out: each step as soon as those that it waits for are finished."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engineclient.api.containers import containers, create_container
from engineclient.api.images import images
from engineclient.api.networks import networks
from engineclient.api.volumes import volumes
from engineclient.calls import Steps
from engineclient.compose import labels
from engineclient.compose.around import Around
from engineclient.compose.bodies import creation, network_creation, volume_creation, with_containers
from engineclient.compose.config import image_of
from engineclient.compose.inherited import inherited
from engineclient.compose.links import links
from engineclient.compose.model import Service
from engineclient.compose.mounts import put_files
from engineclient.compose.plan import Action, Plan, Step
from engineclient.compose.progress import Event, Report, ignore
from engineclient.compose.project import Project
from engineclient.compose.state import Container, State
from engineclient.errors import APIError, Conflict, Forbidden, NotFound
from engineclient.procedures.attach import hijack
from engineclient.procedures.compose.conditions import wait_for
from engineclient.procedures.compose.files import put
from engineclient.procedures.compose.follow import Watcher, follow
from engineclient.steps import All
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

OBJECTS = ("network", "volume")
"""The kinds of decisions that are carried out before those about containers."""
STARTING = ("container start", "wait")
"""The operations that begin when all others are finished: nothing starts unless everything could be created."""


@dataclass(slots=True, kw_only=True)
class Execution:
    """What the steps of one plan share.

    Attributes:
        project: whose objects they are about.
        state: what there was.
        around: what containers are created with that is not in the project.
        renew_volumes: anonymous volumes are not taken over from the containers that are replaced.
        timeout: seconds until a container that is stopped is killed, instead of its own.
        remove_volumes: anonymous volumes go with their containers.
        limit: how many steps run at once.
        report: takes each event of progress.
        ids: the IDs of containers by name; those that are created are added.

    """

    project: Project
    state: State
    around: Around = field(default_factory=Around)
    renew_volumes: bool = False
    timeout: int | None = None
    remove_volumes: bool = False
    limit: int = 50
    report: Report = ignore
    ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids.update({each.name: each.id for each in self.state.containers})

    def carry_out(self, plan: Plan, operations: Callable[[Step], bool]) -> Steps[None]:
        """Carry out the steps of a plan that `operations` chooses, with no regard to the others."""
        chosen = [step for step in plan.steps if operations(step)]
        yield from All([self._step(step) for step in chosen], limit=self.limit, after=_order(chosen))

    def start_attached(self, plan: Plan, watcher: Watcher) -> Steps[None]:
        """Start what a plan starts, and hand on what the containers print until all have ended."""
        chosen = [step for step in plan.steps if step.operation in STARTING]
        started = {
            step.target: index for index, step in enumerate(chosen) if step.operation == "container start"
        }
        watched = [
            each
            for each in plan.decisions
            if each.kind == "container"
            and each.action is not Action.REMOVE
            and each.service in watcher.services
            and self.project.services[each.service].attach is not False
        ]
        attached: list[Handle[Frame]] = []
        for each in watched:  # before any starts, or its first words are lost
            attached.append((yield from hijack(containers.attach(self.ids[each.name]))))  # noqa: PERF401
        watcher.attaching([each.name for each in watched])
        self.report = ignore  # lines of containers follow, and no more events
        works = [self._step(step) for step in chosen]
        after = _order(chosen)
        for each, stream in zip(watched, attached, strict=True):
            works.append(follow(watcher, each.name, self.ids[each.name], stream))
            after.append([started[each.name]] if each.name in started else [])
        yield from All(works, limit=max(self.limit, len(works)), after=after)

    def report_running(self, plan: Plan) -> None:
        """Report the containers that run and stay as they are."""
        for each in plan.decisions:
            if each.kind == "container" and each.action is Action.KEEP and self._runs(each.name):
                self.report(Event(f"Container {each.name}", "Running"))

    def _runs(self, name: str) -> bool:
        return any(each.name == name and each.state == "running" for each in self.state.containers)

    def _step(self, step: Step) -> Steps[None]:
        yield from _OPERATIONS[step.operation](self, step)

    # --- containers ---

    def create(self, step: Step) -> Steps[None]:
        decision = step.decision
        service = self._shared(self.project.services[decision.service])
        recreated = decision.action is Action.RECREATE
        self.report(Event(f"Container {decision.name}", "Recreate" if recreated else "Creating"))
        image = image_of(self.project, service, self.around.separator)
        around = self.around._replace(
            image_id=self.state.image_id(image),
            links=links(self.project, service, decision.number, self._containers_of, self.around.separator),
        )
        if recreated:
            if not self.renew_volumes:
                found = yield from containers.inspect(decision.id)
                around = around._replace(
                    inherited=inherited(service, found.raw, self.state.images.get(image))
                )
            around = around._replace(labels={labels.REPLACE: self._replaced(service, decision.number)})
        made = creation(
            self.project, service, decision.number, around, name=step.target if recreated else decision.name
        )
        try:
            created = yield from create_container(made.body, name=made.name, platform=made.platform or None)
        except APIError as error:
            self.report(Event(f"Container {decision.name}", f"Error response from daemon: {error.message}"))
            raise
        for network, endpoint in made.connect.items():
            yield from networks.connect(network, created.id, config=endpoint)
        self.ids[step.target] = created.id
        if not recreated:
            self.report(Event(f"Container {decision.name}", "Created"))

    def rename(self, step: Step) -> Steps[None]:
        id = self.ids.pop(step.target)
        yield from containers.rename(id, step.detail)
        self.ids[step.detail] = id
        self.report(Event(f"Container {step.detail}", "Recreated"))

    def start(self, step: Step) -> Steps[None]:
        name, service = step.target, self.project.services[step.decision.service]
        self.report(Event(f"Container {name}", "Starting"))
        yield from start(self.project, service, self.ids[name])
        self.report(Event(f"Container {name}", "Started"))

    def stop(self, step: Step) -> Steps[None]:
        silent = step.decision.action is Action.RECREATE and step.target == step.decision.name
        report = ignore if silent else self.report
        report(Event(f"Container {step.target}", "Stopping"))
        try:
            yield from containers.stop(self.ids[step.target], t=self.timeout)
        except NotFound:
            pass  # it removed itself
        report(Event(f"Container {step.target}", "Stopped"))

    def remove(self, step: Step) -> Steps[None]:
        silent = step.decision.action is Action.RECREATE and step.target == step.decision.name
        report = ignore if silent else self.report
        report(Event(f"Container {step.target}", "Removing"))
        try:
            yield from containers.remove(self.ids.pop(step.target), force=True, volumes=self.remove_volumes)
        except (NotFound, Conflict):
            pass  # it is gone, or going
        report(Event(f"Container {step.target}", "Removed"))

    def wait(self, step: Step) -> Steps[None]:
        """Wait for a condition of a service that another one depends on."""
        waiting = self.project.services[step.decision.service]
        names = {each.name: self.ids.get(each.name, "") for each in self._containers_of(step.target)}
        yield from wait_for(
            step.target,
            {name: id for name, id in names.items() if id},
            step.detail,
            required=waiting.depends_on[step.target].required,
            report=self.report,
        )

    def _shared(self, service: Service) -> Service:
        """The service with IDs in the place of services that it shares something with."""
        first = {name: found[0].id for name in self.project.services if (found := self._containers_of(name))}
        return with_containers(service, first)

    def _containers_of(self, service: str) -> Sequence[Container]:
        """The containers of a service by now, by number."""
        return _now(self.project, self.state, self.ids, service, self.around.separator)

    def _replaced(self, service: Service, number: int) -> str:
        return service.container_name or f"{service.name}{self.around.separator}{number}"

    # --- networks, volumes, images ---

    def create_network(self, step: Step) -> Steps[None]:
        self.report(Event(f"Network {step.target}", "Creating"))
        yield from networks.create(step.target, config=network_creation(self.project, step.decision.key))
        self.report(Event(f"Network {step.target}", "Created"))

    def remove_network(self, step: Step) -> Steps[None]:
        name = step.target
        if step.decision.action is not Action.RECREATE:
            self.report(Event(f"Network {name}", "Removing"))
        status = "Removed"
        try:
            yield from networks.remove(name)
        except NotFound:
            status = "Warning No resource found to remove"
        except Forbidden:
            status = "Resource is still in use"
        self.report(Event(f"Network {name}", status))

    def connect_network(self, step: Step) -> Steps[None]:
        container = next(each for each in self.state.containers if each.name == step.target)
        service = self.project.services[container.service]
        made = creation(self.project, self._shared(service), container.number, self.around)
        endpoints = (made.body.get("NetworkingConfig") or {}).get("EndpointsConfig") or {}
        endpoint = {**endpoints, **made.connect}.get(step.detail)
        yield from networks.connect(step.detail, container.id, config=endpoint)

    def disconnect_network(self, step: Step) -> Steps[None]:
        try:
            yield from networks.disconnect(step.detail, self.ids[step.target], force=True)
        except (NotFound, Forbidden):
            pass  # it is not connected

    def create_volume(self, step: Step) -> Steps[None]:
        self.report(Event(f"Volume {step.target}", "Creating"))
        yield from volumes.create(config=volume_creation(self.project, step.decision.key))
        self.report(Event(f"Volume {step.target}", "Created"))

    def remove_volume(self, step: Step) -> Steps[None]:
        report = ignore if step.decision.action is Action.RECREATE else self.report
        report(Event(f"Volume {step.target}", "Removing"))
        status = "Removed"
        try:
            yield from volumes.remove(step.target, force=True)
        except NotFound:
            status = "Warning No resource found to remove"
        except Conflict:
            status = "Resource is still in use"
        report(Event(f"Volume {step.target}", status))

    def remove_image(self, step: Step) -> Steps[None]:
        tagged = ":" in step.target.rpartition("/")[2] or "@" in step.target
        subject = f"Image {step.target}" if tagged else f"Image {step.target}:latest"
        self.report(Event(subject, "Removing"))
        status = "Removed"
        try:
            yield from images.remove(step.target)
        except NotFound:
            status = "Warning No resource found to remove"
        except Conflict:
            status = "Resource is still in use"
        self.report(Event(subject, status))


_OPERATIONS: Mapping[str, Callable[[Execution, Step], Steps[None]]] = {
    "container create": Execution.create,
    "container rename": Execution.rename,
    "container start": Execution.start,
    "container stop": Execution.stop,
    "container remove": Execution.remove,
    "wait": Execution.wait,
    "network create": Execution.create_network,
    "network remove": Execution.remove_network,
    "network connect": Execution.connect_network,
    "network disconnect": Execution.disconnect_network,
    "volume create": Execution.create_volume,
    "volume remove": Execution.remove_volume,
    "image remove": Execution.remove_image,
}


def _order(steps: Sequence[Step]) -> list[list[int]]:
    """For each step the places of those before it, among `steps` alone."""
    place = {step.number: index for index, step in enumerate(steps)}
    return [[place[number] for number in step.after if number in place] for step in steps]


def start(project: Project, service: Service, id: str) -> Steps[None]:
    """Start a container, with its configs and secrets in it that are no files of the host."""
    for file in put_files(project, service):
        yield from put(id, file)
    yield from containers.start(id)


def _now(
    project: Project, state: State, ids: Mapping[str, str], service: str, separator: str
) -> Sequence[Container]:
    """A service's containers: those that are known, by the IDs that they have now, and those that were created."""
    from engineclient.compose.bodies import container_name

    declared = project.services.get(service)
    numbers = {each.name: each.number for each in state.of_service(service)}
    if declared is not None:
        known = max(numbers.values(), default=0) + declared.replicas
        for number in range(1, known + 1):
            numbers.setdefault(container_name(project, declared, number, separator), number)
    found = [
        Container(
            {
                "Id": ids[name],
                "Names": [f"/{name}"],
                "Labels": {labels.SERVICE: service, labels.NUMBER: str(number)},
            }
        )
        for name, number in numbers.items()
        if name in ids
    ]
    return sorted(found, key=lambda each: each.number)
