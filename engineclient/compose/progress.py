"""What is reported while a project's objects change: the object and what becomes of it, in compose's words."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple


class State(Enum):
    """The progress of an object."""

    WORKING = "working"
    DONE = "done"
    WARNING = "warning"
    ERROR = "error"


_DONE = frozenset(
    (
        "Built",
        "Copied",
        "Created",
        "Exited",
        "Healthy",
        "Killed",
        "Paused",
        "Pulled",
        "Pushed",
        "Recreated",
        "Removed",
        "Running",
        "Skipped",
        "Started",
        "Stopped",
        "Unpaused",
        # of the layers of an image
        "Already exists",
        "Download complete",
        "Layer already exists",
        "Pull complete",
    )
)
_DONE_BEGINNINGS = ("Committed as ", "Skipped - Image ", "Skipped - No image ", "Warning ")
_WARNINGS = ("Resource is still in use", "Interrupted", "Skipped: optional ")
_ERRORS = ("Error", "service ", "container ")


PUSHING = "Pushing "
"""Begins the subject of a layer that is pushed."""


class Event(NamedTuple):
    """One line of progress.

    Attributes:
        subject: such as `Container p-web-1`, `Network p_default`, or the service whose image is pulled.
        status: what happens to it, such as `Starting`; for a pull what more there is to say.
        text: `Pulling`, `Pulled`, `Error`, of a pull.
        parent: the subject that this one is a part of: the service, of a layer of its image.
        current: bytes that are done.
        total: of how many; 0 if that is not known.
        failed: the status is an error, whatever its words.
        warns: it is a warning, whatever its words.

    """

    subject: str
    status: str
    text: str = ""
    parent: str = ""
    current: int = 0
    total: int = 0
    failed: bool = False
    warns: bool = False

    def line(self) -> str:
        """The event as compose writes it where there is no terminal."""
        return f" {self.subject} {self.text} {self.status}"

    @property
    def state(self) -> State:
        """How far the object is, by compose's words."""
        if self.failed:
            return State.ERROR
        if self.warns:
            return State.WARNING
        acts = self.text.startswith(("Commit ", "copy ", "export "))
        word = self.text if self.text and not acts else self.status
        if word.startswith(_WARNINGS) or self.status.startswith(_WARNINGS):
            return State.WARNING
        if word.startswith(_ERRORS):
            return State.ERROR
        if word in _DONE or word.startswith(_DONE_BEGINNINGS):
            return State.DONE
        return State.WORKING

    @property
    def is_layer(self) -> bool:
        """Whether it is about a layer of an image."""
        return bool(self.parent) or self.subject.startswith(PUSHING)

    @property
    def percent(self) -> int:
        """How much is done."""
        if self.state is State.DONE:
            return 100
        return min(100, self.current * 100 // self.total) if self.total > 0 else 0


Report = Callable[[Event], object]


def ignore(_event: Event) -> None:
    """Report nothing."""


def warning(service: str, text: str) -> Event:
    """An event of what the engine warns of when a container of a service is created."""
    return Event(service, "", text, warns=True)


def container(name: str, status: str) -> Event:
    """An event of a container."""
    return Event(f"Container {name}", status)
