"""Progress reports of a step that this program performs itself, in BuildKit's form, for the same displays. Pure."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace

from engineclient.build.trace import STDOUT, Status, Vertex, VertexLog


class OwnStep:
    """The reports of one step.

    Args:
        name: `pushing docker.io/library/web`.
        clock: the time in nanoseconds since 1970.

    Attributes:
        digest: identifies the step; it is random.

    """

    def __init__(self, name: str, clock: Callable[[], int]) -> None:
        self._clock = clock
        self.digest: str = f"sha256:{hashlib.sha256(secrets.token_bytes(16)).hexdigest()}"
        self._vertex = Vertex(self.digest, name=name, started=clock())

    def began(self) -> Status:
        """The report that the step begins."""
        return Status([self._vertex])

    def printed(self, line: str) -> Status:
        """The report of a line of output."""
        return Status(logs=[VertexLog(self.digest, self._clock(), STDOUT, f"{line}\n".encode())])

    def ended(self, error: str = "") -> Status:
        """The report that the step has ended, because of an error if one is given."""
        return Status([replace(self._vertex, completed=self._clock(), error=error)])
