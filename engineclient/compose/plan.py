"""What has to be done so that an engine has what a project says: a value, made before anything is done.

A plan has a decision for every network, volume and container, with its reason, and the steps that carry the decisions
out. A step names those that must be finished before it; all others may go side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from . import labels
from .bodies import Around, container_name, creation, with_containers
from .config import image_of
from .differences import Change, changes
from .errors import ComposeError
from .graph import in_dependency_order
from .hashes import network_hash, service_hash, volume_hash
from .model import Service
from .project import Project
from .state import Container, State, orphans


class Action(Enum):
    """What is decided of an object."""

    CREATE = "create"
    RECREATE = "recreate"
    START = "start"
    KEEP = "keep"
    REMOVE = "remove"


class Recreate(Enum):
    """When containers are replaced."""

    CHANGED = "changed"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """What `up` may be told.

    Attributes:
        services: the services that are named; none is all.
        recreate: when their containers are replaced.
        recreate_dependencies: when those of the services that they depend on are.
        remove_orphans, ignore_orphans: what becomes of containers of services that the project has not.
        start: whether containers are started.
        api_version: the engine's.
        separator: what stands between the parts of names.

    """

    services: tuple[str, ...] = ()
    recreate: Recreate = Recreate.CHANGED
    recreate_dependencies: Recreate = Recreate.CHANGED
    remove_orphans: bool = False
    ignore_orphans: bool = False
    start: bool = True
    api_version: str = "1.51"
    separator: str = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of one object, and why.

    Attributes:
        kind: `network`, `volume` or `container`.
        name: the object's.
        action: what becomes of it.
        why: the reason, in a few words.
        changes: the keys that changed, as far as they are known.
        key: the network's or volume's key in the file.
        service: the service of a container.
        number: the number of a container.
        id: the ID of a container that exists.
        question: what has to be confirmed first, as data would be lost.

    """

    kind: str
    name: str
    action: Action
    why: str
    changes: tuple[Change, ...] = ()
    key: str = ""
    service: str = ""
    number: int = 0
    id: str = ""
    question: str = ""

    def to_json(self) -> dict[str, Any]:
        """The decision as plain values."""
        shown: dict[str, Any] = {
            "Kind": self.kind,
            "Name": self.name,
            "Service": self.service,
            "Action": self.action.value,
            "Why": self.why,
        }
        if self.changes:
            shown["Changes"] = [{"Key": each.key, "Old": each.old, "New": each.new} for each in self.changes]
        return shown


