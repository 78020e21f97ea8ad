"""What is reported while a project's objects change: the object and what becomes of it, in compose's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Event(NamedTuple):
    """One line of progress.

    Attributes:
        subject: such as `Container p-web-1`, `Network p_default`, or the service whose image is pulled.
        status: what happens to it, such as `Starting`; for a pull what more there is to say.
        text: `Pulling`, `Pulled`, `Error`, of a pull.

    """

    subject: str
    status: str
    text: str = ""

    def line(self) -> str:
        """The event as compose writes it where there is no terminal."""
        return f" {self.subject} {self.text} {self.status}"


Report = Callable[[Event], object]


def ignore(_event: Event) -> None:
    """Report nothing."""


def container(name: str, status: str) -> Event:
    """An event of a container."""
    return Event(f"Container {name}", status)
