"""How a stream of container output is framed, and so which decoder reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.api.parameters import path, view
from engineclient.calls import Call, Head, RequestSpec, WholeAnswer
from engineclient.versions import is_before
from engineclient.wire.frames import Frame, Multiplexed, Raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from engineclient.streams import Decoder

MULTIPLEXED = "application/vnd.docker.multiplexed-stream"
RAW = "application/vnd.docker.raw-stream"


def by_terminal(tty: bool) -> Decoder[Frame]:
    """A terminal's output is raw, any other is multiplexed."""
    return Raw() if tty else Multiplexed()


def by_head(head: Head) -> Decoder[Frame] | None:
    """What the Content-Type says; None if it says nothing.

    Before API 1.42 it is `raw-stream` for either framing, and podman's logs have no type at all.
    """
    if head.media_type == MULTIPLEXED:
        return Multiplexed()
    if head.media_type == RAW and not is_before(head.api_version, "1.42"):
        return Raw()
    return None


def by_terminal_or_head(tty: bool | None) -> Callable[[Head], Decoder[Frame] | None]:
    """Chooses by whether there is a terminal, if that is known, or else by the head."""
    if tty is None:
        return by_head
    return lambda _: by_terminal(tty)


def by_container(id: str) -> Call[Decoder[Frame]]:
    """Ask whether the container has a terminal."""
    from engineclient.models.containers import ContainerInspect

    def decode(answer: WholeAnswer) -> Decoder[Frame]:
        return by_terminal(view(ContainerInspect)(answer).config.tty)

    return Call(RequestSpec(method="GET", path=path("/containers/{}/json", id)), decode)
