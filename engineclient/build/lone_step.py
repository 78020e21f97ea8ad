"""A step of a build that the client itself carries out, as reports for a display. Pure."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace

from engineclient.build.trace import Status, Vertex


class LoneStep:
    """The reports of one such step.

    Args:
        name: what is done.
        clock: the time in nanoseconds since 1970.

    Attributes:
        vertex: the step as it was when it began.

    """

    def __init__(self, name: str, clock: Callable[[], int]) -> None:
        self._clock = clock
        digest = f"sha256:{hashlib.sha256(secrets.token_bytes(16)).hexdigest()}"
        self.vertex: Vertex = Vertex(digest, name=name, started=clock())

    def began(self) -> Status:
        """The report that it begins."""
        return Status([self.vertex])

    def ended(self, error: str = "") -> Status:
        """The report that it has ended."""
        return Status([replace(self.vertex, completed=self._clock(), error=error)])
