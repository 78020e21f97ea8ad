"""What a swarm makes of a service, beside a command's own conversation: the states of tasks, polled."""

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
_CATCHING_UP: Final = 0.5  # seconds to wait at the end for the last one
_CHANGES: Final = re.compile(r"/services/(?:create|[^/]+/update)")


def changes_services(event: Event) -> bool:
    """Whether a request makes or changes a service."""
    path = getattr(event, "path", "")
    return getattr(event, "method", "") == "POST" and _CHANGES.fullmatch(path) is not None


class TaskWatch:
    """Polls the tasks over an engine of its own, which is no part of the conversation.

    Args:
        connect: gives that engine; one that is no manager is no error.
        tell: is given each state once, as an item of `GET /events`, from a thread of its own.

    """

    def __init__(self, connect: Callable[[], Engine], tell: Callable[[Mapping[str, object]], None]) -> None:
        self._connect = connect
        self._tell = tell
        self._states = TaskStates(time.time())
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="tasks", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        with suppress(EngineError, OutputClosed), self._connect() as engine:
            over = False
            while not over:
                over = self._over.wait(_PAUSE)  # once more when it is over, for the last states
                for event in self._states.new(task.raw for task in engine.tasks.list()):
                    self._tell(event)

    def end(self) -> None:
        """Ask a last time."""
        self._over.set()
        self._thread.join(_CATCHING_UP)
