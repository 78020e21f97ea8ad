"""top: list the processes of a container."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engineclient.cli.arity import at_least
from engineclient.cli.command import command
from engineclient.cli.completion import container_names, in_turn
from engineclient.text.table import align

if TYPE_CHECKING:
    from engineclient.cli.app import App

_COLUMN: Final = 20


@command(
    "CONTAINER [ps OPTIONS]", at_least(1), interspersed=False, complete=in_turn(container_names("running"))
)
def top(app: App, container: str, *ps_args: str) -> None:
    """`minidocker top`."""
    found = app.engine().containers.top(container, ps_args=" ".join(ps_args) or None)
    rows = "".join("\t".join(row) + "\n" for row in (found.titles, *found.processes))
    app.out.write(align(rows, min_width=_COLUMN))
