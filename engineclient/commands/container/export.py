"""export: write the file system of a container as a tar archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import exactly
from engineclient.cli.command import command
from engineclient.cli.completion import container_names, in_turn
from engineclient.cli.flag_types import STRING
from engineclient.cli.flags import flag
from engineclient.cli.printing.archive_file import write_archive

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command("[OPTIONS] CONTAINER", exactly(1), complete=in_turn(container_names()))
@flag("-o, --output", STRING, "File to write to, instead of standard output")
def export(app: App, container: str, *, output: str) -> None:
    """`minidocker export`."""
    write_archive(app, output, "export container", lambda: app.engine().containers.export(container))
