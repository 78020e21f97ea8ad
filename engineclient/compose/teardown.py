"""Plan what `down` does: remove containers in the reverse order of their dependencies, then the objects that they used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from engineclient.compose import labels, reasons
from engineclient.compose.config import image_of
from engineclient.compose.plan import Action, Decision, Plan
from engineclient.compose.plan_builder import PlanBuilder
from engineclient.compose.project import Project
from engineclient.compose.reasons import Reason
from engineclient.compose.selection import conditions, dependents
from engineclient.compose.state import Container, State, orphans
from engineclient.errors import InvalidReference
from engineclient.values import Data
from engineclient.wire.references import parse


class DownOptions(Data):
    """The options of `down`.

    Attributes:
        services: the named services; empty for all.
        volumes: also remove volumes.
        images: remove the images of services: "all", only those that were built ("local"), or none ("").
        remove_orphans: also remove containers of services that the project does not have.
        separator: the text between the parts of names, `-` or, as in Compose 1, `_`.

    """

    services: tuple[str, ...] = ()
    volumes: bool = False
    images: str = ""
    remove_orphans: bool = False
    separator: str = "-"


def plan_down(project: Project, state: State, options: DownOptions | None = None) -> Plan:
    """The plan that removes a project which was loaded from its files.

    Args:
        project: the project.
        state: the objects that the engine has.
        options: the options of `down`.

    """
    options = options or DownOptions()
    depends = {name: set(each.depends_on) for name, each in project.services.items()}
    known = set(options.services or project.services)
    one_offs = options.remove_orphans
    chosen = [each for each in state.containers if each.service in known and (one_offs or not each.one_off)]
    if options.remove_orphans and not options.services:
        chosen += [each for each in orphans(state, project.all_services) if each not in chosen]
    builder = _Down(project, state)
    gone = builder.containers(chosen, depends)
    names = [each.name for each in project.networks.values() if not each.external]
    builder.remove("network", [name for name in names if name in state.networks], gone)
    if options.volumes:
        names = [each.name for each in project.volumes.values() if not each.external]
        builder.remove("volume", [name for name in names if name in state.volumes], gone)
    if options.images:
        services = {name: each for name, each in project.services.items() if name in known}
        images = {name: image_of(project, each, options.separator) for name, each in services.items()}
        own = {name for name, each in services.items() if each.image}
        builder.remove("image", _images(state, images, own, options), gone)
    return builder.plan()


def plan_down_by_labels(name: str, state: State, options: DownOptions | None = None) -> Plan:
    """The plan that removes a project of which only the name is known, by the labels of its objects.

    Args:
        name: the name of the project.
        state: the objects that the engine has.
        options: the options of `down`.

    """
    options = options or DownOptions()
    chosen = [each for each in state.containers if options.remove_orphans or not each.one_off]
    depends = {each.service: conditions(each) for each in chosen}
    if options.services:  # with their dependents, as if the project had been loaded from its files
        wanted = dependents(options.services, depends)
        chosen = [each for each in chosen if each.service in wanted]
    builder = _Down(Project(name=name), state)
    gone = builder.containers(chosen, depends)
    builder.remove("network", _owned(state.networks, name), gone)
    if options.volumes:
        builder.remove("volume", _owned(state.volumes, name), gone)
    if options.images:
        images = {each.service: each.image for each in state.containers}
        builder.remove("image", _images(state, images, images, options), gone)
    return builder.plan()


def _images(state: State, names: Mapping[str, str], own: Collection[str], options: DownOptions) -> set[str]:
    """The names of the images to remove: those of services, and those that were built for them under other names.

    Args:
        state: the objects that the engine has.
        names: the image of each service.
        own: the services that name their image: unless it was built, it is only removed with "all".
        options: the options of `down`.

    """
    found = [
        image
        for name, image in names.items()
        if image in state.images and (options.images == "all" or name not in own)
    ]
    found += [image for image, service in state.built.items() if options.remove_orphans or service in names]
    return {_with_tag(image) for image in found}


def _with_tag(image: str) -> str:
    try:
        return parse(image).with_default_tag().familiar
    except InvalidReference:
        return image  # an ID


def _owned(objects: Mapping[str, Mapping[str, object]], project: str) -> list[str]:
    def owner(found: Mapping[str, object]) -> object:
        own = found.get("Labels")
        return own.get(labels.PROJECT) if isinstance(own, Mapping) else None

    return [name for name, found in objects.items() if owner(found) == project]


class _Down(PlanBuilder):
    """Makes the decisions to remove objects."""

    def containers(self, chosen: Sequence[Container], depends: Mapping[str, Collection[str]]) -> list[int]:
        """Add steps that remove containers, those of a service after those of its dependents; return the last steps."""
        removed: dict[str, list[int]] = {}
        for name in _dependents_first({each.service for each in chosen}, depends):
            before = [
                step for other, steps in removed.items() if name in depends.get(other, ()) for step in steps
            ]
            removed[name] = []
            for each in sorted(
                (each for each in chosen if each.service == name), key=lambda each: each.number
            ):
                decision = self.decide_container(each, Action.REMOVE, Reason(reasons.PROJECT_REMOVED))
                stopped = self.step("container stop", each.name, decision, before)
                removed[name].append(self.step("container remove", each.name, decision, [stopped]))
        return [step for steps in removed.values() for step in steps]

    def remove(self, kind: str, names: Iterable[str], after: Sequence[int]) -> None:
        """Remove the networks, volumes or images `names` once the steps `after` are finished."""
        for name in sorted(names):
            decision = self.decide(
                Decision(kind=kind, name=name, action=Action.REMOVE, why=Reason(reasons.PROJECT_REMOVED))
            )
            self.step(f"{kind} remove", name, decision, after)

    def plan(self) -> Plan:
        """The plan, with a warning if there is nothing to remove."""
        if not self.decisions and not any(not each.external for each in self.project.networks.values()):
            self.warnings.append(f'Warning: No resource found to remove for project "{self.project.name}".')
        return Plan(tuple(self.decisions), tuple(self.steps), tuple(self.warnings))


def _dependents_first(names: set[str], depends: Mapping[str, Collection[str]]) -> list[str]:
    """Order services so that each comes after those that depend on it; a cycle is broken at its first name."""
    order: list[str] = []
    left = set(names)
    while left:
        free = sorted(
            name for name in left if not any(name in depends.get(other, ()) for other in left - {name})
        )
        order += free or [min(left)]
        left -= set(order)
    return order
