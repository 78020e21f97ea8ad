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

    def decoder(answer: WholeAnswer) -> Decoder[Frame]:
        from engineclient.models.containers import ContainerInspect  # rarely needed: mostly the head decides

        return by_terminal(view(ContainerInspect)(answer).config.tty)

    return Call(RequestSpec(method="GET", path=path("/containers/{}/json", id)), decoder)


def by_service(id: str) -> Call[Decoder[Frame]]:
    """The same for a service, by whether its tasks have a terminal."""

    def decoder(answer: WholeAnswer) -> Decoder[Frame]:
        from engineclient.models.services import Service

        return by_terminal(_has_terminal(view(Service)(answer).spec.task_template))

    return Call(RequestSpec(method="GET", path=path("/services/{}", id)), decoder)


def by_task(id: str) -> Call[Decoder[Frame]]:
    """The same for a task."""

    def decoder(answer: WholeAnswer) -> Decoder[Frame]:
        from engineclient.models.tasks import Task

        return by_terminal(_has_terminal(view(Task)(answer).spec))

    return Call(RequestSpec(method="GET", path=path("/tasks/{}", id)), decoder)


def _has_terminal(spec: InspectedTaskSpec) -> bool:
    return spec.container_spec is not None and bool(spec.container_spec.tty)
