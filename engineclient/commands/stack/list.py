"""stack ls, services, ps and rm: list stacks, their services and tasks, and remove stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engineclient import versions
from engineclient.cli.arity import at_least, exactly
from engineclient.cli.command import command
from engineclient.cli.completion import in_turn, stack_names
from engineclient.cli.failures import Failure
from engineclient.cli.flag_types import BOOL, FILTER
from engineclient.cli.flags import flag, flags
from engineclient.cli.printing.listing import FORMAT, print_list
from engineclient.cli.printing.service_table import print_services
from engineclient.cli.printing.task_table import TASK_FLAGS, TaskOptions, print_tasks
from engineclient.commands.stack.changes import print_change, print_failure
from engineclient.commands.stack.group import ORCHESTRATOR
from engineclient.commands.stack.names import check_names
from engineclient.golang.natural import natural_key
from engineclient.models.stack_names import of_stack
from engineclient.text.format import Column, Formatter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engineclient.cli.app import App
    from engineclient.procedures.stacks import StackSummary

_TABLE: Final = r"{{.Name}}\t{{.Services}}"


@command("[OPTIONS]")
@ORCHESTRATOR
@FORMAT
def ls(app: App, *, format: str) -> None:
    """List stacks."""
    found = sorted(app.engine().stacks.list(), key=lambda each: natural_key(each.name))
    columns: dict[str, Column[StackSummary]] = {
        "Name": Column("NAME", lambda each: each.name),
        "Services": Column("SERVICES", lambda each: str(each.services)),
    }
    print_list(app, Formatter("*formatter.stackContext", columns, _TABLE), found, format)


@command("[OPTIONS] STACK", exactly(1), complete=in_turn(stack_names))
@ORCHESTRATOR
@flag("-f, --filter", FILTER, 'Show only services that meet a condition (such as "mode=global")')
@FORMAT
@flag("-q, --quiet", BOOL, "Show only IDs")
def services(app: App, name: str, *, filter: dict[str, list[str]], format: str, quiet: bool) -> None:
    """List the services of a stack."""
    check_names(name)
    engine = app.engine()
    counted = not quiet and not versions.is_before(engine.api_version, "1.41")
    found = engine.services.list(filters=_filters(name, filter), status=counted)
    if found:
        print_services(app, found, quiet=quiet, source=format)
    else:
        app.err.line(f"Nothing found in stack: {name}")


@command("[OPTIONS] STACK", exactly(1), complete=in_turn(stack_names))
@ORCHESTRATOR
@flags(*TASK_FLAGS)
def ps(app: App, name: str, **given: Any) -> None:
    """List the tasks of a stack."""
    check_names(name)
    options = TaskOptions(**given)
    tasks = app.engine().tasks.list(filters=_filters(name, options.filter))
    if not tasks:
        raise Failure(f"nothing found in stack: {name}")
    print_tasks(app, tasks, options)


def _filters(name: str, given: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The filters given by the user, limited to objects of the stack."""
    own = of_stack(name)
    return {**given, "label": [*given.get("label", ()), *own["label"]]}


@command("[OPTIONS] STACK [STACK...]", at_least(1), complete=stack_names)
@ORCHESTRATOR
@flag("-d, --detach", BOOL, "Return at once; =false waits until all tasks have ended", default=True)
def rm(app: App, *names: str, detach: bool) -> None:
    """Remove stacks: their services, secrets, configs and networks."""
    from engineclient.procedures.stack.changes import IncompleteRemoval

    check_names(*names)
    errors: list[str] = []
    for name in names:
        try:
            removed = app.engine().stacks.remove(
                name,
                report=lambda change: print_change(app, change),
                failed=lambda change, error: print_failure(app, change, error),
                wait=not detach,
            )
        except IncompleteRemoval as error:
            errors.append(str(error))
        else:
            if not removed:
                app.err.line(f"Nothing found in stack: {name}")
    if errors:
        raise Failure("\n".join(errors))
