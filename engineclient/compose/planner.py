"""Plan what `up` does: the changes of networks, volumes and orphans, then of the containers of each service."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.compose import labels, reasons
from engineclient.compose.bodies import container_name, creation, with_containers
from engineclient.compose.config import image_of
from engineclient.compose.creation_context import CreationContext
from engineclient.compose.differences import Change, changes
from engineclient.compose.errors import ComposeError
from engineclient.compose.graph import in_dependency_order
from engineclient.compose.hashes import service_hash
from engineclient.compose.model import Service
from engineclient.compose.plan import Action, Decision, Plan, PlanOptions, Recreate
from engineclient.compose.plan_objects import ObjectsPlanner
from engineclient.compose.project import Project
from engineclient.compose.reasons import Reason
from engineclient.compose.state import Container, State, orphans
from engineclient.compose.supported import without_effect


def plan(project: Project, state: State, options: PlanOptions | None = None) -> Plan:
    """The plan that makes an engine match a project.

    Args:
        project: the project, with the environment of its services resolved.
        state: the objects of the project that the engine has.
        options: the options of `up`.

    Raises:
        ComposeError: an external network or volume does not exist, an object of another project has the name of one of this
            project, or docker compose does not support a key.

    """
    planner = _Planner(project, state, options=options or PlanOptions())
    planner.networks()
    planner.volumes()
    planner.orphans()
    for group in in_dependency_order(project.services):
        for name in group:
            planner.service(project.services[name])
    if planner.options.start:
        planner.starts()
    return Plan(tuple(planner.decisions), tuple(planner.steps), (*without_effect(project), *planner.warnings))


class _Planner(ObjectsPlanner):
    """Makes the decisions about containers, too.

    Attributes:
        options: the options of `up`.
        done: the numbers of the steps that create the containers of a service.
        containers: the ID of the first container of a service; "" if it is to be created or replaced.

    """

    def __init__(self, project: Project, state: State, options: PlanOptions) -> None:
        super().__init__(project, state)
        self.options = options
        self.done: dict[str, list[int]] = {}
        self.containers: dict[str, str] = {}

    def orphans(self) -> None:
        found = orphans(self.state, self.project.all_services)
        if not found:
            return
        if self.options.remove_orphans:
            for each in found:
                decision = self.decide_container(
                    each, Action.REMOVE, Reason(reasons.ONE_OFF_ENDED if each.one_off else reasons.NO_SERVICE)
                )
                self.step(
                    "container remove",
                    each.name,
                    decision,
                    [self.step("container stop", each.name, decision)],
                )
        elif not self.options.ignore_orphans:
            names = " ".join(each.name for each in self.state.containers if each in found)
            self.warnings.append(
                f"Found orphan containers ([{names}]) for this project. If you removed or renamed this service in "
                "your compose file, you can run this command with the --remove-orphans flag to clean it up."
            )

    def service(self, service: Service) -> None:
        """Decide about the containers of a service, after those of its dependencies.

        Raises:
            ComposeError: the service has several containers and a `container_name`, or shares something with a service
                that has no container.

        """
        if service.container_name and service.replicas > 1:
            raise ComposeError(
                f'WARNING: The "{service.name}" service is using the custom container name '
                f'"{service.container_name}". Docker requires each container to have a unique name. '
                "Remove the custom name to scale the service",
                ("services", service.name, "container_name"),
            )
        policy = self.options.recreate_dependencies
        if not self.options.services or service.name in self.options.services:
            policy = self.options.recreate
        shared = self._shared_anew(service)
        resolved = service if shared else with_containers(service, self.containers)
        found = [
            (each, self._why_recreate(resolved, each, policy, shared))
            for each in self.state.of_service(service.name)
            if each.id not in self.gone
        ]
        found.sort(key=lambda each: (each[1] is not None, each[0].number))
        after = self._needed(service)
        made: list[int] = []
        for index, (container, reason) in enumerate(found):
            if index >= service.replicas:
                decision = self.decide_container(container, Action.REMOVE, Reason(reasons.TOO_MANY))
                stopped = self.step("container stop", container.name, decision)
                self.step("container remove", container.name, decision, [stopped])
            elif reason is None:
                self._kept(container)
            else:
                made.append(self._recreated(service, resolved, container, reason, after))
        number = max((each.number for each, _ in found), default=0)
        for offset in range(1, service.replicas - len(found) + 1):
            name = container_name(self.project, service, number + offset, self.options.separator)
            decision = self.decide(
                Decision(
                    kind="container",
                    name=name,
                    action=Action.CREATE,
                    why=Reason(reasons.MISSING),
                    service=service.name,
                    number=number + offset,
                )
            )
            made.append(self.step("container create", name, decision, after))
        self.done[service.name] = made
        first = next((each for each, reason in found[: service.replicas] if reason is None), None)
        self.containers[service.name] = first.id if first else ""

    def _needed(self, service: Service) -> list[int]:
        """The numbers of the steps after which the containers of a service can be created."""
        keys = [f"network {key}" for key in service.networks]
        keys += [f"volume {mount.source}" for mount in service.volumes if mount.type == "volume"]
        steps = [self.ready[key] for key in keys if key in self.ready]
        return steps + [step for name in service.depends_on for step in self.done.get(name, ())]

    def _shared_anew(self, service: Service) -> str:
        """The name of a service whose namespaces or volumes this one shares and that gets a new container; "" for none."""
        modes = (service.network_mode, service.ipc, service.pid)
        names = [mode.removeprefix("service:") for mode in modes if mode.startswith("service:")]
        names += [each.split(":")[0] for each in service.volumes_from if not each.startswith("container:")]
        return next((name for name in names if self.containers.get(name) == ""), "")

    def _why_recreate(
        self, service: Service, container: Container, policy: Recreate, shared: str
    ) -> tuple[Reason, tuple[Change, ...]] | None:
        """The reason why a container has to be replaced, and the keys that changed; None if it can stay.

        Args:
            service: the service of the container.
            container: the container.
            policy: when containers are replaced.
            shared: the service from `_shared_anew`.

        """
        if policy is Recreate.NEVER:
            return None
        if policy is Recreate.ALWAYS:
            return Reason(reasons.FORCED), ()
        if shared:
            return Reason(reasons.SHARES, shared), ()
        if container.labels.get(labels.CONFIG_HASH) != service_hash(service):
            return Reason(reasons.DEFINITION_CHANGED), self._changes(service, container)
        image = self.state.image_id(image_of(self.project, service, self.options.separator))
        if container.labels.get(labels.IMAGE, "") != image:
            return Reason(reasons.IMAGE_CHANGED), (
                Change("image", container.labels.get(labels.IMAGE), image),
            )
        if container.state == "running":
            for key in sorted(service.networks):
                name = self.project.networks[key].name
                if self.state.networks.get(name, {}).get("Id", "") not in container.networks:
                    return Reason(reasons.OFF_NETWORK), (Change(f"networks.{key}", None, name),)
        for mount in service.volumes:
            if mount.type == "volume" and mount.source:
                name = self.project.volumes[mount.source].name
                if name not in container.volumes:
                    return Reason(reasons.OFF_VOLUME), (Change("volumes", None, name),)
        return None

    def _changes(self, service: Service, container: Container) -> tuple[Change, ...]:
        if container.inspected is None:
            return ()
        context = CreationContext(api_version=self.options.api_version, separator=self.options.separator)
        body = creation(self.project, service, container.number, context).body
        image = self.state.images.get(str((container.inspected.get("Config") or {}).get("Image", "")))
        return tuple(changes(body, container.inspected, image))

    def _recreated(
        self,
        service: Service,
        resolved: Service,
        container: Container,
        reason: tuple[Reason, tuple[Change, ...]],
        after: list[int],
    ) -> int:
        decision = self.decide_container(container, Action.RECREATE, reason[0], reason[1])
        dependents = [
            name
            for name, each in self.project.services.items()
            if service.name in each.depends_on and each.depends_on[service.name].restart
        ]
        before = [*after, *self.stop(dependents, decision)]
        temporary = f"{container.id[:12]}_{container.name}"
        created = self.step("container create", temporary, decision, before)
        stopped = self.step("container stop", container.name, decision, [created])
        removed = self.step("container remove", container.name, decision, [stopped])
        return self.step("container rename", temporary, decision, [removed], container.name)

    def _kept(self, container: Container) -> None:
        if container.state == "running" and container.service not in self.stopped:
            self.decide_container(container, Action.KEEP, Reason(reasons.UNCHANGED_RUNNING))
        elif not self.options.start:
            self.decide_container(container, Action.KEEP, Reason(reasons.UNCHANGED))
        else:
            why = Reason(reasons.UNCHANGED_NOT_RUNNING)
            if container.service in self.stopped:
                why = Reason(reasons.UNCHANGED_STOPPED)
            elif container.state:
                why = Reason(reasons.UNCHANGED_BUT, container.state)
            self.decide_container(container, Action.START, why)

    def starts(self) -> None:
        """Add the steps that start containers, each service after its dependencies, and those that wait for conditions."""
        started: dict[str, list[int]] = {}
        for group in in_dependency_order(self.project.services):
            for name in group:
                service = self.project.services[name]
                mine = [each for each in self.decisions if each.kind == "container" and each.service == name]
                mine = [each for each in mine if each.action is not Action.REMOVE]
                started[name] = self._start(service, mine, started) if mine else []

    def _start(
        self, service: Service, decisions: list[Decision], started: Mapping[str, list[int]]
    ) -> list[int]:
        before = [*self.done.get(service.name, ())]
        for name, how in sorted(service.depends_on.items()):
            before += started.get(name, ())
            other = self.project.services.get(name)
            if other is not None and other.replicas and how.condition != "service_started":
                before.append(self.step("wait", name, decisions[0], started.get(name, ()), how.condition))
        steps: list[int] = []
        for each in decisions:
            if (
                each.action is not Action.KEEP
            ):  # docker compose starts the containers of a service one after the other
                steps.append(self.step("container start", each.name, each, [*before, *steps[-1:]]))
        return steps
