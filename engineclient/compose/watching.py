"""What `watch` does when files change: which files each rule of a project covers, and what has to be done after a change."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from engineclient.archive.ignore import Ignore, read_patterns
from engineclient.compose.errors import ComposeError
from engineclient.compose.files import Files
from engineclient.compose.interpolate import Warn
from engineclient.compose.model import Hook, Service
from engineclient.compose.project import Project

Stamps = Mapping[str, object]
"""What tells whether a file has changed, by its path below a rule's; "" is the rule's path itself, if it is a file."""

_NEVER_WATCHED: Final = Ignore(
    [
        "**/.git",
        # what editors and Go write beside a file while they save it
        "**/*___jb_old___",
        "**/*___jb_tmp___",
        "**/.idea/**",
        "**/.#*",
        "**/#*#",
        "**/4913",
        "**/*~",
        "**/.*.swp",
        "**/.*.swx",
        "**/.*.swo",
        "**/.*.swn",
        "**/.*.kate-swp",
        "**/*-go-tmp-umask",
    ]
)


class Rule(NamedTuple):
    """One trigger of a service.

    Attributes:
        service: its name.
        action: `rebuild`, `restart`, `sync`, `sync+exec` or `sync+restart`.
        path: of this machine: a file, or a directory with all below it.
        target: where that is in the container, for those that sync.
        ignored: the patterns of what is left out, below `path`.
        context: the directory that the service is built from.
        not_built: the patterns of its .dockerignore.
        included: the patterns of what alone is meant; none is all.
        hook: what is run in the container after a sync.
        initial: sync everything when the watch begins.

    """

    service: str
    action: str
    path: str
    target: str = ""
    ignored: Ignore | None = None
    context: str = ""
    not_built: Ignore | None = None
    included: Ignore | None = None
    hook: Hook | None = None
    initial: bool = False

    def takes(self, path: str) -> bool:
        """Whether a file below its path is meant."""
        if not path:
            return True
        if _NEVER_WATCHED.matches(path) or (self.ignored is not None and self.ignored.matches(path)):
            return False
        if self.not_built is not None:
            built = posixpath.relpath(posixpath.join(self.path, path), self.context)
            if not built.startswith("../") and self.not_built.matches(built):
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


def rules(project: Project, files: Files, warn: Warn, services: Iterable[str] = ()) -> list[Rule]:
    """The rules of a project, or of some of its services; those of files that are mounted anyway are left out.

    Raises:
        ComposeError: there is none, or one asks for what its service cannot do.

    """
    chosen = [*services] or sorted(project.services)
    found: list[Rule] = []
    for name in chosen:
        service = project.service(name)
        triggers = service.develop.watch if service.develop is not None else ()
        if not triggers:
            continue
        not_built = _not_built(service, files)
        for index, trigger in enumerate(triggers):
            if trigger.action in ("sync", "sync+restart") and _is_mounted(service, trigger.path):
                warn(
                    f"path '{trigger.path}' also declared by a bind mount volume, this path won't be monitored!\n"
                )
                continue
            found.append(_rule(project, name, index, not_built))
            if trigger.extensions.get("x-initialSync") is True and not trigger.initial_sync:
                warn("x-initialSync is DEPRECATED, please use the official `initial_sync` attribute\n")
    if not found:
        raise ComposeError(
            "none of the selected services is configured for watch, consider setting a 'develop' section"
        )
    return found


def _not_built(service: Service, files: Files) -> Ignore | None:
    """The patterns of what a service's build leaves out, if it has any."""
    if service.build is None:
        return None
    context = service.build.context
    for path in (f"{context}/{service.build.dockerfile}.dockerignore", f"{context}/.dockerignore"):
        if files.exists(path):
            return Ignore(read_patterns(files.read(path)))
    return None


def _is_mounted(service: Service, path: str) -> bool:
    return any(
        each.type == "bind" and not posixpath.relpath(path, each.source).startswith("..")
        for each in service.volumes
    )


def _rule(project: Project, name: str, index: int, not_built: Ignore | None) -> Rule:
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
        ignored=Ignore(trigger.ignore) if trigger.ignore else None,
        context=service.build.context if service.build is not None else "",
        not_built=not_built,
        included=Ignore(trigger.include) if trigger.include else None,
        hook=trigger.exec if trigger.action == "sync+exec" else None,
        initial=trigger.initial_sync or trigger.extensions.get("x-initialSync") is True,
    )


def changes(before: Stamps, after: Stamps) -> Changes:
    """What has changed between two looks."""
    written = sorted(path for path, stamp in after.items() if before.get(path) != stamp)
    return Changes(tuple(written), tuple(sorted(before.keys() - after.keys())))


def _quoted(name: str) -> str:
    return f'"{name}"'
