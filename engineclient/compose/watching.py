"""The rules of `watch`: the files that each covers, what is done when they change, and which have changed. Pure."""

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
"""Values that change with a file, by its path relative to that of a rule; "" is the path of the rule, if it is a file."""

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
    """An element of `develop.watch`.

    Attributes:
        service: the name of the service.
        action: `rebuild`, `restart`, `sync`, `sync+exec` or `sync+restart`.
        path: a file of this machine, or a directory with all files in it.
        target: its path in the container, for actions that sync.
        ignored: patterns of files that are not watched, relative to `path`.
        context: the build context of the service.
        not_built: the patterns of the .dockerignore of the build context.
        included: patterns of the only files that are watched; None for all.
        hook: the command to run in the container after a sync.
        initial: sync all files when the watch begins.

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
        """Whether a file is watched; `path` is relative to that of the rule."""
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


def rules(project: Project, files: Files, warn: Warn, services: Iterable[str] = ()) -> list[Rule]:
    """The rules of a project, or of `services` if any are named, except those for files that are bind mounts.

    Raises:
        ComposeError: they have no rules, or one rebuilds a service that has no `build`.

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
    """The changes between two states of a rule's files."""
    written = sorted(path for path, stamp in after.items() if before.get(path) != stamp)
    return Changes(tuple(written), tuple(sorted(before.keys() - after.keys())))


def _quoted(name: str) -> str:
    return f'"{name}"'
