"""diff: list the changes in a container's file system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.completion import container_names, in_turn
from engineclient.cli.failures import Failure

if TYPE_CHECKING:
    from engineclient.cli.app import App

_KINDS: Final = {0: "C", 1: "A", 2: "D"}  # changed, added, deleted


@command("CONTAINER", exactly(1), complete=in_turn(container_names()))
def diff(app: App, container: str) -> None:
    """`minidocker diff`."""
    if not container:
        raise Failure("Container name cannot be empty")
    for change in app.engine().containers.changes(container):
        app.out.line(f"{_KINDS.get(change.kind, '')} {change.path}")
