"""Copy changed files of this machine into running containers, for `compose watch`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from engineclient.api.containers import containers
from engineclient.calls import Steps
from engineclient.compose.model import Service
from engineclient.compose.state import Container
from engineclient.compose.watching import Changes, Rule
from engineclient.procedures.compose.hooks import Line, run_hooks
from engineclient.procedures.exec import run as run_command
from engineclient.steps import All

Archive = Callable[[Rule, Sequence[str]], Iterable[bytes]]
"""Returns the tar archive of files of a rule, in which they are named by their paths in the container."""


def sync(
    rule: Rule,
    found: Changes,
    service: Service,
    targets: Sequence[Container],
    archive: Archive,
    line: Line | None = None,
) -> Steps[None]:
    """Copy new and changed files into the containers of a service, remove deleted ones, and run the rule's hook.

    Args:
        rule: the rule.
        found: the changes of its files.
        service: the service of the rule.
        targets: its running containers.
        archive: reads the files; called for each container.
        line: takes the lines that the hook prints; by default they are dropped.

    Raises:
        APIError: a container does not run any more, or the engine cannot write a file.
        HookFailed: the hook failed.

    """
    yield from All([_sync(rule, found, service, each, archive, line) for each in targets])


def _sync(
    rule: Rule, found: Changes, service: Service, target: Container, archive: Archive, line: Line | None
) -> Steps[None]:
    if found.removed:
        yield from run_command(target.id, ["rm", "-rf", *(rule.inside(path) for path in found.removed)])
    if found.written:
        yield from containers.put_archive(target.id, "/", archive(rule, found.written))
    if rule.hook is not None:
        yield from run_hooks(service, [rule.hook], target.id, line)
