"""Chooses the decoder for a stream of container output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api.parameters import path, view
from engineclient.calls import Call, Head, RequestSpec, WholeAnswer
from engineclient.versions import is_before
from engineclient.wire.frames import Frame, Multiplexed, Raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.models.inspected_task import InspectedTaskSpec
    from engineclient.streams import Decoder

MULTIPLEXED = "application/vnd.docker.multiplexed-stream"
RAW = "application/vnd.docker.raw-stream"


def by_terminal(tty: bool) -> Decoder[Frame]:
    """The decoder for output of a terminal (raw), or other output (multiplexed)."""
    return Raw() if tty else Multiplexed()


def by_head(head: Head) -> Decoder[Frame] | None:
    """The decoder for the Content-Type; None if that does not decide it.

    Before API 1.42 the type is `raw-stream` for both framings, and podman's logs have no type.
    """
    if head.media_type == MULTIPLEXED:
        return Multiplexed()
    if head.media_type == RAW and not is_before(head.api_version, "1.42"):
        return Raw()
    return None


def by_terminal_or_head(tty: bool | None) -> Callable[[Head], Decoder[Frame] | None]:
    """A function that chooses the decoder: by whether there is a terminal, if that is known, otherwise by the head."""
    if tty is None:
        return by_head
    return lambda _: by_terminal(tty)


def by_container(id: str) -> Call[Decoder[Frame]]:
    """A call that inspects a container and chooses the decoder by whether it has a terminal."""
    from engineclient.models.containers import ContainerInspect

    inspected = view(ContainerInspect)
    return _by_inspected(path("/containers/{}/json", id), lambda answer: inspected(answer).config.tty)


def by_service(id: str) -> Call[Decoder[Frame]]:
    """The same for a service, by whether its tasks have a terminal."""
    from engineclient.models.services import Service

    inspected = view(Service)
    return _by_inspected(
        path("/services/{}", id), lambda answer: _has_terminal(inspected(answer).spec.task_template)
    )


def by_task(id: str) -> Call[Decoder[Frame]]:
    """The same for a task."""
    from engineclient.models.tasks import Task

    inspected = view(Task)
    return _by_inspected(path("/tasks/{}", id), lambda answer: _has_terminal(inspected(answer).spec))


def _by_inspected(route: str, is_terminal: Callable[[WholeAnswer], bool]) -> Call[Decoder[Frame]]:
    return Call(RequestSpec(method="GET", path=route), lambda answer: by_terminal(is_terminal(answer)))


def _has_terminal(spec: InspectedTaskSpec) -> bool:
    return spec.container_spec is not None and bool(spec.container_spec.tty)
