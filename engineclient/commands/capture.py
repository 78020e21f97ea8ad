"""What a container has become, kept: as an image (commit), as an archive (export)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.commands.arity import between, exactly
from engineclient.commands.command import command
from engineclient.commands.completion import container_names, image_names, in_turn
from engineclient.commands.flags import flag
from engineclient.commands.flagtypes import BOOL, LIST, STRING
from engineclient.commands.savefile import write_archive

if TYPE_CHECKING:
    from engineclient.commands.app import App


@command(
    "[OPTIONS] CONTAINER [REPOSITORY[:TAG]]",
    between(1, 2),
    interspersed=False,
    complete=in_turn(container_names(), image_names),
)
@flag("-a, --author", STRING, 'Author (such as "Ada Lovelace <ada@example.com>")')
@flag("-c, --change", LIST, "Dockerfile instruction to apply to the image")
@flag("-m, --message", STRING, "Comment for the image's history")
@flag("-p, --pause", BOOL, "Freeze the container meanwhile", default=True)
def commit(
    app: App,
    container: str,
    reference: str = "",
    *,
    author: str,
    change: list[str],
    message: str,
    pause: bool,
) -> None:
    """`minidocker commit`."""
    made = app.engine().containers.commit(
        container,
        reference or None,
        comment=message or None,
        author=author or None,
        changes=change,
        pause=pause,
    )
    app.print_made(made.id)


@command("[OPTIONS] CONTAINER", exactly(1), complete=in_turn(container_names()))
@flag("-o, --output", STRING, "File to write to, instead of standard output")
def export(app: App, container: str, *, output: str) -> None:
    """`minidocker export`."""
    write_archive(app, output, "export container", lambda: app.engine().containers.export(container))
