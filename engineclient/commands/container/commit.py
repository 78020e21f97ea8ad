"""commit: create an image from a container's changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engineclient.cli.arity import between
from engineclient.cli.command import command
from engineclient.cli.completion import container_names, image_names, in_turn
from engineclient.cli.flag_types import BOOL, LIST, STRING
from engineclient.cli.flags import flag

if TYPE_CHECKING:
    from engineclient.cli.app import App


@command(
    "[OPTIONS] CONTAINER [REPOSITORY[:TAG]]",
    between(1, 2),
    interspersed=False,
    complete=in_turn(container_names(), image_names),
)
@flag("-a, --author", STRING, 'Author (such as "Ada Lovelace <ada@example.com>")')
@flag("-c, --change", LIST, "Dockerfile instruction to apply to the image")
@flag("-m, --message", STRING, "Comment for the image's history")
@flag("-p, --pause", BOOL, "Pause the container while its files are committed", default=True)
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
