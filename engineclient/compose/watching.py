"""What `watch` does when files change: which files each rule of a project covers, and what has to be done after a change."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from engineclient.archive.ignore import Ignore
from engineclient.compose.errors import ComposeError
from engineclient.compose.model import Hook
from engineclient.compose.project import Project

Stamps = Mapping[str, object]
"""What tells whether a file has changed, by its path below a rule's; "" is the rule's path itself, if it is a file."""


class Rule(NamedTuple):
    """One trigger of a service.

    Attributes:
        service: its name.
        action: `rebuild`, `restart`, `sync`, `sync+exec` or `sync+restart`.
        path: of this machine: a file, or a directory with all below it.
        target: where that is in the container, for those that sync.
        ignored: the patterns of what is left out, below `path`.
        included: the patterns of what alone is meant; none is all.
        hook: what is run in the container after a sync.
        initial: sync everything when the watch begins.

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
        """Whether a file below its path is meant."""
        if not path:
            return True
        if self.ignored is not None and self.ignored.matches(path):
            return False
        return self.included is None or self.included.matches(path)

    def inside(self, path: str) -> str:
        """Where a file is in the container."""
        return posixpath.join(self.target, path) if path else self.target

    @property
    def syncs(self) -> bool:
        """Whether files are copied."""
        return self.action.startswith("sync")


class Changes(NamedTuple):
    """What has changed below a rule's path: files that came or have another content, and those that are gone."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.written) + len(self.removed)


def rules(project: Project, services: Iterable[str] = ()) -> list[Rule]:
    """The rules of a project, or of some of its services.

    Raises:
        ComposeError: there is none, or one asks for what its service cannot do.

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
    """What has changed between two looks."""
    written = sorted(path for path, stamp in after.items() if before.get(path) != stamp)
    return Changes(tuple(written), tuple(sorted(before.keys() - after.keys())))


def _quoted(name: str) -> str:
    return f'"{name}"'
