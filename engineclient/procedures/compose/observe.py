"""Find the objects of a project that an engine has."""

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
    """The containers of a project, and the networks, volumes and images that its services use.

    Args:
        project: the project.
        separator: the text between the parts of names, `-` or, as in Compose 1, `_`.
        inspect: inspect each container, so that a plan can name the keys that changed.
        images: the result of `images_in_use`, if it is known already.

    Raises:
        ObjectFailed: the engine cannot inspect an image, for a reason other than that it does not exist.

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
    """The answers of `GET /images/{name}/json` for the images of a project's services, by name, without missing images.

    Raises:
        ObjectFailed: the engine cannot inspect an image, for a reason other than that it does not exist.

    """
    return images_of({image_of(project, each, separator) for each in project.services.values()})


def images_of(names: Iterable[str]) -> Steps[dict[str, Any]]:
    """The answers of `GET /images/{name}/json` for images, by name, without those that do not exist.

    Raises:
        ObjectFailed: the engine cannot inspect an image, for a reason other than that it does not exist.

    """

    def image(name: str) -> Steps[Any]:
        try:
            return (yield from _found(images.inspect(name)))
        except EngineError as error:
            raise ObjectFailed(f"unable to get image '{name}'", error) from error

    return (yield from _by_name(names, image))


def built_images(project: str) -> Steps[dict[str, str]]:
    """The services that images were built for, by the name of the image, according to the images' labels."""
    filters = {"label": [f"{labels.PROJECT}={project}"], "dangling": ["false"]}
    found = yield from images.list(filters=filters)
    return {
        each.repo_tags[0]: (each.labels or {}).get(labels.SERVICE, "") for each in found if each.repo_tags
    }


def owned(project: str) -> Steps[State]:
    """The containers, networks and volumes with the label of a project of which only the name is known."""
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
    """The answers about the objects `names`, by name, without those that do not exist."""
    known = sorted(names)
    answers = yield from All([inspect(name) for name in known])
    return {name: answer for name, answer in zip(known, answers, strict=True) if answer is not None}


def _found(call: Call[Any]) -> Steps[Any]:
    """The JSON of an answer; None if the object does not exist."""
    try:
        answer = yield from call
    except NotFound:
        return None
    return typed(answer)
