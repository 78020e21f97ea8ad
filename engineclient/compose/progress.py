"""Events of the progress of a project: an object and its status, in docker compose's words."""

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
        # statuses of the layers of an image
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
"""The prefix of the subject of a layer that is pushed."""


class Event(NamedTuple):
    """One line of progress.

    Attributes:
        subject: the object: `Container p-web-1`, `Network p_default`, or the service whose image is pulled.
        status: its status, such as `Starting`; for a pull, details about it.
        text: the status of a pull: `Pulling`, `Pulled`, `Error`; "" for other events.
        parent: the subject that this one is a part of: for a layer, the service of its image.
        current: the bytes that are done.
        total: the bytes in total; 0 if unknown.
        failed: whether it is an error, whatever its words.
        warns: whether it is a warning, whatever its words.

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
        """The event as docker compose prints it without a terminal."""
        return f" {self.subject} {self.text} {self.status}"

    @property
    def state(self) -> State:
        """The state of the object, which the words of the event imply."""
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
        """The percentage that is done; 0 if the total is unknown."""
        if self.state is State.DONE:
            return 100
        return min(100, self.current * 100 // self.total) if self.total > 0 else 0


Report = Callable[[Event], object]
"""Takes the events of progress."""


def ignore(_event: Event) -> None:
    """Take an event, and show nothing."""


def warning(service: str, text: str) -> Event:
    """The event of a warning of the engine about a container of a service that it created."""
    return Event(service, "", text, warns=True)


def container(name: str, status: str) -> Event:
    """The event of a container's status."""
    return Event(f"Container {name}", status)
