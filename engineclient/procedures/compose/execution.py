"""The state that the steps of one plan share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engineclient.compose import labels
from engineclient.compose.bodies import container_name, with_containers
from engineclient.compose.creation_context import CreationContext
from engineclient.compose.model import Service
from engineclient.compose.progress import Report, ignore
from engineclient.compose.project import Project
from engineclient.compose.state import Container, State
from engineclient.procedures.compose.conditions import Warn, ignore_warning


class Execution:
    """The state that the steps of one plan share.

    Attributes:
        project: the project.
        state: the objects that the engine had before.
        context: the values for the creation of containers that the project does not define.
        renew_volumes: do not take over anonymous volumes from replaced containers.
        timeout: seconds until a container that does not stop is killed, instead of its own.
        remove_volumes: remove anonymous volumes together with their containers.
        dry_run: whether the requests of steps are not sent; then no condition is waited for.
        limit: the maximum number of steps at the same time.
        report: takes the events of progress.
        warn: takes the warnings.
        hook_line: takes a line that a hook prints: the name of the container, the stream and the line; by default they
            are dropped.
        ids: the IDs of containers by name; steps add those that they create.

    """

    def __init__(
        self,
        *,
        project: Project,
        state: State,
        context: CreationContext | None = None,
        renew_volumes: bool = False,
        timeout: int | None = None,
        remove_volumes: bool = False,
        dry_run: bool = False,
        limit: int = 50,
        report: Report = ignore,
        warn: Warn = ignore_warning,
        hook_line: Callable[[str, str, bytes], object] | None = None,
    ) -> None:
        self.project = project
        self.state = state
        self.context: CreationContext = context or CreationContext()
        self.renew_volumes = renew_volumes
        self.timeout = timeout
        self.remove_volumes = remove_volumes
        self.dry_run = dry_run
        self.limit = limit
        self.report = report
        self.warn = warn
        self.hook_line = hook_line
        self.ids: dict[str, str] = {each.name: each.id for each in state.containers}

    def shared(self, service: Service) -> Service:
        """The service with container IDs in place of the services whose namespaces or volumes it shares.

        Raises:
            ComposeError: one of these services has no container.

        """
        first = {name: found[0].id for name in self.project.services if (found := self.containers_of(name))}
        return with_containers(service, first)

    def containers_of(self, service: str) -> Sequence[Container]:
        """The containers that a service has now, sorted by number: the earlier ones and those created since."""
        return _now(self.project, self.state, self.ids, service, self.context.separator)


def _now(
    project: Project, state: State, ids: Mapping[str, str], service: str, separator: str
) -> Sequence[Container]:
    declared = project.services.get(service)
    numbers = {each.name: each.number for each in state.of_service(service)}
    if declared is not None:
        known = max(numbers.values(), default=0) + declared.replicas
        for number in range(1, known + 1):
            numbers.setdefault(container_name(project, declared, number, separator), number)
    found = [
        Container(
            {
                "Id": ids[name],
                "Names": [f"/{name}"],
                "Labels": {labels.SERVICE: service, labels.NUMBER: str(number)},
            }
        )
        for name, number in numbers.items()
        if name in ids
    ]
    return sorted(found, key=lambda each: each.number)
