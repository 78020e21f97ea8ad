"""Files of this machine brought into running containers, as `watch` does it."""

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
"""Makes the tar archive of some files of a rule, with their places in the container as names."""


def sync(
    rule: Rule,
    found: Changes,
    service: Service,
    targets: Sequence[Container],
    archive: Archive,
    line: Line | None = None,
) -> Steps[None]:
    """Copy what was written into the containers of a service, remove what is gone, and run the rule's hook.

    Args:
        rule: where the files are in the container.
        found: what has changed.
        service: the rule's.
        targets: its running containers.
        archive: reads the files, once for each container.
        line: takes what the hook prints; without it that is lost.

    Raises:
        APIError: a container does not run any more, or has no place for a file.
        HookFailed: the hook fails.

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
