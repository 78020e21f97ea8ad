"""The containers of a project while `up` is attached: which are left, and the output of those that start meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from engineclient.api.containers import containers as api
from engineclient.api.system import system
from engineclient.calls import Steps
from engineclient.compose import labels
from engineclient.errors import EngineError, NotFound
from engineclient.models.system import Event
from engineclient.procedures.compose.follow import Watcher, after_end, follow
from engineclient.procedures.container_logs import FrameLines
from engineclient.steps import Ended, Join, MergeEnds, Next, Sleep
from engineclient.streams import Handle
from engineclient.wire.frames import Frame

_EVENTS: Final = ""  # no container has this ID
_ENDS: Final = ("die", "stop", "destroy")  # one that waits for its restart does not die once more
_RESTART: Final = 0.1  # seconds within which a restart starts a container again


class AllEnded(Exception):
    """All containers have ended that are awaited; others are still followed."""


class Monitor:
    """The containers that an attached `up` lasts for, and whose output it hands on.

    Those that `up` itself starts are followed from before their start. Others may come: another command, or a watch, starts,
    restarts or recreates containers. The engine's events arrive in the order in which things happen, so a container
    that replaces another one is known before that one ends.

    Args:
        project: its name.
        watcher: takes lines and ends.
        names: the containers that `up` starts or finds running, by ID.
        awaited: the IDs of those whose end is awaited.

    """

    def __init__(
        self, project: str, watcher: Watcher, names: Mapping[str, str], awaited: Collection[str]
    ) -> None:
        self._project = project
        self._watcher = watcher
        self._names = dict(names)
        self._awaited = frozenset(awaited)
        self._followed = {*names}
        self._left = {*awaited}
        self._ended: set[str] = set()
        self._joined: set[str] = set()
        self._codes: dict[str, int] = {}
        self._is_over = False

    def follow(self, id: str, attached: Handle[Frame]) -> Steps[None]:
        """Hand on what a container prints until it has ended; `attached` is its stream from before its start.

        Raises:
            AllEnded: it was the last one that is awaited.

        """
        yield from follow(self._watcher, self._names[id], id, attached, self._codes)
        self._followed.discard(id)
        self._check()

    def watch(self, merged: Handle[Any]) -> Steps[None]:
        """Read the `merged` events of the project and the output of what starts, until no awaited container is left.

        Raises:
            AllEnded: others are still followed.

        """
        lines = FrameLines(self._watcher.line)
        while (yield from self._goes_on()) and (item := (yield from Next(merged))) is not None:
            id, value = item
            if isinstance(value, Event):
                yield from self._take(value, merged)
            elif id == _EVENTS:
                break  # the engine reports no more
            else:
                yield from self._output(id, value, lines, merged)
        self._is_over = True
        self._check()

    def _check(self) -> None:
        if self._is_over and self._followed and not self._followed & self._awaited:
            raise AllEnded

    def _goes_on(self) -> Steps[bool]:
        if self._left or self._joined or not self._awaited:
            return bool(self._left or self._joined)
        yield from Sleep(_RESTART)  # what is being restarted has been stopped first
        filters = {"label": [f"{labels.PROJECT}={self._project}"]}
        running = yield from api.list(filters=filters)
        self._left = {each.id for each in running} & self._ended
        return bool(self._left)

    def _take(self, event: Event, merged: Handle[Any]) -> Steps[None]:
        id, attributes = event.actor.id, event.actor.attributes
        service = attributes.get(labels.SERVICE, "")
        if attributes.get(labels.ONE_OFF) == "True" or service not in (
            *self._watcher.shown,
            *self._watcher.watched,
        ):
            return
        if event.action in _ENDS:
            if event.action == "die":
                self._codes[id] = int(attributes.get("exitCode") or 0)
            if id in self._left and not (yield from self._runs(id)):
                self._left.discard(id)
                self._ended.add(id)
            return
        if event.action == "create" and (name := attributes.get(labels.REPLACE)):
            self._watcher.recreated(name, service)
        if service in self._watcher.watched:
            self._left.add(id)
        if event.action == "start" and id not in self._followed and id not in self._joined:
            self._names[id] = attributes.get("name", "")
            self._watcher.arrived(self._names[id], service)
            yield from self._join(id, merged)

    def _runs(self, id: str) -> Steps[bool]:
        """Whether a container that has ended is being restarted, or runs again."""
        try:
            state = (yield from api.inspect(id)).state
        except NotFound:
            return False
        return state.running or state.restarting

    def _join(self, id: str, merged: Handle[Any]) -> Steps[None]:
        try:
            found = yield from api.inspect(id)
        except NotFound:
            return
        self._joined.add(id)
        since = found.state.started_at
        yield from Join(merged, id, api.logs(id, tty=found.config.tty, follow=True, since=since))

    def _output(self, id: str, value: Frame | Ended, lines: FrameLines, merged: Handle[Any]) -> Steps[None]:
        """Hand on a piece of what a container prints that has joined, or its end."""
        name = self._names[id]
        try:
            lines.take(name, value)
        except EngineError:
            pass  # the engine keeps no log of it
        if not isinstance(value, Ended):
            return
        self._joined.discard(id)
        try:
            state = yield from after_end(id, (yield from api.inspect(id)).state)
        except NotFound:
            if id in self._codes:
                self._watcher.exited(name, self._codes[id], False)
            return
        runs = state.running and not state.restarting
        code = self._codes.get(id, 0) if runs else state.exit_code
        self._watcher.exited(name, code, state.running or state.restarting)
        if runs:
            yield from self._join(id, merged)


def events(project: str) -> Steps[Handle[Any]]:
    """Open the engine's events about the containers of a project, for a monitor."""
    filters = {
        "type": ["container"],
        "event": ["create", "start", *_ENDS],
        "label": [f"{labels.PROJECT}={project}"],
    }
    return (yield from MergeEnds({_EVENTS: system.events(filters=filters)}))
