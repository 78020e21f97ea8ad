"""Poll the states of a swarm's tasks on a second connection while a command creates or updates services."""

from __future__ import annotations

import re
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import OutputClosed
from engineclient.errors import EngineError
from engineclient.trace.task_states import TaskStates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engineclient import Engine
    from engineclient.events import Event

_PAUSE: Final = 0.05  # seconds between two requests
_CATCHING_UP: Final = 0.5  # seconds to wait at the end for the last request
_CHANGES: Final = re.compile(r"/services/(?:create|[^/]+/update)")


def changes_services(event: Event) -> bool:
    """Whether an event is a request that creates or updates a service."""
    path = getattr(event, "path", "")
    return getattr(event, "method", "") == "POST" and _CHANGES.fullmatch(path) is not None


class TaskWatch:
    """Polls the tasks on a connection of its own, which is not part of the observed conversation.

    Args:
        connect: opens that connection; an engine that is not a manager is not an error.
        emit: called with each state once, in the form of an item of `GET /events`, on a thread of this class.

    """

    def __init__(self, connect: Callable[[], Engine], emit: Callable[[Mapping[str, object]], None]) -> None:
        self._connect = connect
        self._emit = emit
        self._states = TaskStates(time.time())
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="tasks", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        with suppress(EngineError, OutputClosed), self._connect() as engine:
            over = False
            while not over:
                over = self._over.wait(_PAUSE)  # at the end poll once more, for the last states
                for event in self._states.new(task.raw for task in engine.tasks.list()):
                    self._emit(event)

    def end(self) -> None:
        """Poll a last time, and stop."""
        self._over.set()
        self._thread.join(_CATCHING_UP)
