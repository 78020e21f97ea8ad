"""service ps: list the tasks of services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import service_names
from engineclient.cli.failures import Failure
from engineclient.cli.flags import flags
from engineclient.cli.printing.task_table import TASK_FLAGS, TaskOptions, print_tasks, with_own_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engineclient import Engine
    from engineclient.cli.app import App


@command("[OPTIONS] SERVICE [SERVICE...]", at_least(1), complete=service_names)
@flags(*TASK_FLAGS)
def ps(app: App, *names: str, **given: Any) -> None:
    """List the tasks of services. IDs alone are not shortened."""
    options = TaskOptions(**given)
    engine = app.engine()
    missing: list[str] = []
    ids = [*_ids(engine, names, missing)]
    if not ids:
        raise Failure("\n".join(missing))
    filters = with_own_node(engine, options.filter)
    filters["service"] = [*filters.get("service", ()), *ids]
    tasks = engine.tasks.list(filters=filters)
    print_tasks(app, tasks, options.replace(no_trunc=options.no_trunc or options.quiet))
    if missing:
        raise Failure("\n".join(missing))


def _ids(engine: Engine, names: tuple[str, ...], missing: list[str]) -> Iterator[str]:
    """The ids of services found by id, name or prefix of an id, in this order; errors are added to `missing`."""
    by_id = engine.services.list(filters={"id": sorted({*names})})
    by_name = engine.services.list(filters={"name": sorted({*names})})
    for name in names:
        exact = [each.id for each in by_id if each.id == name]
        exact = exact or [each.id for each in by_name if each.spec.name == name]
        found = exact[:1] or [each.id for each in by_id if each.id.startswith(name)]
        if len(found) > 1:
            raise Failure(f"multiple services found with provided prefix: {name}")
        if not found:
            missing.append(f"no such service: {name}")
        yield from found
