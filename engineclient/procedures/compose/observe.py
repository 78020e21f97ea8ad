"""What an engine has of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engineclient.api.containers import containers
from engineclient.api.images import images
from engineclient.api.networks import networks
from engineclient.api.volumes import volumes
from engineclient.calls import Call, Steps
from engineclient.compose import labels
from engineclient.compose.config import image_of
from engineclient.compose.errors import ObjectFailed
from engineclient.compose.project import Project
from engineclient.compose.state import Container, State
from engineclient.errors import EngineError, NotFound
from engineclient.models.conformity import typed
from engineclient.procedures.compose.containers import containers_of
from engineclient.steps import All


def state_of(
    project: Project,
    *,
    separator: str = "-",
    inspect: bool = False,
    images: Mapping[str, Any] | None = None,
) -> Steps[State]:
    """What the engine has of a project: its containers, and the networks, volumes and images that its services use.

    Args:
        project: whose.
        separator: what stands between the parts of names.
        inspect: fetch all that is known of each container, by which a plan can name the keys that changed.
        images: the answers of `images_in_use`, if they are there already.

    Raises:
        ObjectFailed: the engine does not say whether it has an image.

    """
    found = yield from containers_of(project.name)
    if inspect:
        details = yield from All([_found(containers.inspect(each.id)) for each in found])
        found = tuple(Container(each.listed, detail) for each, detail in zip(found, details, strict=True))
    return State(
        found,
        (yield from _by_name({each.name for each in project.networks.values()}, _network)),
        (yield from _by_name({each.name for each in project.volumes.values()}, _volume)),
        (yield from images_in_use(project, separator)) if images is None else images,
    )


def images_in_use(project: Project, separator: str = "-") -> Steps[dict[str, Any]]:
    """The engine's answers about the images of a project's services, by name; those that do not exist are missing.

    Raises:
        ObjectFailed: the engine does not say whether it has one.

    """
    return images_of({image_of(project, each, separator) for each in project.services.values()})


def images_of(names: Iterable[str]) -> Steps[dict[str, Any]]:
    """The engine's answers about images, by name; those that do not exist are missing.

    Raises:
        ObjectFailed: the engine does not say whether it has one.

    """

    def image(name: str) -> Steps[Any]:
        try:
            return (yield from _found(images.inspect(name)))
        except EngineError as error:
            raise ObjectFailed(f"unable to get image '{name}'", error) from error

    return (yield from _by_name(names, image))


def built_images(project: str) -> Steps[dict[str, str]]:
    """The names of the images that were built for a project, each with its service, by their labels."""
    filters = {"label": [f"{labels.PROJECT}={project}"], "dangling": ["false"]}
    found = yield from images.list(filters=filters)
    return {
        each.repo_tags[0]: (each.labels or {}).get(labels.SERVICE, "") for each in found if each.repo_tags
    }


def owned(project: str) -> Steps[State]:
    """The objects that carry the label of a project, of which only the name is known."""
    filters = {"label": [f"{labels.PROJECT}={project}"]}
    found = yield from containers_of(project)
    attached = yield from networks.list(filters=filters)
    kept = yield from volumes.list(filters=filters)
    return State(
        found,
        {each.name: typed(each) for each in attached},
        {each.name: typed(each) for each in kept.volumes},
    )


def _network(name: str) -> Steps[Any]:
    return _found(networks.inspect(name))


def _volume(name: str) -> Steps[Any]:
    return _found(volumes.inspect(name))


def _by_name(names: Iterable[str], inspect: Callable[[str], Steps[Any]]) -> Steps[dict[str, Any]]:
    """The engine's answers about these objects; those that do not exist are missing."""
    known = sorted(names)
    answers = yield from All([inspect(name) for name in known])
    return {name: answer for name, answer in zip(known, answers, strict=True) if answer is not None}


def _found(call: Call[Any]) -> Steps[Any]:
    """The JSON of an answer, None if there is no such object."""
    try:
        answer = yield from call
    except NotFound:
        return None
    return typed(answer)
