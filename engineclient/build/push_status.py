"""Report the push of a built image as a step of its build, with buildx's names. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engineclient.build.own_step import OwnStep
from engineclient.build.trace import Status, VertexStatus

if TYPE_CHECKING:
    from engineclient.models.images import Progress

_PUSHED: Final = "Pushed"


class PushStatus:
    """Converts the records of one push to status reports of a build.

    Args:
        name: the name of the image.
        clock: returns the time in nanoseconds since 1970.

    """

    def __init__(self, name: str, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._step = OwnStep(f"pushing {name} with docker", clock)
        self._layers: dict[str, VertexStatus] = {}

    def began(self) -> Status:
        """The report that the push has begun."""
        return self._step.began()

    def of(self, record: Progress) -> Status | None:
        """The report for a record of `POST /images/{name}/push`; None if the record is not about a layer.

        The engine does not report that layers which the registry already has are pushed; they end with the push.
        """
        if not record.id:
            return None
        id = f"pushing layer {record.id}"
        detail = record.detail
        layer = self._layers.get(id)
        if layer is None:
            if detail is None and record.status != _PUSHED:
                return None
            layer = VertexStatus(id, self._step.digest, started=self._clock())
        layer = replace(layer, timestamp=self._clock())
        if detail is not None:
            layer = replace(layer, current=detail.current or 0, total=detail.total or 0)
        if record.status == _PUSHED:
            layer = replace(layer, current=layer.total, completed=self._clock())
        self._layers[id] = layer
        return Status(statuses=[layer])

    def ended(self, error: str = "") -> Status:
        """The report that the push has ended, with the error if it failed."""
        status = self._step.ended(error)
        now = status.vertexes[0].completed
        left = [replace(layer, completed=now) for layer in self._layers.values() if layer.completed is None]
        return replace(status, statuses=left)
