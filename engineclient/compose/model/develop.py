"""Hooks of a service (`post_start`, `pre_stop`) and its key `develop`."""

from __future__ import annotations

from collections.abc import Mapping

from engineclient.compose.kinds import BOOL, COMMAND, ENVIRONMENT, TEXT, TEXTS, Inline, Many
from engineclient.compose.record import Record, key


class Hook(Record):
    """A command that is run in a container after its start, before its stop, or after a sync of `watch`."""

    command: tuple[str, ...] | None = key(COMMAND)
    user: str = key(TEXT)
    privileged: bool = key(BOOL)
    working_dir: str = key(TEXT)
    environment: Mapping[str, str | None] = key(ENVIRONMENT)


class Trigger(Record):
    """What `watch` does when files below a path of this machine change."""

    path: str = key(TEXT, always=True)
    action: str = key(TEXT, always=True)
    target: str = key(TEXT)
    exec: Hook = key(Inline(Hook))
    include: tuple[str, ...] = key(TEXTS)
    ignore: tuple[str, ...] = key(TEXTS)
    initial_sync: bool = key(BOOL)


class Develop(Record):
    """The rules of `watch` for a service."""

    watch: tuple[Trigger, ...] = key(Many(Trigger))