@dataclass(frozen=True, slots=True)
class Step:
    """One operation.

    Attributes:
        number: its place in the plan.
        operation: such as `container create` or `network remove`; `wait` waits for a condition of a service.
        target: the name of what it is about.
        decision: why it is done.
        after: the numbers of the steps that must be finished before.
        detail: what else it needs to know: the network of a disconnect, the condition of a wait.

    """

    number: int
    operation: str
    target: str
    decision: Decision
    after: tuple[int, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Decisions, in the order in which compose takes them, the steps, and what is questionable."""

    decisions: tuple[Decision, ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the engine already has what the project says."""
        return not self.steps

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Kind, name, action and reason of each decision, for a table."""
        return [(each.kind, each.name, each.action.value, _reason(each)) for each in self.decisions]


def _reason(decision: Decision) -> str:
    if not decision.changes:
        return decision.why
    shown = [f"{each.key} {_shown(each.old)} -> {_shown(each.new)}" for each in decision.changes]
    return f"{decision.why}: {', '.join(shown)}"


def _shown(value: Any) -> str:
    import json

    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


def plan(project: Project, state: State, options: PlanOptions | None = None) -> Plan:
    """What `up` has to do.

    Args:
        project: what there should be, with the environment resolved.
        state: what there is.
        options: what `up` was told.

    Raises:
        ComposeError: an object that is not the project's own is missing, or another's is in the way.

    """
    planner = _Planner(project, state, options or PlanOptions())
    planner.networks()
    planner.volumes()
    planner.orphans()
    for group in in_dependency_order(project.services):
        for name in group:
            planner.service(project.services[name])
    if planner.options.start:
        planner.starts()
    return Plan(tuple(planner.decisions), tuple(planner.steps), tuple(planner.warnings))


@dataclass(slots=True)
class _Planner:
    project: Project
    state: State
    options: PlanOptions
    decisions: list[Decision] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    ready: dict[str, int] = field(default_factory=dict)  # the step after which a network or volume is there
    done: dict[str, list[int]] = field(
        default_factory=dict
    )  # the steps that make the containers of a service
    containers: dict[str, str] = field(
        default_factory=dict
    )  # the ID of the first container; "" if not known yet
    stopped: set[str] = field(default_factory=set)  # services whose containers are stopped on the way

    def decide(self, decision: Decision) -> Decision:
        self.decisions.append(decision)
        return decision

    def step(
        self, operation: str, target: str, decision: Decision, after: Iterable[int] = (), detail: str = ""
    ) -> int:
        self.steps.append(Step(len(self.steps), operation, target, decision, tuple(sorted({*after})), detail))
        return len(self.steps) - 1

    # --- networks and volumes ---

    def networks(self) -> None:
        for key, network in sorted(self.project.networks.items()):
            found = self.state.networks.get(network.name)
            if network.external:
                if found is None:
                    raise ComposeError(
                        f"network {network.name} declared as external, but could not be found",
                        ("networks", key),
                    )
                self._decide("network", network.name, Action.KEEP, "external", key=key)
            elif found is None:
                decision = self._decide(
                    "network", network.name, Action.CREATE, "there is none of that name", key=key
                )
                self.ready[f"network {key}"] = self.step("network create", network.name, decision)
            else:
                self._existing_network(key, found)

    def _existing_network(self, key: str, found: Mapping[str, Any]) -> None:
        network = self.project.networks[key]
        own = found.get("Labels") or {}
        self._warn_of_foreign("network", network.name, own)
        if own.get(labels.NETWORK, "") != key:
            raise ComposeError(
                f"network {network.name} was found but has incorrect label {labels.NETWORK} set to "
                f'"{own.get(labels.NETWORK, "")}" (expected: "{key}")',
                ("networks", key),
            )
        known = own.get(labels.CONFIG_HASH, "")
        if known in ("", network_hash(network)):
            self._decide("network", network.name, Action.KEEP, "unchanged", key=key)
            return
        decision = self._decide("network", network.name, Action.RECREATE, "its definition changed", key=key)
        users = [name for name, service in self.project.services.items() if key in service.networks]
        released = self._stopped(users, decision)
        attached = [each for name in users for each in self.state.of_service(name)]
        released += [
            self.step("network disconnect", each.name, decision, released, network.name) for each in attached
        ]
        removed = self.step("network remove", network.name, decision, released)
        created = self.step("network create", network.name, decision, [removed])
        connected = [
            self.step("network connect", each.name, decision, [created], network.name) for each in attached
        ]
        self.ready[f"network {key}"] = max([created, *connected])

    def volumes(self) -> None:
        for key, volume in sorted(self.project.volumes.items()):
            found = self.state.volumes.get(volume.name)
            if found is None and volume.external:
                raise ComposeError(f'external volume "{volume.name}" not found', ("volumes", key))
            if found is None:
                decision = self._decide(
                    "volume", volume.name, Action.CREATE, "there is none of that name", key=key
                )
                self.ready[f"volume {key}"] = self.step("volume create", volume.name, decision)
                continue
            own = found.get("Labels") or {}
            if volume.external:
                self._decide("volume", volume.name, Action.KEEP, "external", key=key)
                continue
            self._warn_of_foreign("volume", volume.name, own)
            known = own.get(labels.CONFIG_HASH)
            if known in (None, volume_hash(volume)):
                self._decide("volume", volume.name, Action.KEEP, "unchanged", key=key)
            else:
                self._changed_volume(key)

    def _changed_volume(self, key: str) -> None:
        name = self.project.volumes[key].name
        question = (
            f'Volume "{name}" exists but doesn\'t match configuration in compose file. '
            "Recreate (data will be lost)?"
        )
        decision = self.decide(
            Decision(
                kind="volume",
                name=name,
                action=Action.RECREATE,
                why="its definition changed",
                key=key,
                question=question,
            )
        )
        users = [
            service
            for service, each in self.project.services.items()
            if any(mount.source == key for mount in each.volumes)
        ]
        stopped = self._stopped(users, decision)
        removed = [
            self.step("container remove", each.name, decision, stopped)
            for service in users
            for each in self.state.of_service(service)
        ]
        gone = self.step("volume remove", name, decision, removed)
        self.ready[f"volume {key}"] = self.step("volume create", name, decision, [gone])

    def _warn_of_foreign(self, kind: str, name: str, own: Mapping[str, str]) -> None:
        owner = own.get(labels.PROJECT)
        if owner == self.project.name:
            return
        if kind == "network":
            by = "by compose" if owner is None else f'for project "{self.project.name}"'
            self.warnings.append(
                f"a network with name {name} exists but was not created {by}.\n"
                "Set `external: true` to use an existing network"
            )
        elif owner is None:
            self.warnings.append(
                f'volume "{name}" already exists but was not created by Docker Compose. '
                "Use `external: true` to use an existing volume"
            )
        else:
            self.warnings.append(
                f'volume "{name}" already exists but was created for project "{owner}" '
                f'(expected "{self.project.name}"). Use `external: true` to use an existing volume'
            )

    def orphans(self) -> None:
        found = orphans(self.state, self.project.all_services)
        if not found:
            return
        if self.options.remove_orphans:
            for each in found:
                decision = self._of_container(each, Action.REMOVE, "its service is not in the project")
                self.step(
                    "container remove",
                    each.name,
                    decision,
                    [self.step("container stop", each.name, decision)],
                )
        elif not self.options.ignore_orphans:
            names = " ".join(each.name for each in found)
            self.warnings.append(
                f"Found orphan containers ([{names}]) for this project. If you removed or renamed this service in "
                "your compose file, you can run this command with the --remove-orphans flag to clean it up."
            )

    # --- containers ---

    def service(self, service: Service) -> None:
        """Decide of all containers of a service; those that it depends on have been decided of."""
        if service.provider is not None:
            raise ComposeError(
                f'service "{service.name}" has a provider, which is not supported',
                ("services", service.name, "provider"),
            )
        policy = self.options.recreate_dependencies
        if not self.options.services or service.name in self.options.services:
            policy = self.options.recreate
        shared = self._shared_anew(service)
        resolved = service if shared else with_containers(service, self.containers)
        found = [
            (each, self._why_recreate(resolved, each, policy, shared))
            for each in self.state.of_service(service.name)
        ]
        found.sort(key=lambda each: (each[1] is not None, each[0].number))
        after = self._needed(service)
        made: list[int] = []
        for index, (container, reason) in enumerate(found):
            if index >= service.replicas:
                decision = self._of_container(container, Action.REMOVE, "more than the service has")
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
                    why="there is none",
                    service=service.name,
                    number=number + offset,
                )
            )
            made.append(self.step("container create", name, decision, after))
        self.done[service.name] = made
        first = next((each for each, reason in found[: service.replicas] if reason is None), None)
        self.containers[service.name] = first.id if first else ""

    def _needed(self, service: Service) -> list[int]:
        """The steps after which the service's containers can be created."""
        keys = [f"network {key}" for key in service.networks]
        keys += [f"volume {mount.source}" for mount in service.volumes if mount.type == "volume"]
        steps = [self.ready[key] for key in keys if key in self.ready]
        return steps + [step for name in service.depends_on for step in self.done.get(name, ())]

    def _shared_anew(self, service: Service) -> str:
        """The service whose namespace or volumes this one shares and whose container will be another one."""
        modes = (service.network_mode, service.ipc, service.pid)
        names = [mode.removeprefix("service:") for mode in modes if mode.startswith("service:")]
        names += [each.split(":")[0] for each in service.volumes_from if not each.startswith("container:")]
        return next((name for name in names if self.containers.get(name) == ""), "")

    def _why_recreate(
        self, service: Service, container: Container, policy: Recreate, shared: str
    ) -> tuple[str, tuple[Change, ...]] | None:
        """Why a container has to be replaced; None if it has not."""
        if policy is Recreate.NEVER:
            return None
        if policy is Recreate.ALWAYS:
            return "forced", ()
        if shared:
            return f"it shares what service {shared} has, whose container is another one", ()
        if container.labels.get(labels.CONFIG_HASH) != service_hash(service):
            return "its definition changed", self._changes(service, container)
        image = self.state.image_id(image_of(self.project, service, self.options.separator))
        if container.labels.get(labels.IMAGE, "") != image:
            return "its image changed", (Change("image", container.labels.get(labels.IMAGE), image),)
        if container.state == "running":
            for key in sorted(service.networks):
                name = self.project.networks[key].name
                if self.state.networks.get(name, {}).get("Id", "") not in container.networks:
                    return "it is not on a network of its service", (Change(f"networks.{key}", None, name),)
        for mount in service.volumes:
            if mount.type == "volume" and mount.source:
                name = self.project.volumes[mount.source].name
                if name not in container.volumes:
                    return "it does not mount a volume of its service", (Change("volumes", None, name),)
        return None

    def _changes(self, service: Service, container: Container) -> tuple[Change, ...]:
        if container.inspected is None:
            return ()
        around = Around(api_version=self.options.api_version, separator=self.options.separator)
        body = creation(self.project, service, container.number, around).body
        image = self.state.images.get(str((container.inspected.get("Config") or {}).get("Image", "")))
        return tuple(changes(body, container.inspected, image))

    def _recreated(
        self,
        service: Service,
        resolved: Service,
        container: Container,
        reason: tuple[str, tuple[Change, ...]],
        after: list[int],
    ) -> int:
        decision = self._of_container(container, Action.RECREATE, reason[0], reason[1])
        dependents = [
            name
            for name, each in self.project.services.items()
            if service.name in each.depends_on and each.depends_on[service.name].restart
        ]
        before = [*after, *self._stopped(dependents, decision)]
        temporary = f"{container.id[:12]}_{container.name}"
        created = self.step("container create", temporary, decision, before)
        stopped = self.step("container stop", container.name, decision, [created])
        removed = self.step("container remove", container.name, decision, [stopped])
        return self.step("container rename", temporary, decision, [removed], container.name)

    def _kept(self, container: Container) -> None:
        if container.state == "running" and container.service not in self.stopped:
            self._of_container(container, Action.KEEP, "unchanged and running")
        elif not self.options.start:
            self._of_container(container, Action.KEEP, "unchanged")
        else:
            why = container.state or "not running"
            if container.service in self.stopped:
                why = "stopped while what it depends on changes"
            self._of_container(container, Action.START, f"unchanged, but {why}")

    def _stopped(self, services: Iterable[str], decision: Decision) -> list[int]:
        """Steps that stop the running containers of services."""
        steps: list[int] = []
        for name in sorted(set(services) - self.stopped):
            self.stopped.add(name)
            steps += [
                self.step("container stop", each.name, decision)
                for each in self.state.of_service(name)
                if each.state == "running"
            ]
        return steps

    # --- start ---

    def starts(self) -> None:
        """Start what does not run, each service after those that it depends on and after what it waits for."""
        started: dict[str, list[int]] = {}
        for group in in_dependency_order(self.project.services):
            for name in group:
                service = self.project.services[name]
                mine = [each for each in self.decisions if each.kind == "container" and each.service == name]
                mine = [each for each in mine if each.action not in (Action.REMOVE, Action.KEEP)]
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
        return [self.step("container start", each.name, each, before) for each in decisions]

    # --- decisions ---

    def _decide(self, kind: str, name: str, action: Action, why: str, *, key: str) -> Decision:
        return self.decide(Decision(kind=kind, name=name, action=action, why=why, key=key))

    def _of_container(
        self, container: Container, action: Action, why: str, found: tuple[Change, ...] = ()
    ) -> Decision:
        return self.decide(
            Decision(
                kind="container",
                name=container.name,
                action=action,
                why=why,
                changes=found,
                service=container.service,
                number=container.number,
                id=container.id,
            )
        )
