"""The steps of a deployment or a removal as docker prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.failures import failure_of

if TYPE_CHECKING:
    from engineclient.cli.app import App
    from engineclient.errors import EngineError
    from engineclient.procedures.stack.changes import Change

_PARTICIPLES: Final = {"create": "Creating", "update": "Updating", "remove": "Removing"}


def print_change(app: App, change: Change) -> None:
    """Print a step before it is taken. As in docker, updates of secrets and configs are not printed."""
    if change.action == "update" and change.kind != "service":
        return
    id = f" (id: {change.id})" if change.action == "update" else ""
    app.out.line(f"{_PARTICIPLES[change.action]} {change.kind} {change.name}{id}")


def print_failure(app: App, change: Change, error: EngineError) -> None:
    """Print why an object could not be removed; as in docker, without a line break."""
    app.err.write(f"Failed to remove {change.kind} {change.id}: {failure_of(error).text}")
