"""The rules of `watch`: the files that each covers, what is done when they change, and which have changed. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from engineclient.archive.ignore import Ignore
from engineclient.compose.errors import ComposeError
from engineclient.compose.model import Hook
from engineclient.compose.project import Project

Stamps = Mapping[str, object]
"""Values that change with a file, by its path relative to that of a rule; "" is the path of the rule, if it is a file."""


class Rule(NamedTuple):
    """An element of `develop.watch`.

    Attributes:
        service: the name of the service.
        action: `rebuild`, `restart`, `sync`, `sync+exec` or `sync+restart`.
        path: a file of this machine, or a directory with all files in it.
        target: its path in the container, for actions that sync.
        ignored: patterns of files that are not watched, relative to `path`.
        included: patterns of the only files that are watched; None for all.
        hook: the command to run in the container after a sync.
        initial: sync all files when the watch begins.

    """

    service: str
    action: str
    path: str
    target: str = ""
    ignored: Ignore | None = None
    included: Ignore | None = None
    hook: Hook | None = None
    initial: bool = False

    def takes(self, path: str) -> bool:
        """Whether a file is watched; `path` is relative to that of the rule."""
        if not path:
            return True
        if self.ignored is not None and self.ignored.matches(path):
            return False
        return self.included is None or self.included.matches(path)

    def inside(self, path: str) -> str:
        """The path of a file in the container; `path` is relative to that of the rule."""
        return posixpath.join(self.target, path) if path else self.target

    @property
    def syncs(self) -> bool:
        """Whether changed files are copied into the container."""
        return self.action.startswith("sync")


class Changes(NamedTuple):
    """The changes of a rule's files: those that are new or changed, and those that were removed."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)

    @property
    def total(self) -> int:
        """The number of changed files."""
        return len(self.written) + len(self.removed)


def rules(project: Project, services: Iterable[str] = ()) -> list[Rule]:
    """The rules of a project, or of `services` if any are named.

    Raises:
        ComposeError: they have no rules, or one rebuilds a service that has no `build`.

    """
    chosen = [*services] or sorted(project.services)
    found: list[Rule] = []
    for name in chosen:
        develop = project.service(name).develop
        triggers = develop.watch if develop is not None else ()
        found += [_rule(project, name, index) for index in range(len(triggers))]
    if not found:
        raise ComposeError(
            "none of the selected services is configured for watch, consider setting a 'develop' section"
        )
    return found


def _rule(project: Project, name: str, index: int) -> Rule:
    service = project.services[name]
    assert service.develop is not None
    trigger = service.develop.watch[index]
    at = ("services", name, "develop", "watch", str(index))
    if trigger.action == "rebuild" and service.build is None:
        raise ComposeError(
            f"can't watch service {_quoted(name)} with action rebuild without a build context", at
        )
    return Rule(
        name,
        trigger.action,
        trigger.path,
        trigger.target,
        Ignore(trigger.ignore) if trigger.ignore else None,
        Ignore(trigger.include) if trigger.include else None,
        trigger.exec if trigger.action == "sync+exec" else None,
        trigger.initial_sync,
    )


def changes(before: Stamps, after: Stamps) -> Changes:
    """The changes between two states of a rule's files."""
    written = sorted(path for path, stamp in after.items() if before.get(path) != stamp)
    return Changes(tuple(written), tuple(sorted(before.keys() - after.keys())))


def _quoted(name: str) -> str:
    return f'"{name}"'
